/** One carried definition: file, upstream path, digest of the carried file and, where it was recorded, of the upstream one. */
export type DefinitionRow = readonly [name: string, path: string, digest: string, upstreamDigest?: string];

/**
 * The carried definitions by upstream repository and version: JSON on one line, without descriptions, labels, annotations and
 * conversion webhooks (those of Gateway API and External Secrets keep labels and annotations). They are for validation, not
 * for installing.
 */
// biome-ignore format: one row a line
export const definitionSources: readonly { readonly source: string; readonly rows: readonly DefinitionRow[] }[] = [
  {
    source: 'cert-manager/cert-manager v1.21.1',
    rows: [
      ['acme.cert-manager.io_challenges', 'deploy/crds/acme.cert-manager.io_challenges.yaml', 'sha256:9930d7b7c9cbc3aea4622f31106bc140080c4f4ab0f42cffad1767c5133644c4', 'sha256:dff7542a2ee6581e3963a076410212ad3207201b70df8a328aa50826d569161c'],
      ['acme.cert-manager.io_orders', 'deploy/crds/acme.cert-manager.io_orders.yaml', 'sha256:d0eb0d40ab24f5544e3fc178d898f57928bf66086c164e88a911b4401c00729f', 'sha256:b1e9c938b9724482cc0612aac949b40e062001fc9732234c591f24cb9ffc5ca7'],
      ['cert-manager.io_certificaterequests', 'deploy/crds/cert-manager.io_certificaterequests.yaml', 'sha256:ba54ac970c2ba90aa20320d07c07f60a5fce3940df562fea22998cb0ab18f0f8', 'sha256:74cf3801ab146a1745498de5f3b619cde6f2dc89ae03755084be08129ce726c3'],
      ['cert-manager.io_certificates', 'deploy/crds/cert-manager.io_certificates.yaml', 'sha256:374c26cba56f1b991b99c4c0b01919939d29465a944a64bfe3596ea2f1637cee', 'sha256:7ad91029c00ec959d54215b19d3b1a9b7e0247eaa60f987151c2b70d8661f8af'],
      ['cert-manager.io_clusterissuers', 'deploy/crds/cert-manager.io_clusterissuers.yaml', 'sha256:bc94d2ca26fb0b8e236768a8d4923467024cefc3af59f178a2f639361e94cf80', 'sha256:30008001b78aafb8e110af61359561104b5fafc3a4dc6ac0013245d0ee3fe4ca'],
      ['cert-manager.io_issuers', 'deploy/crds/cert-manager.io_issuers.yaml', 'sha256:4c10cb912a882d1b170cb28913caabd5fc6f0317e563b686e761e69b8dcf93d7', 'sha256:05e37efb02777e0362d24269fa103c2fc11419f9c85e31854ef873e5d9e5c5cc'],
    ],
  },
  {
    source: 'argoproj/argo-rollouts 9f8d111d8f8e3e88b6d7f8bbdf62fd3cd863ef9d (after v1.10.0-rc1)',
    rows: [
      ['argoproj.io_analysisruns', 'manifests/crds/analysis-run-crd.yaml', 'sha256:43faf940aafaba4d8f096bcd9b86281213a074b91fb267e903fc8d208f735f4d'],
      ['argoproj.io_analysistemplates', 'manifests/crds/analysis-template-crd.yaml', 'sha256:b3055368668c06b08ee768f2683f745b16ac1e4bd14500d0b6c3b5787f8c4cab'],
      ['argoproj.io_clusteranalysistemplates', 'manifests/crds/cluster-analysis-template-crd.yaml', 'sha256:f0d68ecd4ade62e1d6ccfe88e01d2bd4ace16a3d2e8f99bb672b287696024e49'],
      ['argoproj.io_rollouts', 'manifests/crds/rollout-crd.yaml', 'sha256:768394887dd16237b09dcfec7bd1d0a20e50fe64df913a0a2caac1222ad9d1fe'],
    ],
  },
  {
    source: 'argoproj/argo-cd v3.5.1',
    rows: [
      ['argoproj.io_applications', 'manifests/crds/application-crd.yaml', 'sha256:4ab51ececca71cef106bee03f9084e71c3168516d1b32deecc64ee19caa9447a', 'sha256:5dde0e229249b6b707beb98674c1deae3949d5c319a6c45b9f5a80c99618e40c'],
      ['argoproj.io_applicationsets', 'manifests/crds/applicationset-crd.yaml', 'sha256:cc2f42a8d3d6bc6c82f64116f16d80ba0edb11d8cc57866f874f728b8aa6569d', 'sha256:7d282054f41ca2b71a22bab04a8caf0000e07e53a62432e6ea292dae5ab4f07d'],
      ['argoproj.io_appprojects', 'manifests/crds/appproject-crd.yaml', 'sha256:f79aed6b59c1f02a5ccbcd2755a98c9151d0cbb20b31eca30922e7c843634843', 'sha256:ab225266944322750136f1198d93786e4a79a0e43c8d149abfba44da30a3eac8'],
    ],
  },
  {
    source: 'argoproj/argo-workflows v4.1.2',
    rows: [
      ['argoproj.io_clusterworkflowtemplates', 'manifests/base/crds/full/argoproj.io_clusterworkflowtemplates.yaml', 'sha256:ddb12aaf3e678c4f430bbfcaf70c0bcc233e0d62140e17b6798205a83fda2a8e'],
      ['argoproj.io_cronworkflows', 'manifests/base/crds/full/argoproj.io_cronworkflows.yaml', 'sha256:3b237571bd4d08b17ba42d4ad6504a6217b6a39af701afc383ba71d5cf0b90e9'],
      ['argoproj.io_workflows', 'manifests/base/crds/full/argoproj.io_workflows.yaml', 'sha256:8757d37b67d48686c87094d28d668504f35e2a343168a352b79cbcfb850a538a'],
      ['argoproj.io_workflowtemplates', 'manifests/base/crds/full/argoproj.io_workflowtemplates.yaml', 'sha256:9c82941c245b44804bc648a60a2934cc028f9c3443c31e3a0c2e203fc18e6116'],
    ],
  },
  {
    source: 'argoproj/argo-rollouts v1.9.1',
    rows: [
      ['argoproj.io_experiments', 'manifests/crds/experiment-crd.yaml', 'sha256:dee740f2de431451a491c08c3760aa83c6374896bb84bed066ec108802f60678', 'sha256:419f87b0f6b1b3bfaf0020d71e2b3fe269e232a344e175d123dadceaa17de7ab'],
    ],
  },
  {
    source: 'aws/karpenter-provider-aws v1.14.1',
    rows: [
      ['autoscaling.x-k8s.io_capacitybuffers', 'pkg/apis/crds/autoscaling.x-k8s.io_capacitybuffers.yaml', 'sha256:0bc0365e4b3f21ef167407cc4b4f53168580bc53d7fa44beaf8bff77a1142360'],
      ['karpenter.k8s.aws_ec2nodeclasses', 'pkg/apis/crds/karpenter.k8s.aws_ec2nodeclasses.yaml', 'sha256:1474023a6fcfed51492c009aa9253a082eb8668f2d1a7df2f560ba8ad533a42a'],
      ['karpenter.sh_nodeclaims', 'pkg/apis/crds/karpenter.sh_nodeclaims.yaml', 'sha256:435224a12b479382b57dae04b87c3a14d3272112da2880a633ce3398f76ad3c9'],
      ['karpenter.sh_nodeoverlays', 'pkg/apis/crds/karpenter.sh_nodeoverlays.yaml', 'sha256:6c633efea87d5135a1fea5c9ea289c7ca336109b60fe574b8950711f24ffdcbc'],
      ['karpenter.sh_nodepools', 'pkg/apis/crds/karpenter.sh_nodepools.yaml', 'sha256:f70a15c283d896e7cbc46044ef183810e7ceb8271d064fbedd605d26bd5d6a71'],
    ],
  },
  {
    source: 'kubernetes-sigs/lws v0.10.0',
    rows: [
      ['disaggregatedset.x-k8s.io_disaggregatedsetrolescalers', 'config/crd/bases/disaggregatedset.x-k8s.io_disaggregatedsetrolescalers.yaml', 'sha256:324a209a96cfba95039530285366b6d8b0b4ebb9378f5ee7d321943c15011c56'],
      ['disaggregatedset.x-k8s.io_disaggregatedsets', 'config/crd/bases/disaggregatedset.x-k8s.io_disaggregatedsets.yaml', 'sha256:bfd4aa129f27e52ef5336613b1ac4c23cacb3c02207775a5b4527961b2980e61'],
      ['leaderworkerset.x-k8s.io_leaderworkersets', 'config/crd/bases/leaderworkerset.x-k8s.io_leaderworkersets.yaml', 'sha256:2acc8edfef2fe2303733800961aff1ed091962a3bea0fda50a3cb38451e23a62'],
    ],
  },
  {
    source: 'external-secrets/external-secrets v2.9.0',
    rows: [
      ['external-secrets.io_clusterexternalsecrets', 'config/crds/bases/external-secrets.io_clusterexternalsecrets.yaml', 'sha256:0bcf12d3b69c4dde0c48454d9f95e9f7b86369dbcaf97893da6d5d0f05ef5d26', 'sha256:9f5563a19efb4bce47f3916937eac160eae1eaec56560e4f6f77b1b2047a8664'],
      ['external-secrets.io_clusterpushsecrets', 'config/crds/bases/external-secrets.io_clusterpushsecrets.yaml', 'sha256:42f9ce2e2e2b550d65377fb2f17977bf223ee2d96ee70ace1c9d37d7caffe8db', 'sha256:04a739caa297b02c7295fb89923fc1e375c6e2beecca8b232fe6bbd98104e5ef'],
      ['external-secrets.io_clustersecretstores', 'config/crds/bases/external-secrets.io_clustersecretstores.yaml', 'sha256:a4ce383d3c77ed47a244a86d8a9a8c72010b688d6c55e9d45468eef0f0a8c72b', 'sha256:f847c69ae317a76527fc37c163ddfe15d9026e14eb47dd325319e914e0433c2a'],
      ['external-secrets.io_externalsecrets', 'config/crds/bases/external-secrets.io_externalsecrets.yaml', 'sha256:56e13ef243bca1bdeeda7831e43bd3ce14a6f641a5893a0abe671a76cf3df6c1', 'sha256:5044be5a610ca90a075f34f03ed20b462695c43387ba9410db7f4250e47b1e2f'],
      ['external-secrets.io_pushsecrets', 'config/crds/bases/external-secrets.io_pushsecrets.yaml', 'sha256:3ddabb00e04f0e2617352b74402793e9a7615ab031d6be22782ba0a1f014303d', 'sha256:1d97b97b4aca0799bc8dc05d45d34adf2265ae5c3a87268026b6aafb1718f4ec'],
      ['external-secrets.io_secretstores', 'config/crds/bases/external-secrets.io_secretstores.yaml', 'sha256:8fded2a18bee5365e5bdfb5d532232b596dbc1fc12b98e00c66187d88fb94fae', 'sha256:7f750858d393913915a2f15daff9e1d2f56ca207c09920c055d7a68cceacb641'],
    ],
  },
  {
    source: 'kubernetes-sigs/gateway-api v1.6.1',
    rows: [
      ['gateway.networking.k8s.io_backendtlspolicies', 'config/crd/standard/gateway.networking.k8s.io_backendtlspolicies.yaml', 'sha256:6f70d751cd1da999ab919e24be8bffae707aa9664cc7704fb993898c90a3cf70', 'sha256:0d48c9e4b53dd9510cf615b9b1192d9d7afb07a1cc0498c9515627cb1c075419'],
      ['gateway.networking.k8s.io_gatewayclasses', 'config/crd/standard/gateway.networking.k8s.io_gatewayclasses.yaml', 'sha256:2b4d1695074d0835076a7f8c1837556b22970af5a758f5885e28001482b8cd4c', 'sha256:53710048ba26f8620eed59d5e51b157ecf040daf5c6eef31a4b991e0808c4be5'],
      ['gateway.networking.k8s.io_gateways', 'config/crd/standard/gateway.networking.k8s.io_gateways.yaml', 'sha256:6f1910b82c93cf06ff68acea3f9e902bc098b5c5013f7902f7fc8e4958c41e68', 'sha256:25b885f5870b8fff1ae82efa2628b2761cef3745900c2aecf8fb76629a01255a'],
      ['gateway.networking.k8s.io_grpcroutes', 'config/crd/standard/gateway.networking.k8s.io_grpcroutes.yaml', 'sha256:e2a08f0cb045ad2c63ae652ffa76fa9e984bb97003911315957f04a79c261861', 'sha256:53a8d029da8f07e55d3fa58a5cf6de5950dab19fbb8d6a8082fb5e51ca5ef6fc'],
      ['gateway.networking.k8s.io_httproutes', 'config/crd/standard/gateway.networking.k8s.io_httproutes.yaml', 'sha256:6a8f53b2de4efb2214b9003d0eb1c2dba5f8913c7542175bc9adb5b7879a6540', 'sha256:a424a0d6c953b162e71d1d97bb7e75012d8f1ac264e7274f2763d1b96ab39852'],
      ['gateway.networking.k8s.io_listenersets', 'config/crd/standard/gateway.networking.k8s.io_listenersets.yaml', 'sha256:2afdb8eb54b115c4bbb03e10618cda9e4d1c0951c4edf8e562ae5318c014f404', 'sha256:bf4d4b02564999b2558b96e31465129895db9b3a8adfb90adb9c80eac52a3a70'],
      ['gateway.networking.k8s.io_referencegrants', 'config/crd/standard/gateway.networking.k8s.io_referencegrants.yaml', 'sha256:7e897197c2f4c5c6578525d22f74a3976a306052d0b7191fe888fc73b0fea631', 'sha256:8c645e9333cfa67790cc2a53e0c00076f88b2bd4230d2b49688c78bc34f9b2c3'],
      ['gateway.networking.k8s.io_tcproutes', 'config/crd/standard/gateway.networking.k8s.io_tcproutes.yaml', 'sha256:9f3706aca54f088e032aed1366b1961f265d17da4038fdba2738ed6a1e456cdf', 'sha256:d5104d0cf30e924f5e3c9e2e76abd46876401c34ca33b9e79321523eee78c7f6'],
      ['gateway.networking.k8s.io_tlsroutes', 'config/crd/standard/gateway.networking.k8s.io_tlsroutes.yaml', 'sha256:ff2605d2c85101fe642c8493227f14994743a71105ea86e3bd2357e7826b5098', 'sha256:bb8b67926e5d9652cbfd2e19063b7c1d9e78806c9dd671608f57baef2f2e3bbb'],
      ['gateway.networking.k8s.io_udproutes', 'config/crd/standard/gateway.networking.k8s.io_udproutes.yaml', 'sha256:d9bb00db6cb0d895fbe579ec8da908b2be8962ad39dc4df9ab88e6c723a9091f', 'sha256:4b80684c2bf8ef4b0a2a3ab45164ac9f96258fc69912645ff50ced595b0aa6de'],
    ],
  },
  {
    source: 'fluxcd/helm-controller v1.6.3',
    rows: [
      ['helm.toolkit.fluxcd.io_helmreleases', 'config/crd/bases/helm.toolkit.fluxcd.io_helmreleases.yaml', 'sha256:a52276cbb24ffda10875171129718a8171a39862854e48854faed87cfea3e730', 'sha256:aa8638ac68465ceac1f93a617baf5be833c589c51fd78a7384a4a274c252becc'],
    ],
  },
  {
    source: 'kubernetes-sigs/gateway-api-inference-extension v1.6.0',
    rows: [
      ['inference.networking.k8s.io_inferencepools', 'config/crd/bases/inference.networking.k8s.io_inferencepools.yaml', 'sha256:31e86cd2365460ab862a47e3f8c34ab10902d899661b8e30ff6edc94ced6e25a'],
      ['inference.networking.x-k8s.io_inferencepoolimports', 'config/crd/bases/inference.networking.x-k8s.io_inferencepoolimports.yaml', 'sha256:f4a2eeb94087797fc70c9ffc6e73f7eb03ca6f1a3f105a4e2b36a0906af43f49'],
    ],
  },
  {
    source: 'kubernetes-sigs/jobset v0.12.0',
    rows: [
      ['jobset.x-k8s.io_jobsets', 'config/components/crd/bases/jobset.x-k8s.io_jobsets.yaml', 'sha256:4750437a9e82aa17aa47bdd54fa0ec4b4fd9b1b7430ceb6dab852e3760b38625'],
    ],
  },
  {
    source: 'kedacore/keda v2.20.2',
    rows: [
      ['keda.sh_scaledjobs', 'config/crd/bases/keda.sh_scaledjobs.yaml', 'sha256:37739a75f084d672826ace2dcdb346b281c92de1193c7848555b22997913b0f0'],
      ['keda.sh_scaledobjects', 'config/crd/bases/keda.sh_scaledobjects.yaml', 'sha256:49550089175124bca988febcb6b2af93255e666cfe7aa785c8937fe1a671e495'],
      ['keda.sh_triggerauthentications', 'config/crd/bases/keda.sh_triggerauthentications.yaml', 'sha256:f833ff4699bd742aced767ebf27c77184e58a7dc965b88dabdaa0c73e8c10397'],
    ],
  },
  {
    source: 'kubeflow/katib v0.19.0',
    rows: [
      ['kubeflow.org_experiments', 'manifests/v1beta1/components/crd/experiment.yaml', 'sha256:0747081d2457b4dbeeba3b8af280dee564b843390521194561cbba767f671944'],
      ['kubeflow.org_suggestions', 'manifests/v1beta1/components/crd/suggestion.yaml', 'sha256:009dd7c08cb8dfed25b794c5a8c53e24069cc6cc51eaf06923526279f8493cfe'],
      ['kubeflow.org_trials', 'manifests/v1beta1/components/crd/trial.yaml', 'sha256:55e1e0d58640116289b3a6b06545718ac43d545626ba0f087b7bb8202bf2da91'],
    ],
  },
  {
    source: 'kubernetes-sigs/kueue v0.19.2',
    rows: [
      ['kueue.x-k8s.io_admissionchecks', 'config/components/crd/bases/kueue.x-k8s.io_admissionchecks.yaml', 'sha256:8ab47db68639192d4d5581c283c62eef7181387190ec347bbd4931cc70d2b722'],
      ['kueue.x-k8s.io_clusterqueues', 'config/components/crd/bases/kueue.x-k8s.io_clusterqueues.yaml', 'sha256:ad618269874a0a73ff70e5def6d4350de366111c3dca05e953262d8b18765515'],
      ['kueue.x-k8s.io_cohorts', 'config/components/crd/bases/kueue.x-k8s.io_cohorts.yaml', 'sha256:4c7171c3e9ed14cf5a11f4e8f9775d914cc8b78c4727093e1bf816f8a8a93d27'],
      ['kueue.x-k8s.io_localqueues', 'config/components/crd/bases/kueue.x-k8s.io_localqueues.yaml', 'sha256:e6ae7bc17e85f4eed7b04b6dfeb8b734d20aeeead85a5c9b883e77109b2f7ee6'],
      ['kueue.x-k8s.io_multikueueclusters', 'config/components/crd/bases/kueue.x-k8s.io_multikueueclusters.yaml', 'sha256:df1d0b659c425521a3d162eeb53c10276f23055496cfefe731a7a09139aa5d25'],
      ['kueue.x-k8s.io_multikueueconfigs', 'config/components/crd/bases/kueue.x-k8s.io_multikueueconfigs.yaml', 'sha256:b6acb07aca8a812b2b2ce72181aa91d50e4ee1557a593f6a322ab8ac46ab55d4'],
      ['kueue.x-k8s.io_provisioningrequestconfigs', 'config/components/crd/bases/kueue.x-k8s.io_provisioningrequestconfigs.yaml', 'sha256:9b30e8366b51ce585ebf3ea861dca75a8b0b82e278ec3051a5a44c39e7e09550'],
      ['kueue.x-k8s.io_resourceflavors', 'config/components/crd/bases/kueue.x-k8s.io_resourceflavors.yaml', 'sha256:970c931d8667873dbcfc0733e7607ec108d562f7e8ecb4d1a1b02ffd47da4dd4'],
      ['kueue.x-k8s.io_topologies', 'config/components/crd/bases/kueue.x-k8s.io_topologies.yaml', 'sha256:5122006d42f820141c1ccdea2670e047eff51960b404e26bc6b52d6177e85d2f'],
      ['kueue.x-k8s.io_workloadpriorityclasses', 'config/components/crd/bases/kueue.x-k8s.io_workloadpriorityclasses.yaml', 'sha256:4b9cf9840a0d01c2080cdcb38df69f10132bb5ba5e14b5e9a44d2e51802d8611'],
      ['kueue.x-k8s.io_workloads', 'config/components/crd/bases/kueue.x-k8s.io_workloads.yaml', 'sha256:36586936790e5480828596cdeea2f845e9eb91f6cbbfc58a8014119dae94c312'],
    ],
  },
  {
    source: 'fluxcd/kustomize-controller v1.9.4',
    rows: [
      ['kustomize.toolkit.fluxcd.io_kustomizations', 'config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml', 'sha256:f3d1228fdcbb5645f61113104c68bbd93c06c4b3b28a81e91da39e97b33cb227', 'sha256:da23ca0e6b4c80d3d26a91583137491e147ef4ef1e2208aece0d0af4ef851974'],
    ],
  },
  {
    source: 'llm-d/llm-d-router main of 2026-11',
    rows: [
      ['llm-d.ai_inferencemodelrewrites', 'config/crd/bases/llm-d.ai_inferencemodelrewrites.yaml', 'sha256:88ea060dfcf23cbc701fb225ea99c1dead98b69cb6074f4776f6a481155f1417'],
      ['llm-d.ai_inferenceobjectives', 'config/crd/bases/llm-d.ai_inferenceobjectives.yaml', 'sha256:703cb8b9e1d183ab8a6fcd20803b556dc90f268fc32279f48bcb30e54e275d6d'],
    ],
  },
  {
    source: 'prometheus-operator/prometheus-operator v0.93.0',
    rows: [
      ['monitoring.coreos.com_podmonitors', 'example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml', 'sha256:ff59b58183e4b95b6c33e109d38eb80794e77d09dbbfcf3b2695fabd9534a14d'],
      ['monitoring.coreos.com_prometheusrules', 'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml', 'sha256:a06ebb31f97ed18637d83f0df1e79db34e93aa93d494bc849fb40cb96521a89a'],
      ['monitoring.coreos.com_servicemonitors', 'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml', 'sha256:7f960e692dc9999dd82f1d02ec02e9cc377766965bd4ed39a0a48ad51206f745'],
    ],
  },
  {
    source: 'fluxcd/notification-controller v1.9.3',
    rows: [
      ['notification.toolkit.fluxcd.io_alerts', 'config/crd/bases/notification.toolkit.fluxcd.io_alerts.yaml', 'sha256:7eb902d409d34a6d354c67977afba265adf1a9c45f12cde4893b3db173c53780', 'sha256:2b8f79249b39881bd23c49868f114c44c6e632dfcda451da576adfa16c64226f'],
      ['notification.toolkit.fluxcd.io_providers', 'config/crd/bases/notification.toolkit.fluxcd.io_providers.yaml', 'sha256:d22a9df4d437c1a63617ff80cd4f0d67acb1333c91e151144a8bc3b5e8746d9e', 'sha256:243ad33ac88ed965c6cd72b342dc5a93ecf5eefde2e03f4c2ea026b52d872135'],
      ['notification.toolkit.fluxcd.io_receivers', 'config/crd/bases/notification.toolkit.fluxcd.io_receivers.yaml', 'sha256:23e03e2d3877fba4149376b27bcf453268c42f99f1e87331b6783d2a22378269', 'sha256:4c8be1ad7789b78f0727557d01e5f33eef9447a1f4aa9b830a3c1cc8a1508a9b'],
    ],
  },
  {
    source: 'NVIDIA/gpu-operator v26.7.0',
    rows: [
      ['nvidia.com_clusterpolicies', 'config/crd/bases/nvidia.com_clusterpolicies.yaml', 'sha256:f844d7fb4d02c8474ba2a33b7557d84487377fd7c5d33c578001c3ce58cb1bb7'],
      ['nvidia.com_gpuclusters', 'config/crd/bases/nvidia.com_gpuclusters.yaml', 'sha256:e36c90e7adaa2bf78982cb8a2b3167b3eb5bd0164201167ec35855354a8929fe'],
      ['nvidia.com_nvidiadrivers', 'config/crd/bases/nvidia.com_nvidiadrivers.yaml', 'sha256:79b158b5c24c9600de504f1a29287b41fcbe583f2e7a5134a9c4e369dac2dace'],
    ],
  },
  {
    source: 'vllm-project/production-stack main of 2026-11',
    rows: [
      ['production-stack.vllm.ai_loraadapters', 'operator/config/crd/bases/production-stack.vllm.ai_loraadapters.yaml', 'sha256:9680045a9c08c9a868460c36bb46279315eb94409e8ce3ed5a2dfc6b846f88f6'],
      ['production-stack.vllm.ai_vllmrouters', 'operator/config/crd/bases/production-stack.vllm.ai_vllmrouters.yaml', 'sha256:d610f2b66323a670147ec724056c3578984859f78be9cdf05ec0bb547060528e'],
      ['production-stack.vllm.ai_vllmruntimes', 'operator/config/crd/bases/production-stack.vllm.ai_vllmruntimes.yaml', 'sha256:0c1b519a73ef35bc0907224e45ccd50cea3847e7d1d9b7c940dda1ea6a1adf1b'],
    ],
  },
  {
    source: 'ray-project/kuberay v1.7.0',
    rows: [
      ['ray.io_rayclusters', 'ray-operator/config/crd/bases/ray.io_rayclusters.yaml', 'sha256:4a639614daebaced18d033b42ec398e914ae718616eba159c38033f736d02e6e'],
      ['ray.io_raycronjobs', 'ray-operator/config/crd/bases/ray.io_raycronjobs.yaml', 'sha256:de8890f9a3e60239a4f72f16a16acacdcc861832f79ef0f1297d69c3cc29a61f'],
      ['ray.io_rayjobs', 'ray-operator/config/crd/bases/ray.io_rayjobs.yaml', 'sha256:d35d823fb556b4a919aea85e662ce56451dda3afcbc4aff7bb027666b87460e7'],
      ['ray.io_rayservices', 'ray-operator/config/crd/bases/ray.io_rayservices.yaml', 'sha256:05508ef7a458740c98b5054404803929355a1400aacccde248e66a63a2ab2ea0'],
    ],
  },
  {
    source: 'tektoncd/pipeline v1.15.0',
    rows: [
      ['resolution.tekton.dev_resolutionrequests', 'config/300-crds/300-resolutionrequest.yaml', 'sha256:7f8dd1537fb7e437cf51a07ebc9c2a6b381452a78de5f070dbfc46b42b0b5996'],
      ['tekton.dev_customruns', 'config/300-crds/300-customrun.yaml', 'sha256:3e0b7513e57cd5fe89b7f9adaf4fa7206004ef37cd728177099a083765cf2136', 'sha256:3d72dbef5a711344e445a20ac6ae222487126239ee9cbbebbe5d0d6cff3d7ea6'],
      ['tekton.dev_pipelineruns', 'config/300-crds/300-pipelinerun.yaml', 'sha256:d28226cb495923c903bb8f94a087c892871cceb11c0f472d2e8be48ed7fd1f83'],
      ['tekton.dev_pipelines', 'config/300-crds/300-pipeline.yaml', 'sha256:e16ed573dd2b6bcba06d531848f7ba9907a2d7a43e7234205c6a5378ffee6867'],
      ['tekton.dev_stepactions', 'config/300-crds/300-stepaction.yaml', 'sha256:adc0d8cd51f9cbcbacacdded3093c3ee0b966c3307d6304d32d795d941f15de9'],
      ['tekton.dev_taskruns', 'config/300-crds/300-taskrun.yaml', 'sha256:2c8ae3c7b246480441626905e5d6e12024c84b4426be42d69ad54f14685c3536'],
      ['tekton.dev_tasks', 'config/300-crds/300-task.yaml', 'sha256:08d69e1cbdf208186cff4a1ad48f2fb07a3370ea08f6ea2ed8b6ea0739c1dca8'],
      ['tekton.dev_verificationpolicies', 'config/300-crds/300-verificationpolicy.yaml', 'sha256:650239bcbe67a6abdb21894b10862bfb5b3aad2665e54a2f5ca0d92faeed1dc9', 'sha256:c985b23f68318029d438025d255d84564d59bb884be112c6a84d278f43040bfb'],
    ],
  },
  {
    source: 'kubernetes-sigs/dra-driver-nvidia-gpu v0.4.1',
    rows: [
      ['resource.nvidia.com_computedomains', 'deployments/helm/dra-driver-nvidia-gpu/crds/resource.nvidia.com_computedomains.yaml', 'sha256:c6f2b4b06ed858f113b1410b8cf52d5e941ff53c2903535eb90e752a39544d05'],
    ],
  },
  {
    source: 'kserve/kserve v0.20.0',
    rows: [
      ['serving.kserve.io_clusterservingruntimes', 'config/crd/full/serving.kserve.io_clusterservingruntimes.yaml', 'sha256:005017eaac5d6adffa6704f63c90c08e621d474c115b8755517f42d4d348bfde'],
      ['serving.kserve.io_inferencegraphs', 'config/crd/full/serving.kserve.io_inferencegraphs.yaml', 'sha256:7f1353214620fb6ec76fb3da72c3f5c156c0e2e8678b6d16dfe8f2ae76b603c7'],
      ['serving.kserve.io_inferenceservices', 'config/crd/full/serving.kserve.io_inferenceservices.yaml', 'sha256:7392930a777fff61089a9cab6ffc9d9aa8138552b767e643b202fd8d9e1d37f0'],
      ['serving.kserve.io_llminferenceserviceconfigs', 'config/crd/full/llmisvc/serving.kserve.io_llminferenceserviceconfigs.yaml', 'sha256:4ffed6c90d7f127b2309e5b368841d8cc4820fa074792c3581fdeba9b6858535'],
      ['serving.kserve.io_llminferenceservices', 'config/crd/full/llmisvc/serving.kserve.io_llminferenceservices.yaml', 'sha256:a7ad351c03deca76d2e7ad110b5461bc5cf2d933c46aee3a91eceb77784386cd'],
      ['serving.kserve.io_localmodelcaches', 'config/crd/full/localmodel/serving.kserve.io_localmodelcaches.yaml', 'sha256:3a699c14d73d444452aec452dec27d5f36694d0039efa8097b4256cbdf98c3cc'],
      ['serving.kserve.io_localmodelnodegroups', 'config/crd/full/localmodel/serving.kserve.io_localmodelnodegroups.yaml', 'sha256:43aa22681a314ca6daa684e1441f20c56466193809b32d1cd4f6e539c5255904'],
      ['serving.kserve.io_servingruntimes', 'config/crd/full/serving.kserve.io_servingruntimes.yaml', 'sha256:a15c54a23d5048de3b9cc6047a20537fd6a5f054a35753489799f1018f0d3827'],
    ],
  },
  {
    source: 'fluxcd/source-controller v1.9.1',
    rows: [
      ['source.toolkit.fluxcd.io_buckets', 'config/crd/bases/source.toolkit.fluxcd.io_buckets.yaml', 'sha256:f05a4953e39a95dc5677a5023ba617cbe5631e769a355167f87c931103f8b675', 'sha256:366d4926a698332d824e97e9a9adf763f44dd7b59b70034916ebeefd91f1e43e'],
      ['source.toolkit.fluxcd.io_externalartifacts', 'config/crd/bases/source.toolkit.fluxcd.io_externalartifacts.yaml', 'sha256:ffea014c3c7396ee5636f51bd4b5d02983eca5b0635d8ccb00297d44fd6f65ec', 'sha256:3e49150e6b483ee66de8ba1d91281b24c3bd7ade2b3a5f05e5db822e4ed70906'],
      ['source.toolkit.fluxcd.io_gitrepositories', 'config/crd/bases/source.toolkit.fluxcd.io_gitrepositories.yaml', 'sha256:52d4d10ef94551d14649cf456ce1a7537b2dcfc14cf17a839bb9ca7176ff866a', 'sha256:39a5a46c81539c992abc53f9be3e5434cd70d50a10d169b1e8a450e0df1c9d09'],
      ['source.toolkit.fluxcd.io_helmcharts', 'config/crd/bases/source.toolkit.fluxcd.io_helmcharts.yaml', 'sha256:75c0e7af1fc341f0f9e44d58ba26318745982b52d5aa6a20d216b5924acbf01c', 'sha256:dc0158d014e90007c0a084973ef561cd20d3d44520ed4e604e8acff8bb19d2b0'],
      ['source.toolkit.fluxcd.io_helmrepositories', 'config/crd/bases/source.toolkit.fluxcd.io_helmrepositories.yaml', 'sha256:9314da030e2003d500a63ae7c4f6c2c471b9e9976a9f390e4aa579ca78bc40ec', 'sha256:97c7759df00946cbb9a75a56457cff9964b2543d2248df859cef21e26b8e2ae6'],
      ['source.toolkit.fluxcd.io_ocirepositories', 'config/crd/bases/source.toolkit.fluxcd.io_ocirepositories.yaml', 'sha256:5412a77201e0b2b8df343c30fda78c63367bce292ced36ec0a5a8f3153c6139d', 'sha256:2655834d468e46a533410d9e2bc3f4e7cbf9b4c922b95652012acb09bfb2545a'],
    ],
  },
  {
    source: 'kubeflow/trainer v2.3.0',
    rows: [
      ['trainer.kubeflow.org_clustertrainingruntimes', 'manifests/base/crds/trainer.kubeflow.org_clustertrainingruntimes.yaml', 'sha256:67bddd3795ec8fe29f6cc4d57ff9ee3aef5006af907caefe2f2e501ffe3bdc9b'],
      ['trainer.kubeflow.org_trainingruntimes', 'manifests/base/crds/trainer.kubeflow.org_trainingruntimes.yaml', 'sha256:e71bdd0822272ae482a76f1d1420ec5f1c2b578f28db40fb750b775d604f1012'],
      ['trainer.kubeflow.org_trainjobs', 'manifests/base/crds/trainer.kubeflow.org_trainjobs.yaml', 'sha256:ce01322cccb5a03afe8f9a000f8b61859d773a781845fcee2bec3f7a54f921f1'],
    ],
  },
];
