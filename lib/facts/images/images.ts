/** A container image that Keelson's constructs can use, pinned as far as its source pins it. */
export interface ImagePin {
  readonly name: string;
  /** Repository, without tag. */
  readonly repository: string;
  readonly tag: string;
  /** `sha256:<hex>`; absent when no source says it. */
  readonly digest?: string;
  readonly note?: string;
  readonly source: string;
}

const PINNED = "the registry's digest of the tag, as public projects pin it";
const TAG = 'the tag, as public projects use it';

// biome-ignore format: one row a line
export const imagePins: readonly ImagePin[] = [
  { name: 'vllm-openai', repository: 'vllm/vllm-openai', tag: 'v0.30.0', digest: 'sha256:8a69ffad015f138d7170c4ddc429e230a3bc1c1719f67e14324749df200a4b90', source: PINNED },
  { name: 'vllm-openai 0.10', repository: 'vllm/vllm-openai', tag: 'v0.10.0', digest: 'sha256:05a31dc4185b042e91f4d2183689ac8a87bd845713d5c3f987563c5899878271', note: 'amd64 only; vLLM 0.10.0, commit 6d8d0a24c02bfd84d46b3016b865a44f048ae84b', source: PINNED },
  { name: 'vllm-openai CUDA 12', repository: 'vllm/vllm-openai', tag: 'v0.30.0-cu129', note: 'built for CUDA 12, for drivers older than 580', source: TAG },
  { name: 'sglang', repository: 'lmsysorg/sglang', tag: 'v0.5.18', digest: 'sha256:9e148f5ac788e856a06166bd6347a831831eb9fcfab4d1770874823a7c29a1a1', source: PINNED },
  { name: 'kserve storage initializer', repository: 'kserve/storage-initializer', tag: 'v0.20.0', source: 'kserve/kserve charts/kserve-resources/values.yaml (tag empty: default is kserve.version v0.20.0) @1fb781055dd1567164358233e1125142ca6ef1fe (tag v0.20.0)' },
  { name: 'kserve controller', repository: 'kserve/kserve-controller', tag: 'v0.20.0', source: 'kserve/kserve charts/kserve-resources/values.yaml (tag empty: default is kserve.version v0.20.0) @1fb781055dd1567164358233e1125142ca6ef1fe (tag v0.20.0)' },
  { name: 'kserve llmisvc controller', repository: 'kserve/llmisvc-controller', tag: 'v0.20.0', source: 'kserve/kserve charts/kserve-llmisvc-resources/values.yaml (tag empty: default is the chart version) @1fb781055dd1567164358233e1125142ca6ef1fe (tag v0.20.0)' },
  { name: 'llmisvc runtime (llm-d)', repository: 'ghcr.io/llm-d/llm-d-cuda', tag: 'v0.8.0', source: 'kserve/kserve charts/, config/ (LLMInferenceServiceConfig presets) @1fb781055dd1567164358233e1125142ca6ef1fe (tag v0.20.0)' },
  { name: 'llmisvc endpoint picker', repository: 'ghcr.io/llm-d/llm-d-router-endpoint-picker', tag: 'v0.9.0', source: 'kserve/kserve charts/, config/ (LLMInferenceServiceConfig presets) @1fb781055dd1567164358233e1125142ca6ef1fe (tag v0.20.0)' },
  { name: 'llmisvc disaggregation sidecar', repository: 'ghcr.io/llm-d/llm-d-router-disagg-sidecar', tag: 'v0.9.0', source: 'kserve/kserve charts/, config/ (LLMInferenceServiceConfig presets) @1fb781055dd1567164358233e1125142ca6ef1fe (tag v0.20.0)' },
  { name: 'llmisvc tokenizer', repository: 'ghcr.io/llm-d/llm-d-uds-tokenizer', tag: 'vllm-v0.19.1', source: 'kserve/kserve charts/, config/ (LLMInferenceServiceConfig presets) @1fb781055dd1567164358233e1125142ca6ef1fe (tag v0.20.0)' },
  { name: 'nvidia device plugin', repository: 'nvcr.io/nvidia/k8s-device-plugin', tag: 'v0.20.0', digest: 'sha256:a61ba9fd8efb82f3a79f877f7580e02c1e8e7593f62473644bc9c79e315c3312', source: 'NVIDIA/gpu-operator bundle/manifests/gpu-operator-certified.clusterserviceversion.yaml @10ee5b3638b89e11e949412aafa5ba99279c3721 (tag v26.7.0)' },
  { name: 'dcgm-exporter', repository: 'nvcr.io/nvidia/k8s/dcgm-exporter', tag: '4.6.0-4.8.3-distroless', digest: 'sha256:613ab03c11d442fd960ff515f547e9921537454a712d08160bc8f677f89f1c35', source: 'NVIDIA/gpu-operator bundle/manifests/gpu-operator-certified.clusterserviceversion.yaml @10ee5b3638b89e11e949412aafa5ba99279c3721 (tag v26.7.0)' },
  { name: 'dcgm-exporter (chart 4.8.2)', repository: 'nvcr.io/nvidia/k8s/dcgm-exporter', tag: '4.5.3-4.8.2-distroless', source: 'NVIDIA/dcgm-exporter deployment/values.yaml @691c92762eb551313c825f6efe4ceeee20982801 (tag 4.5.3-4.8.2)' },
  { name: 'aws-efa-k8s-device-plugin', repository: '602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/aws-efa-k8s-device-plugin', tag: 'v0.5.20', source: 'aws/eks-charts stable/aws-efa-k8s-device-plugin/values.yaml @5239609242f3430be50fb0b714a24d3ef2b47983 (chart v0.5.30); registry account and region are per region' },
  { name: 'pause', repository: 'registry.k8s.io/pause', tag: '3.10', digest: 'sha256:ee6521f290b2168b6e0935a181d4cff9be1ac3f505666ef0e3c98fae8199917a', source: PINNED },
  { name: 'whoami', repository: 'traefik/whoami', tag: 'v1.11.0', digest: 'sha256:200689790a0a0ea48ca45992e0450bc26ccab5307375b41c84dfc4f2475937ab', source: PINNED },
  { name: 'podinfo', repository: 'ghcr.io/stefanprodan/podinfo', tag: '6.14.0', source: TAG },
];

/** The pin of a name, such as `vllm-openai`. */
export function findImage(name: string): ImagePin | undefined {
  return imagePins.find((pin) => pin.name === name);
}

/** The pin of an image, `repository:tag`. */
export function findPin(image: string): ImagePin | undefined {
  return imagePins.find(({ repository, tag }) => `${repository}:${tag}` === image);
}

/** `repository:tag@digest`, or `repository:tag` when the digest is unknown. */
export function imageReference(pin: ImagePin): string {
  return `${pin.repository}:${pin.tag}${pin.digest === undefined ? '' : `@${pin.digest}`}`;
}
