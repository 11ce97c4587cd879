import { z } from 'zod';
import { referable } from '../../synth/props.ts';

/** The zod shape of props: `{ … } satisfies Shape<Props>` fails to compile when a prop is missing or unknown. */
export type Shape<P> = { readonly [K in keyof Required<P>]: z.ZodType };

/** A value that zod does not look into: a construct, or an object of Kubernetes' own API. */
export function passed<T>(check: (value: unknown) => boolean, message: string): z.ZodType<T> {
  return z.custom<T>(check, message);
}

/** A whole number of seconds. */
export const seconds = (minimum = 0): z.ZodType<number> => z.int().min(minimum);

/** A port of a container or Service. */
export const portNumber = z.int().min(1).max(65_535);

/** Name of a port. Source: Kubernetes validates it as an IANA service name. */
export const portName = z
  .string()
  .max(15)
  .regex(/^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower case letters, digits and single -, with a letter');

/** A name that is a DNS label: of a container, volume or Service. */
export const dnsLabel = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'must be lower case letters, digits and -');

/** A name that is a DNS subdomain: of most objects. */
export const objectName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'must be lower case letters, digits, - and .');

/** A host name, `*.` in front allowed. */
export const hostName = z
  .string()
  .max(253)
  .regex(/^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, 'must be a host name in lower case');

/** A text of any length but none, or a reference. */
export const text = referable(z.string().min(1));

/** Texts by name; a value may be a reference. */
export const texts = z.record(z.string().min(1), referable(z.string()));

/** Labels of an object. Source: Kubernetes, "Labels and Selectors", syntax. */
export const labels = z.record(
  z.string().regex(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/, 'must be a label key'),
  z.string().regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/, 'must be a label value of at most 63 letters, digits, -, _ and .'),
);

/** An object of Kubernetes' own API, passed on as it is. */
export const kubernetesObject = z.record(z.string(), z.unknown());

/** Paths that a construct had before. */
export const aliasList = z.array(
  z.union([z.string().min(1), z.strictObject({ path: z.string().min(1), importIds: z.record(z.string(), z.string()) })]),
);

/** Constructs, for `dependsOn`. */
export const constructs = z.array(passed<object>((value) => typeof value === 'object' && value !== null && 'node' in value, 'a construct'));
