import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { writeStatement } from '../../apply/approval/approval.ts';
import { type ChangeDocument, readDocument } from '../../apply/approval/change-document.ts';
import { approvalManifests } from '../../apply/approval/cluster-manifests.ts';
import { keyOf, publicKey, signText } from '../../apply/approval/ssh-signature.ts';
import { connect } from '../../apply/kubernetes/client/api-connection.ts';
import { checkPin } from '../../apply/kubernetes/client/check-pin.ts';
import type { Connection } from '../../apply/kubernetes/client/connection.ts';
import type { ApprovalRules } from '../../apply/policy/approval-rules.ts';
import { KeelsonError } from '../../core/errors.ts';
import { toYaml } from '../../core/yaml.ts';
import { applierHome } from './applier-home.ts';
import { openApprovals } from './approvals.ts';
import { openPolicy, type TargetOptions } from './target.ts';

export type { ApprovalNeed } from '../../apply/approval/approval-needs.ts';
export type { ChangeDocument, DocumentUnit } from '../../apply/approval/change-document.ts';

/** What is approved, and how. */
export interface ApproveOptions extends Pick<TargetOptions, 'policy' | 'kubeconfig' | 'context'> {
  /** File that `plan --out` wrote. */
  readonly plan: string;
  /** SSH key that signs. @default - the first of this user that the policy lists; none where a cluster says who approves */
  readonly key?: string;
  /** Where releases are, and signed approvals beside them. @default - where the policy says, else in this user's state folder */
  readonly store?: string;
}

/** What was approved. */
export interface ApproveOutcome {
  readonly document: ChangeDocument;
  /** Who approved; absent when nobody agreed. */
  readonly by?: string;
  /** Where the approval is. */
  readonly where?: string;
}

const KEYS = ['id_ed25519', 'id_ed25519_sk', 'id_ecdsa', 'id_ecdsa_sk', 'id_rsa'];

/**
 * Approves all that a plan file says, in the name of whoever the cluster or the key says. Throws KS8081, KS8084, KS8085, KS8088, KS8089.
 * @param agree asked with what is approved before anything is signed
 */
export async function approvePlan(
  options: ApproveOptions,
  agree: (document: ChangeDocument, by: string) => Promise<boolean>,
): Promise<ApproveOutcome> {
  const document = readPlan(options.plan);
  const { platform } = document;
  const policy = openPolicy(options);
  const { kubeconfig, context, store } = options;
  let releases: Connection | undefined;
  // Of several clusters it is not known which one has the releases: then the command line says it.
  const [only, ...others] = policy.clusters(document.environment);
  const of = only !== undefined && others.length === 0 ? only : document.environment;
  const place = {
    store,
    policy: policy.store,
    home: applierHome(),
    platform,
    cluster: () => {
      const isNamed = kubeconfig !== undefined || context !== undefined;
      if (!isNamed && others.length > 0)
        throw new KeelsonError('KS8019', {
          message: `the policy names more than one cluster of ${document.environment}: ${[only, ...others].join(', ')}`,
          fix: 'say which one keeps the releases with --kubeconfig or --context',
        });
      const { kubeconfig: file, context: own } = isNamed ? { kubeconfig, context } : policy.cluster(of);
      releases = connect({ ...(file !== undefined && { kubeconfig: file }), ...(own !== undefined && { context: own }) });
      return { connection: releases, name: of };
    },
  };
  const opened = openApprovals({
    policy,
    place,
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(context !== undefined && { context }),
  });
  const rules = policy.approvals as ApprovalRules;
  try {
    const { cluster, signed } = opened;
    await opened.checkCluster();
    if (releases) await checkPin(releases, of, policy.cluster(of).kubeSystemUid);
    if (cluster && (options.key === undefined || !signed)) {
      const { user, groups } = await cluster.whoAmI();
      mayApprove(document, { by: user, groups }, rules);
      if (!(await agree(document, user))) return { document };
      return { document, by: user, where: await cluster.add({ statement: writeStatement(user, new Date(), document) }) };
    }
    const { key, by } = await signingKey(options.key, rules);
    mayApprove(document, { by, groups: [] }, rules);
    if (!(await agree(document, by))) return { document };
    const statement = writeStatement(by, new Date(), document);
    const signature = await signText(statement, key);
    return { document, by, where: (await signed?.add({ statement, signature })) ?? '' };
  } finally {
    opened.close();
    releases?.close();
  }
}

/** What an administrator applies to the cluster that keeps approvals, as YAML. Throws KS8014, KS8089. */
export function approvalsYaml(options: Pick<TargetOptions, 'policy'>): string {
  const rules = openPolicy(options).approvals;
  if (!rules) throw new KeelsonError('KS8089', { message: 'the policy has no section approvals' });
  const apiGroup = 'rbac.authorization.k8s.io';
  const { by, groups } = rules.everybody;
  const approvers = [...by.map((name) => ({ kind: 'User', apiGroup, name })), ...groups.map((name) => ({ kind: 'Group', apiGroup, name }))];
  return approvalManifests({ appliers: rules.appliers, approvers })
    .map((manifest) => toYaml(manifest))
    .join('---\n');
}

function readPlan(file: string): ChangeDocument {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new KeelsonError('KS8081', { object: file, message: 'it can not be read', cause });
  }
  return readDocument(text, file);
}

/** Tells who approves in vain before they do: the applier would refuse it. */
function mayApprove(
  { units }: ChangeDocument,
  { by, groups }: { readonly by: string; readonly groups: readonly string[] },
  rules: ApprovalRules,
): void {
  if (rules.appliers.includes(by)) throw new KeelsonError('KS8085', { object: by, message: 'it applies, and can not approve' });
  for (const { key, unit, needs } of units) {
    const { by: users, groups: allowed } = rules.of(key);
    if (needs.length === 0 || users.includes(by) || groups.some((group) => allowed.includes(group))) continue;
    const names = [...users, ...allowed.map((group) => `group ${group}`)].join(', ') || 'nobody';
    throw new KeelsonError('KS8084', { object: unit, message: `the policy lets ${names} approve ${key}, and not ${by}` });
  }
}

async function signingKey(wanted: string | undefined, { signers }: ApprovalRules): Promise<{ readonly key: string; readonly by: string }> {
  const files = wanted === undefined ? KEYS.map((name) => join(homedir(), '.ssh', name)).filter((file) => existsSync(file)) : [wanted];
  for (const key of files) {
    const own = key.endsWith('.pub') ? key : `${key}.pub`;
    const text = existsSync(own) ? keyOf(readFileSync(own, 'utf8')) : await publicKey(key);
    const [by] = [...signers].find(([, keys]) => keys.some((one) => keyOf(one) === text)) ?? [];
    if (by !== undefined) return { key, by };
  }
  throw new KeelsonError('KS8088', {
    ...(wanted !== undefined && { object: wanted }),
    message: wanted === undefined ? 'no key of this user is one that the policy lists' : 'the policy does not list this key',
  });
}
