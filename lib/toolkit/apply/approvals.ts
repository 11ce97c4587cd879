import type { ApprovalStore } from '../../apply/approval/approval.ts';
import { approvalGate, type PlanCommand, terminalGate } from '../../apply/approval/approval-gate.ts';
import { ClusterApprovals } from '../../apply/approval/cluster-approvals.ts';
import { type ApprovalGate, OPEN_GATE } from '../../apply/approval/planned-unit.ts';
import { pruneApprovals } from '../../apply/approval/prune-approvals.ts';
import { SignedApprovals } from '../../apply/approval/signed-approvals.ts';
import { connect } from '../../apply/kubernetes/client/api-connection.ts';
import { checkPin } from '../../apply/kubernetes/client/check-pin.ts';
import type { Connection } from '../../apply/kubernetes/client/connection.ts';
import type { Policy } from '../../apply/policy/policy.ts';
import type { ReleaseStore } from '../../apply/release/release-store.ts';
import { KeelsonError } from '../../core/errors.ts';
import { once } from '../../core/once.ts';
import { openBlobs, type ReleasesPlace } from './releases.ts';
import type { TargetOptions } from './target.ts';

/** Where approvals are looked for. */
export interface ApprovalsOptions extends Pick<TargetOptions, 'kubeconfig' | 'context' | 'repository' | 'sandbox'> {
  readonly policy: Policy;
  /** Where releases are: signed approvals are beside them. */
  readonly place: ReleasesPlace;
}

/** Approvals of a policy: in its cluster, and signed ones beside the releases. */
export interface OpenApprovals {
  readonly signed?: SignedApprovals;
  readonly cluster?: ClusterApprovals;
  /** Throws KS8005 when the cluster of the approvals is another than the policy's. */
  checkCluster(): Promise<void>;
  close(): void;
}

/** Opens them; nothing is asked before the first is needed. Throws KS8001, KS8002, KS8089. */
export function openApprovals({ policy, place: releases, kubeconfig, context, repository }: ApprovalsOptions): OpenApprovals {
  const { approvals: rules } = policy;
  if (!rules) throw new KeelsonError('KS8089', { message: 'the policy has no section approvals' });
  let connection: Connection | undefined;
  if (rules.cluster !== undefined) {
    const place = kubeconfig !== undefined || context !== undefined ? { kubeconfig, context } : policy.cluster(rules.cluster);
    connection = connect({
      ...(place.kubeconfig !== undefined && { kubeconfig: place.kubeconfig }),
      ...(place.context !== undefined && { context: place.context }),
      ...(repository !== undefined && { repository }),
    });
  }
  return {
    ...(rules.signers.size > 0 && { signed: new SignedApprovals(openBlobs(releases), releases.platform) }),
    ...(connection && { cluster: new ClusterApprovals(connection, rules.cluster ?? '', rules.appliers) }),
    checkCluster: async () => {
      if (connection && rules.cluster !== undefined) await checkPin(connection, rules.cluster, policy.cluster(rules.cluster).kubeSystemUid);
    },
    close: () => connection?.close(),
  };
}

/** What lets units go on. */
export interface OpenGate {
  readonly gate: ApprovalGate;
  /** Takes away approvals that are over, when the gate went by one. Throws what their stores throw. */
  prune(): Promise<void>;
  close(): void;
}

/** What lets the units of an environment go on. In a sandbox nothing is at stake. Throws KS8001, KS8002, KS8080. */
export function openGate({
  allowDeletes,
  command = 'plan',
  environment,
  releases,
  ...options
}: ApprovalsOptions & {
  readonly environment: string;
  readonly allowDeletes?: number;
  readonly command?: PlanCommand;
  readonly releases?: ReleaseStore;
}): OpenGate {
  const { policy, sandbox } = options;
  const nothing = { prune: () => Promise.resolve(), close: () => undefined };
  if (sandbox !== undefined) return { gate: OPEN_GATE, ...nothing };
  if (!policy.approvals) return { gate: terminalGate(policy, allowDeletes), ...nothing };
  if (allowDeletes !== undefined)
    throw new KeelsonError('KS8080', {
      message: '--allow-deletes approves nothing where the policy says who approves',
      fix: `leave it out, have the plan written with keelson ${command} --out plan.json, and approved with keelson approve plan.json`,
    });
  const { signed, cluster, checkCluster, close } = openApprovals(options);
  const checked = once(checkCluster);
  const approvals: ApprovalStore = {
    name: [cluster?.name, signed?.name].filter(Boolean).join(' and '),
    list: async (name) => {
      await checked();
      return (await Promise.all([cluster, signed].map((one) => one?.list(name) ?? []))).flat();
    },
    add: () => Promise.reject(new Error('a gate adds no approvals')),
    remove: () => Promise.reject(new Error('a gate removes no approvals')),
  };
  const asked = approvalGate({ policy, environment, approvals, command, ...(releases && { releases }) });
  let wasUsed = false;
  const gate: ApprovalGate = {
    check: async (planned) => {
      const checked = await asked.check(planned);
      wasUsed ||= checked.approval !== undefined;
      return checked;
    },
  };
  const prune = async (): Promise<void> => {
    const latest = wasUsed ? await releases?.latest(environment) : undefined;
    if (!latest) return;
    for (const store of [cluster, signed]) if (store) await pruneApprovals(store, environment, latest, new Date());
  };
  return { gate, prune, close };
}
