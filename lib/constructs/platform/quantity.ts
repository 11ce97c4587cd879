import { z } from 'zod';
import { referable } from '../../synth/props.ts';

/** CPU: cores (`2`, `0.5`) or thousandths of one (`250m`). */
export const cpuQuantity = referable(
  z.string().regex(/^(\d+(\.\d+)?|\d+m)$/, "must be cores, such as '2', or thousandths, such as '250m'"),
);

/** Memory or storage, with its unit: without one it would be bytes, and `m` would be thousandths of a byte. */
export const bytesQuantity = referable(
  z.string().regex(/^\d+(\.\d+)?([KMGTP]i|[kMGTP])$/, "must be a size with its unit, such as '64Mi' or '10Gi'"),
);
