import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../lib/apply/kubernetes/client/api-connection.ts';
import type { Connection } from '../../lib/apply/kubernetes/client/connection.ts';
import { type Discovery, discover, resourcePath } from '../../lib/apply/kubernetes/client/discovery.ts';
import type { ObjectMeta } from '../../lib/apply/kubernetes/client/lists.ts';
import { openAssembly } from '../../lib/assembly/open.ts';
import { type KubernetesUnitFile, objectId, type ValueType } from '../../lib/assembly/schema.ts';
import { directorySource } from '../../lib/assembly/source.ts';
import { carriedKinds } from '../../lib/facts/crds/kinds.ts';
import { loadCarriedDefinition } from '../../lib/facts/crds/load.ts';
import { findBuiltinKind } from '../../lib/facts/kubernetes/kinds.ts';
import { sandboxFolder } from '../../lib/sandbox/cache.ts';
import { SandboxClient } from '../../lib/sandbox/client/sandbox-client.ts';
import { type Definition, putDefinitions } from '../../lib/sandbox/nodes/put-objects.ts';
import { applyUnits } from '../../lib/toolkit/apply/apply.ts';
import { SWEEP } from '../support/property.ts';
import { root } from '../support/run.ts';
import { nodesSandbox, noNodes, removeNodesSandbox } from './support/nodes-sandbox.ts';

/** Kinds to whose objects controllers write again and again: of them, only what the applier wrote is compared. */
const BUSY = ['Deployment', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'ResourceQuota'];
/** Kinds for which the sandbox stands in for the controller. */
const STOOD_IN = ['Gateway', 'GatewayClass'];

/** Examples that one cluster can hold: the shop of one and the shop of another are in one namespace, which belongs to one of them. */
const TOGETHER = [
  { environment: 'dev', examples: ['quickstart', 'online-boutique'] },
  { environment: 'prod', examples: ['online-boutique'] },
  { environment: 'dev', examples: ['inference-platform'] },
  { environment: 'prod', examples: ['inference-platform'] },
  { environment: 'staging', examples: ['inference-platform'], everyDefinition: true },
];

describe('the examples in a sandbox', () => {
  beforeEach((context) => {
    if (noNodes !== undefined) context.skip(`no nodes: ${noNodes}`);
  });
  afterEach(() => removeNodesSandbox('examples'));

  it.each(TOGETHER)(
    'of $examples are accepted in $environment, become ready on the nodes of their pools, and are not written again',
    async ({ environment, examples, everyDefinition = false }) => {
      // The sweep has every definition beside each of them.
      for (const example of examples) await accepted(example, environment, everyDefinition || SWEEP);
    },
    600_000,
  );
});

async function accepted(example: string, environment: string, everyDefinition: boolean): Promise<void> {
  const folder = join(root, 'examples', example);
  const directory = join(folder, 'deploy');
  const { name, kubeconfig, unknownKinds } = await nodesSandbox('examples', { declared: { directory, root: folder, environment } });
  expect([example, environment, unknownKinds]).toEqual([example, environment, []]);
  const units = kubernetesUnits(directory, environment);
  if (everyDefinition) await putOthers(name, units);
  const apply = async () => {
    const outcome = await applyUnits({ directory, environment, sandbox: name, timeoutSeconds: 300 });
    expect(outcome.errors).toEqual([]);
    return outcome;
  };
  const states = (await apply()).units.flatMap(({ kubernetes }) => kubernetes?.readiness ?? []);
  expect(states.length).toBe(units.reduce((sum, unit) => sum + unit.objects.length, 0));
  const wrong = states.filter(({ object: { apiVersion, kind }, status }) => {
    // No controller has to give an Ingress an address, so nothing waits for it.
    if (findBuiltinKind(apiVersion, kind)) return status !== 'ready' && !(kind === 'Ingress' && status === 'accepted');
    return status !== (STOOD_IN.includes(kind) ? 'ready' : 'accepted');
  });
  expect(wrong).toEqual([]);
  const connection = connect({ kubeconfig });
  try {
    const discovery = await discover(connection);
    for (const { object } of states.filter(({ object }) => object.kind === 'Ingress')) {
      const text = async () => (await read(connection, discovery, object)).text;
      await expect.poll(text, { timeout: 120_000, interval: 100 }).toContain('.sandbox.invalid');
    }
    await bound(connection, discovery, units);
    const before = await versions(connection, discovery, units);
    const second = await apply();
    expect(second.units.flatMap(({ kubernetes }) => kubernetes?.events ?? [])).toEqual([]);
    expect(await versions(connection, discovery, units)).toEqual(before);
  } finally {
    connection.close();
  }
}

function kubernetesUnits(directory: string, environment: string): KubernetesUnitFile[] {
  return [...openAssembly(directorySource(directory)).units].flatMap(([key, unit]) =>
    unit.plane === 'kubernetes' && key.startsWith(`${environment}/`) ? [unit] : [],
  );
}

/** Every carried definition that the units do not bring themselves: what one project's schema says must not trouble another's. */
async function putOthers(sandbox: string, units: readonly KubernetesUnitFile[]): Promise<void> {
  const brought = new Set(units.flatMap(({ objects }) => objects.map(({ name }) => name)));
  const definitions = carriedKinds.map(({ group, kind }) => loadCarriedDefinition(group, kind) as unknown as Definition);
  expect(definitions.length).toBe(108);
  const client = new SandboxClient(sandboxFolder(sandbox));
  try {
    await putDefinitions(
      client,
      definitions.filter(({ metadata }) => !brought.has(metadata.name)),
    );
  } finally {
    client.close();
  }
}

interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

function read(connection: Connection, discovery: Discovery, { apiVersion, kind, namespace, name }: Identity) {
  const resource = discovery.resource(apiVersion, kind);
  if (!resource) throw new Error(`${apiVersion} ${kind} is not served`);
  return connection.request({ method: 'GET', path: resourcePath(resource, namespace, name) });
}

const TYPES: Readonly<Record<ValueType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string' && value !== '',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  list: (value) => Array.isArray(value),
  any: (value) => value !== undefined,
  map: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** Every bound field has a value of its type, and no mark of a binding is left anywhere in its object. */
async function bound(connection: Connection, discovery: Discovery, units: readonly KubernetesUnitFile[]): Promise<void> {
  for (const { objects, bindings } of units) {
    for (const { target, pointer = '', type } of bindings) {
      const object = objects.find((one) => objectId(one) === target);
      if (!object) throw new Error(`${target} is not in its unit`);
      const { text } = await read(connection, discovery, object);
      expect(text).not.toContain('<keelson:');
      const keys = pointer
        .slice(1)
        .split('/')
        .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
      const value = keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], JSON.parse(text));
      expect([target, pointer, value, TYPES[type](value)]).toEqual([target, pointer, value, true]);
    }
  }
}

/** The version of every object; of a busy one when the applier wrote it last. */
async function versions(
  connection: Connection,
  discovery: Discovery,
  units: readonly KubernetesUnitFile[],
): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const object of units.flatMap(({ objects }) => objects)) {
    const { metadata } = JSON.parse((await read(connection, discovery, object)).text) as { readonly metadata: ObjectMeta };
    found[objectId(object)] = BUSY.includes(object.kind)
      ? metadata.managedFields?.filter(({ manager }) => manager === 'keelson')
      : metadata.resourceVersion;
  }
  return found;
}
