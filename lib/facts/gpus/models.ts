/** What Keelson knows of one model of accelerator. */
interface AcceleratorFacts {
  readonly manufacturer: 'nvidia' | 'aws';
  /** Value of the label `karpenter.k8s.aws/instance-gpu-name` or `instance-accelerator-name` of its nodes. */
  readonly label: string;
  /** The extended resource that its device plugin advertises. */
  readonly resource: 'nvidia.com/gpu' | 'aws.amazon.com/neuron';
}

/*
 * Source: aws/karpenter-provider-aws v1.14 website/content/en/docs/reference/instance-types.md @1d927085d. One label with
 * two sizes of memory is two models here, because a pool's memory must be known from its model.
 */
const gpus = {
  T4: nvidia('t4'),
  A10G: nvidia('a10g'),
  L4: nvidia('l4'),
  L40S: nvidia('l40s'),
  'RTX-PRO-4500': nvidia('rtx-pro-4500'),
  'RTX-PRO-6000': nvidia('rtx-pro-server-6000'),
  'V100-16GB': nvidia('v100'),
  'V100-32GB': nvidia('v100'),
  'A100-40GB': nvidia('a100'),
  'A100-80GB': nvidia('a100'),
  H100: nvidia('h100'),
  H200: nvidia('h200'),
  B200: nvidia('b200'),
  B300: nvidia('b300'),
  GB200: nvidia('gb200'),
} as const satisfies Record<string, AcceleratorFacts>;

const neurons = {
  Inferentia2: neuron('inferentia2'),
  Trainium: neuron('trainium'),
  Trainium2: neuron('trainium2'),
} as const satisfies Record<string, AcceleratorFacts>;

/** An NVIDIA GPU that AWS has, such as `L40S`. `A100` and `V100` come in two sizes of memory, which the name says. */
export type GpuModel = keyof typeof gpus;
/** An accelerator of AWS's own. */
export type NeuronModel = keyof typeof neurons;
export type AcceleratorModel = GpuModel | NeuronModel;

/** Every GPU model, oldest generation first. */
export const gpuModels = Object.keys(gpus) as readonly GpuModel[];

/** Every accelerator that is not a GPU. */
export const neuronModels = Object.keys(neurons) as readonly NeuronModel[];

/** Whether a text is the name of a GPU model, in exactly this spelling. */
export function isGpuModel(name: string): name is GpuModel {
  return Object.hasOwn(gpus, name);
}

/** Manufacturer, node label and resource name of an accelerator. */
export function acceleratorFacts(model: AcceleratorModel): AcceleratorFacts {
  return { ...gpus, ...neurons }[model];
}

function nvidia(label: string): AcceleratorFacts {
  return { manufacturer: 'nvidia', label, resource: 'nvidia.com/gpu' };
}

function neuron(label: string): AcceleratorFacts {
  return { manufacturer: 'aws', label, resource: 'aws.amazon.com/neuron' };
}
