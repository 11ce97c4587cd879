import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { ClusterRun } from '../../../lib/apply/kubernetes/apply/cluster-run.ts';
import { applyCluster, planCluster } from '../../../lib/apply/kubernetes/apply/run-cluster.ts';
import type { PreparedUnit, UnitResult } from '../../../lib/apply/kubernetes/apply/unit-context.ts';
import { connect } from '../../../lib/apply/kubernetes/client/api-connection.ts';
import type { ApiRequest, ApiResponse, Connection } from '../../../lib/apply/kubernetes/client/connection.ts';
import type { ObjectMeta } from '../../../lib/apply/kubernetes/client/lists.ts';
import { DEFAULT_RULES, type UnitRules } from '../../../lib/apply/policy/unit-rules.ts';
import { applySetId } from '../../../lib/assembly/apply-set.ts';
import type { AssemblyContent, KubernetesObject } from '../../../lib/assembly/content.ts';
import type { OpenAssembly } from '../../../lib/assembly/open.ts';
import { assembly, type TestObject, type TestUnit } from '../../support/assembly.ts';
import { noSandbox, testSandbox } from './sandbox.ts';

/** Objects of units by the unit's name. */
export type Units = Readonly<Record<string, readonly (TestObject['manifest'] | TestObject)[]>>;

/** How a test applies. */
export interface ApplyOptions extends Partial<Omit<ClusterRun, 'rules'>> {
  readonly rules?: Partial<UnitRules>;
  /** Units that each comes after. */
  readonly after?: Readonly<Record<string, readonly string[]>>;
  /** Name of the platform. @default - one for each test */
  readonly platform?: string;
  /** What units give to others. */
  readonly gives?: Readonly<Record<string, TestUnit['outputs']>>;
}

/** A live object. */
export type Live = KubernetesObject & { readonly metadata: ObjectMeta };

/**
 * One suite's part of the shared API server: a platform, namespaces and units of its own, so that suites run side by side.
 * Set up before all tests of the suite.
 */
export class TestCluster {
  readonly id: string = `t${randomBytes(4).toString('hex')}`;
  #connection: Connection | undefined;
  #tests = 0;
  kubeconfig = '';
  guestKubeconfig = '';

  constructor() {
    beforeAll(async () => {
      if (noSandbox !== undefined) return;
      const sandbox = await testSandbox();
      this.kubeconfig = sandbox.kubeconfig;
      this.guestKubeconfig = sandbox.guestKubeconfig;
      this.#connection = connect({ kubeconfig: sandbox.kubeconfig });
    }, 120_000);
    // A platform for each test: what another test applied has not left this one's program.
    beforeEach((context) => {
      if (noSandbox !== undefined) context.skip(`no API server: ${noSandbox}`);
      this.#tests++;
    });
    afterAll(() => this.#connection?.close());
  }

  get connection(): Connection {
    if (!this.#connection) throw new Error('the cluster is there only in tests');
    return this.#connection;
  }

  /** Key of one of the suite's units, `<env>/<unit id>`. */
  unit(name: string): string {
    return `dev/kubernetes.main.${this.name(name)}`;
  }

  /** A name that no other suite has. */
  name(text: string): string {
    return `${this.id}-${text}`;
  }

  /** `platform/env/cluster` of the test at hand. */
  key(): string {
    return `${this.#platform()}/dev/main`;
  }

  /** Id of the ApplySet of one of the suite's units. */
  applySet(unit: string, platform: string = this.#platform()): string {
    return applySetId(`${platform}/dev/main/${this.name(unit)}`);
  }

  /** An assembly of this suite's units, with their labels. */
  assembly(units: Units, { after = {}, gives = {}, platform }: Pick<ApplyOptions, 'after' | 'gives' | 'platform'> = {}): AssemblyContent {
    const prefix = 'dev/kubernetes.main.';
    return assembly(
      Object.fromEntries(
        Object.entries(units).map(([unit, manifests]): [string, TestUnit] => {
          const name = this.name(unit);
          const label = { 'applyset.kubernetes.io/part-of': this.applySet(unit, platform) };
          const objects = manifests.map((one): TestObject => {
            const { manifest, ...rest } = 'manifest' in one ? (one as TestObject) : { manifest: one as TestObject['manifest'] };
            return {
              ...rest,
              manifest: { ...manifest, metadata: { ...manifest.metadata, labels: { ...manifest.metadata.labels, ...label } } },
            };
          });
          const dependsOn = (after[unit] ?? []).map((other) => ({ unit: prefix + this.name(other), reasons: ['dependsOn' as const] }));
          return [prefix + name, { objects, dependsOn, ...(gives[unit] && { outputs: gives[unit] }) }];
        }),
      ),
      {},
      platform ?? this.#platform(),
    );
  }

  /** Applies units as the command does. */
  async apply(units: Units, options: ApplyOptions = {}): Promise<Record<string, UnitResult>> {
    const results = await applyCluster(this.run(units, options));
    return Object.fromEntries(results.map((result) => [this.#unitName(result.unit), result]));
  }

  /** Plans units as the command does. */
  async plan(units: Units, options: ApplyOptions = {}): Promise<Record<string, PreparedUnit>> {
    const results = await planCluster(this.run(units, options));
    return Object.fromEntries(results.map((result) => [this.#unitName(result.plan.unit), result]));
  }

  run(units: Units, { rules, after, gives, platform, ...options }: ApplyOptions = {}): ClusterRun {
    const content = this.assembly(units, { ...(after && { after }), ...(gives && { gives }), ...(platform !== undefined && { platform }) });
    return {
      connection: this.connection,
      assembly: inMemory(content),
      environment: 'dev',
      cluster: 'main',
      rules: () => ({ ...DEFAULT_RULES, ...rules }),
      ...options,
    };
  }

  /** Asks the API server directly. */
  request(method: ApiRequest['method'], path: string, body?: unknown, contentType?: string): Promise<ApiResponse> {
    return this.connection.request({
      method,
      path,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(contentType !== undefined && { contentType }),
    });
  }

  /** A live object, or undefined. */
  async get(path: string): Promise<Live | undefined> {
    const response = await this.request('GET', path);
    if (response.status === 404) return undefined;
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${response.text}`);
    return JSON.parse(response.text) as Live;
  }

  #platform(): string {
    return `${this.id}-${this.#tests}`;
  }

  #unitName(unit: string): string {
    return unit.slice(unit.indexOf(this.id) + this.id.length + 1);
  }
}

/** Messages of everything that went wrong. */
export function errorsOf(results: Readonly<Record<string, UnitResult>>): string[] {
  return Object.values(results).flatMap((result) => result.errors.map((error) => error.message));
}

/** What was done, as `result Kind name`, in the order of names. */
export function doneIn(result: UnitResult | undefined): string[] {
  return (result?.events ?? []).map((event) => `${event.result} ${event.object.kind} ${event.object.name}`).sort();
}

function inMemory(content: AssemblyContent): OpenAssembly {
  return {
    manifest: content.manifest,
    units: content.units,
    object: (file) => structuredClone(content.objects.get(file)) as KubernetesObject,
    text: (file) => content.files.get(file) ?? '',
  };
}
