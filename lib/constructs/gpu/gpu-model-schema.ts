import { z } from 'zod';
import { nearestWord } from '../../core/nearest.ts';
import { gpuModels, isGpuModel } from '../../facts/gpus/models.ts';

/** The name of a GPU model. */
export const gpuModelSchema = z.string().superRefine((name, context) => {
  if (isGpuModel(name)) return;
  // `A100` comes in two sizes, and who writes `L40` means L40S rather than L4.
  const longer = gpuModels.filter((model) => name !== '' && model.startsWith(name.toUpperCase()));
  const near = longer.length > 0 ? longer.join(' or ') : nearestWord(name, gpuModels);
  context.addIssue({ code: 'custom', message: near ? `a GPU model, such as ${near}` : `a GPU model: ${gpuModels.join(', ')}` });
});
