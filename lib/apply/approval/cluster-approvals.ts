import { isDeepStrictEqual } from 'node:util';
import { SYSTEM_NAMESPACE } from '../../assembly/apply-set.ts';
import { sha256 } from '../../core/digest.ts';
import { KeelsonError } from '../../core/errors.ts';
import type { ApiRequest, Connection } from '../kubernetes/client/connection.ts';
import { list, type ObjectMeta } from '../kubernetes/client/lists.ts';
import { jsonOf } from '../kubernetes/client/refused.ts';
import { type ApprovalStore, type FoundApproval, readStatement } from './approval.ts';
import { APPROVAL_KIND, GUARD, type Guard, guardBinding, guardPolicy } from './cluster-manifests.ts';

const PATH = `/apis/${APPROVAL_KIND.group}/${APPROVAL_KIND.version}/namespaces/${SYSTEM_NAMESPACE}/${APPROVAL_KIND.plural}`;
const ADMISSION = '/apis/admissionregistration.k8s.io/v1';

interface ApprovalObject {
  readonly metadata: ObjectMeta & { readonly creationTimestamp?: string };
  readonly spec: { readonly by: string; readonly groups?: readonly string[]; readonly environment: string; readonly statement: string };
}

/** Approvals as objects of a cluster, whose API server authenticated who made each: Keelson's admission policy holds them to it. */
export class ClusterApprovals implements ApprovalStore {
  readonly name: string;
  readonly #connection: Connection;
  readonly #appliers: readonly string[];

  /** @param cluster its name, `<env>/<cluster>` @param appliers identities that the policy says apply */
  constructor(connection: Connection, cluster: string, appliers: readonly string[]) {
    this.#connection = connection;
    this.#appliers = appliers;
    this.name = `cluster ${cluster}`;
  }

  /** Who the API server says that this is. Throws KS8003, KS8004. */
  async whoAmI(): Promise<{ readonly user: string; readonly groups: readonly string[] }> {
    const body = JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' });
    const request: ApiRequest = { method: 'POST', path: '/apis/authentication.k8s.io/v1/selfsubjectreviews', body, repeatable: true };
    const { status } = jsonOf<{ status: { userInfo: { username: string; groups?: string[] } } }>(
      await this.#connection.request(request),
      request,
      'SelfSubjectReview',
    );
    return { user: status.userInfo.username, groups: status.userInfo.groups ?? [] };
  }

  async list(environment: string): Promise<readonly FoundApproval[]> {
    const guard = await this.#guard();
    const probe: ApiRequest = { method: 'GET', path: PATH, query: { limit: 1 } };
    if ('missing' in guard && (await this.#connection.request(probe)).status !== 200)
      throw new KeelsonError('KS8087', { object: this.name, message: 'it knows no approvals, or whoever applies may not read them' });
    const { items } = await list<ApprovalObject>(this.#connection, APPROVAL_KIND, { namespace: SYSTEM_NAMESPACE, metadataOnly: false });
    return items
      .filter(({ spec }) => spec.environment === environment)
      .map(({ metadata, spec: { by, groups = [], statement } }) => {
        const where = `approval ${SYSTEM_NAMESPACE}/${metadata.name} of ${this.name}`;
        const untrusted = 'missing' in guard ? guard.missing : tooOld(metadata.creationTimestamp, guard.since);
        return { id: metadata.name, where, statement, authenticated: { user: by, groups }, ...(untrusted !== undefined && { untrusted }) };
      });
  }

  async add({ statement }: { readonly statement: string }): Promise<string> {
    const { user, groups } = await this.whoAmI();
    const name = `a${sha256(statement).slice('sha256:'.length, 'sha256:'.length + 20)}`;
    const environment = readStatement(statement)?.document.environment ?? '';
    const body = JSON.stringify({
      apiVersion: `${APPROVAL_KIND.group}/${APPROVAL_KIND.version}`,
      kind: APPROVAL_KIND.kind,
      metadata: { name, namespace: SYSTEM_NAMESPACE },
      spec: { by: user, groups, environment, statement },
    });
    const request: ApiRequest = { method: 'POST', path: PATH, body };
    const response = await this.#connection.request(request);
    if (response.status === 404) throw new KeelsonError('KS8087', { object: this.name, message: 'the cluster knows no approvals' });
    jsonOf(response, request, `Approval ${SYSTEM_NAMESPACE}/${name}`);
    return `approval ${SYSTEM_NAMESPACE}/${name} of ${this.name}`;
  }

  async remove(id: string): Promise<void> {
    const request: ApiRequest = { method: 'DELETE', path: `${PATH}/${id}` };
    const response = await this.#connection.request(request);
    if (response.status !== 404) jsonOf(response, request, `Approval ${SYSTEM_NAMESPACE}/${id}`);
  }

  /** Since when the API server holds approvals to who makes them, or why it does not. */
  async #guard(): Promise<{ readonly since: number } | { readonly missing: string }> {
    const [policy, binding] = await Promise.all([
      this.#get(`${ADMISSION}/validatingadmissionpolicies/${GUARD}`),
      this.#get(`${ADMISSION}/validatingadmissionpolicybindings/${GUARD}`),
    ]);
    if (!policy || !binding) return { missing: `the ValidatingAdmissionPolicy ${GUARD} or its binding is not there, or can not be read` };
    if (!isGuarding(policy, binding, this.#appliers))
      return { missing: `the ValidatingAdmissionPolicy ${GUARD}, or its binding, is not as it was shipped for the appliers of the policy` };
    return { since: Math.max(madeAt(policy), madeAt(binding)) };
  }

  async #get(path: string): Promise<Guard | undefined> {
    const { status, text } = await this.#connection.request({ method: 'GET', path });
    return status === 200 ? (JSON.parse(text) as Guard) : undefined;
  }
}

function isGuarding({ spec: policy }: Guard, { spec: binding }: Guard, appliers: readonly string[]): boolean {
  const shipped = guardPolicy(appliers).spec;
  const rules = (spec: Guard['spec']) => spec.matchConstraints?.resourceRules;
  const isEmpty = (value: unknown): boolean => value === undefined || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);
  const { namespaceSelector, objectSelector, excludeResourceRules } = policy.matchConstraints ?? {};
  return (
    policy.failurePolicy === 'Fail' &&
    [namespaceSelector, objectSelector, excludeResourceRules, policy.matchConditions, policy.variables, policy.paramKind].every(isEmpty) &&
    isDeepStrictEqual(rules(policy), rules(shipped)) &&
    isDeepStrictEqual(policy.validations, shipped.validations) &&
    isDeepStrictEqual({ ...binding, matchResources: undefined }, { ...guardBinding().spec, matchResources: undefined }) &&
    isEmpty(binding.matchResources)
  );
}

function madeAt({ metadata }: Guard): number {
  return Date.parse(metadata.creationTimestamp ?? '');
}

function tooOld(made: string | undefined, since: number): string | undefined {
  return Date.parse(made ?? '') >= since ? undefined : 'it was made before the API server held approvals to who makes them';
}
