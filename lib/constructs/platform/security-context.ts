import { z } from 'zod';
import type { Shape } from './schemas.ts';

/** Rights of a workload's processes. The defaults pass the Pod Security Standard `restricted`. */
export interface SecurityProps {
  /** User id of the processes; `'image'` leaves it to the image, which then needs a numeric user that is not 0. @default 1000 */
  readonly runAsUser?: number | 'image';
  /** Group id of the processes. @default - the user id */
  readonly runAsGroup?: number;
  /** Group id that owns volumes. @default - the group id */
  readonly fsGroup?: number;
  /** Lets the processes be root, as user 0 or as the image has it; `restricted` refuses such pods. @default false */
  readonly allowRoot?: boolean;
  /** Mounts the image read-only; writable paths are then volumes. @default true */
  readonly readOnlyRootFilesystem?: boolean;
  /** Linux capabilities beside none, such as `NET_BIND_SERVICE`; `restricted` allows only that one. @default - none */
  readonly addCapabilities?: readonly string[];
}

const id = z.int().min(0).max(2_147_483_647);

/** Checks {@link SecurityProps}; user 0 needs `allowRoot`. */
export const securitySchema = z
  .strictObject({
    runAsUser: z.union([id, z.literal('image')]).optional(),
    runAsGroup: id.optional(),
    fsGroup: id.optional(),
    allowRoot: z.boolean().optional(),
    readOnlyRootFilesystem: z.boolean().optional(),
    addCapabilities: z
      .array(z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'must be a capability without CAP_, such as NET_BIND_SERVICE'))
      .optional(),
  } satisfies Shape<SecurityProps>)
  .refine((props) => props.runAsUser !== 0 || props.allowRoot === true, {
    path: ['runAsUser'],
    message: 'another user than root (0), unless allowRoot is true',
  });

/** Security context of a pod. Source: Kubernetes, "Pod Security Standards", profile restricted. */
export function podSecurityContext(props: SecurityProps = {}): Record<string, unknown> {
  const user = props.runAsUser === 'image' ? undefined : (props.runAsUser ?? 1000);
  const group = props.runAsGroup ?? user;
  const fsGroup = props.fsGroup ?? group;
  return {
    ...(props.allowRoot !== true && { runAsNonRoot: true }),
    ...(user !== undefined && { runAsUser: user }),
    ...(group !== undefined && { runAsGroup: group }),
    ...(fsGroup !== undefined && { fsGroup }),
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Security context of a container. Source: as {@link podSecurityContext}. */
export function containerSecurityContext(props: SecurityProps = {}): Record<string, unknown> {
  const { readOnlyRootFilesystem = true, addCapabilities = [] } = props;
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'], ...(addCapabilities.length > 0 && { add: addCapabilities }) },
    readOnlyRootFilesystem,
  };
}
