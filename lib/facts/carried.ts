/** A text that is carried into this project whole, to be read by validation and tests, not by synth. */
export interface CarriedText {
  /** Path relative to lib/facts. */
  readonly file: string;
  /** Where it comes from, and what was done to it. */
  readonly source: string;
  readonly license: string;
  /** `sha256:<hex>` of the upstream file, where there is one. */
  readonly upstreamDigest?: string;
  /** `sha256:<hex>` of the bytes of the carried file. */
  readonly digest: string;
}

/** Every carried text; a test recomputes the digests. */
// biome-ignore format: one row a line
export const carriedTexts: readonly CarriedText[] = [
  {
    file: 'kubernetes/openapi/kubernetes-1.36.json',
    source: 'kube-apiserver v1.36.2, GET /openapi/v3, without descriptions',
    license: 'Apache-2.0',
    digest: 'sha256:d071d64aa3f2339f1f35eef73a412e3e1fe4ef406e0271e6c2a7fac91f2bf778',
  },
  gatewayApi('gateway.networking.k8s.io_backendtlspolicies', 'sha256:0d48c9e4b53dd9510cf615b9b1192d9d7afb07a1cc0498c9515627cb1c075419', 'sha256:6f70d751cd1da999ab919e24be8bffae707aa9664cc7704fb993898c90a3cf70'),
  gatewayApi('gateway.networking.k8s.io_gatewayclasses', 'sha256:53710048ba26f8620eed59d5e51b157ecf040daf5c6eef31a4b991e0808c4be5', 'sha256:2b4d1695074d0835076a7f8c1837556b22970af5a758f5885e28001482b8cd4c'),
  gatewayApi('gateway.networking.k8s.io_gateways', 'sha256:25b885f5870b8fff1ae82efa2628b2761cef3745900c2aecf8fb76629a01255a', 'sha256:6f1910b82c93cf06ff68acea3f9e902bc098b5c5013f7902f7fc8e4958c41e68'),
  gatewayApi('gateway.networking.k8s.io_grpcroutes', 'sha256:53a8d029da8f07e55d3fa58a5cf6de5950dab19fbb8d6a8082fb5e51ca5ef6fc', 'sha256:e2a08f0cb045ad2c63ae652ffa76fa9e984bb97003911315957f04a79c261861'),
  gatewayApi('gateway.networking.k8s.io_httproutes', 'sha256:a424a0d6c953b162e71d1d97bb7e75012d8f1ac264e7274f2763d1b96ab39852', 'sha256:6a8f53b2de4efb2214b9003d0eb1c2dba5f8913c7542175bc9adb5b7879a6540'),
  gatewayApi('gateway.networking.k8s.io_listenersets', 'sha256:bf4d4b02564999b2558b96e31465129895db9b3a8adfb90adb9c80eac52a3a70', 'sha256:2afdb8eb54b115c4bbb03e10618cda9e4d1c0951c4edf8e562ae5318c014f404'),
  gatewayApi('gateway.networking.k8s.io_referencegrants', 'sha256:8c645e9333cfa67790cc2a53e0c00076f88b2bd4230d2b49688c78bc34f9b2c3', 'sha256:7e897197c2f4c5c6578525d22f74a3976a306052d0b7191fe888fc73b0fea631'),
  gatewayApi('gateway.networking.k8s.io_tcproutes', 'sha256:d5104d0cf30e924f5e3c9e2e76abd46876401c34ca33b9e79321523eee78c7f6', 'sha256:9f3706aca54f088e032aed1366b1961f265d17da4038fdba2738ed6a1e456cdf'),
  gatewayApi('gateway.networking.k8s.io_tlsroutes', 'sha256:bb8b67926e5d9652cbfd2e19063b7c1d9e78806c9dd671608f57baef2f2e3bbb', 'sha256:ff2605d2c85101fe642c8493227f14994743a71105ea86e3bd2357e7826b5098'),
  gatewayApi('gateway.networking.k8s.io_udproutes', 'sha256:4b80684c2bf8ef4b0a2a3ab45164ac9f96258fc69912645ff50ced595b0aa6de', 'sha256:d9bb00db6cb0d895fbe579ec8da908b2be8962ad39dc4df9ab88e6c723a9091f'),
  externalSecrets('external-secrets.io_clusterexternalsecrets', 'sha256:9f5563a19efb4bce47f3916937eac160eae1eaec56560e4f6f77b1b2047a8664', 'sha256:0bcf12d3b69c4dde0c48454d9f95e9f7b86369dbcaf97893da6d5d0f05ef5d26'),
  externalSecrets('external-secrets.io_clusterpushsecrets', 'sha256:04a739caa297b02c7295fb89923fc1e375c6e2beecca8b232fe6bbd98104e5ef', 'sha256:42f9ce2e2e2b550d65377fb2f17977bf223ee2d96ee70ace1c9d37d7caffe8db'),
  externalSecrets('external-secrets.io_clustersecretstores', 'sha256:f847c69ae317a76527fc37c163ddfe15d9026e14eb47dd325319e914e0433c2a', 'sha256:a4ce383d3c77ed47a244a86d8a9a8c72010b688d6c55e9d45468eef0f0a8c72b'),
  externalSecrets('external-secrets.io_externalsecrets', 'sha256:5044be5a610ca90a075f34f03ed20b462695c43387ba9410db7f4250e47b1e2f', 'sha256:56e13ef243bca1bdeeda7831e43bd3ce14a6f641a5893a0abe671a76cf3df6c1'),
  externalSecrets('external-secrets.io_pushsecrets', 'sha256:1d97b97b4aca0799bc8dc05d45d34adf2265ae5c3a87268026b6aafb1718f4ec', 'sha256:3ddabb00e04f0e2617352b74402793e9a7615ab031d6be22782ba0a1f014303d'),
  externalSecrets('external-secrets.io_secretstores', 'sha256:7f750858d393913915a2f15daff9e1d2f56ca207c09920c055d7a68cceacb641', 'sha256:8fded2a18bee5365e5bdfb5d532232b596dbc1fc12b98e00c66187d88fb94fae'),
];

function gatewayApi(name: string, upstreamDigest: string, digest: string): CarriedText {
  const source = `kubernetes-sigs/gateway-api v1.6.1 config/crd/standard/${name}.yaml, as JSON without descriptions`;
  return { file: `crds/${name}.json`, source, license: 'Apache-2.0', upstreamDigest, digest };
}

function externalSecrets(name: string, upstreamDigest: string, digest: string): CarriedText {
  const source = `external-secrets/external-secrets v2.9.0 config/crds/bases/${name}.yaml, as JSON without descriptions`;
  return { file: `crds/${name}.json`, source, license: 'Apache-2.0', upstreamDigest, digest };
}
