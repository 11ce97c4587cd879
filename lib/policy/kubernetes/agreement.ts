import { configKeyProblem } from '../../facts/kubernetes/names.ts';
import { compareQuantities } from '../../facts/kubernetes/quantity.ts';
import { below, type ObjectCheck, show } from './issue.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Where each kind has its pod template. */
const TEMPLATES: Readonly<Record<string, string>> = {
  'v1/Pod': '',
  'apps/v1/Deployment': '/spec/template',
  'apps/v1/DaemonSet': '/spec/template',
  'apps/v1/ReplicaSet': '/spec/template',
  'apps/v1/StatefulSet': '/spec/template',
  'batch/v1/CronJob': '/spec/jobTemplate/spec/template',
  'batch/v1/Job': '/spec/template',
};

/** Checks fields that are valid by themselves and refused together. Source: validation.go of apps and core, v1.36.2. */
export function checkAgreement(check: ObjectCheck, kind: string, object: Fields): void {
  const at = TEMPLATES[kind];
  if (at !== undefined) {
    const template = at
      .split('/')
      .slice(1)
      .reduce<Fields>((fields, key) => fieldsOf(fields[key]), object);
    if (kind.startsWith('apps/v1/')) checkSelector(check, fieldsOf(fieldsOf(object['spec'])['selector']), fieldsOf(template['metadata']));
    checkPod(check, fieldsOf(template['spec']), below(at, 'spec'), kind === 'apps/v1/StatefulSet' ? claimNames(object) : []);
  }
  if (kind === 'apiextensions.k8s.io/v1/CustomResourceDefinition') checkDefinition(check, object);
  if (kind === 'v1/ConfigMap') checkKeys(check, object, ['data', 'binaryData']);
  if (kind === 'v1/Secret') checkKeys(check, object, ['data', 'stringData']);
  if (kind === 'autoscaling/v2/HorizontalPodAutoscaler') checkReplicas(check, fieldsOf(object['spec']));
}

function checkSelector(check: ObjectCheck, selector: Fields, metadata: Fields): void {
  const labels = fieldsOf(metadata['labels']);
  for (const [key, value] of Object.entries(fieldsOf(selector['matchLabels']))) {
    if (labels[key] === value) continue;
    check.report({
      code: 'KS5009',
      pointer: below('/spec/selector/matchLabels', key),
      message: `the selector wants the label ${key}=${String(value)}, and the pod template has ${key in labels ? String(labels[key]) : 'none'}`,
      fix: 'give the pod template the labels of the selector',
    });
  }
}

function checkPod(check: ObjectCheck, spec: Fields, pointer: string, claims: readonly string[]): void {
  const volumes = new Set([...claims, ...listOf(spec['volumes']).map((volume) => fieldsOf(volume)['name'])]);
  for (const group of ['initContainers', 'containers']) {
    for (const [index, entry] of listOf(spec[group]).entries()) {
      const container = fieldsOf(entry);
      const at = below(below(pointer, group), index);
      for (const [position, mount] of listOf(container['volumeMounts']).entries()) {
        const { name } = fieldsOf(mount);
        if (typeof name !== 'string' || volumes.has(name)) continue;
        check.report({
          code: 'KS5009',
          pointer: `${at}/volumeMounts/${position}/name`,
          message: `the volume ${show(name)} is mounted, and the pod has no such volume`,
          fix: 'add the volume, or correct the name',
        });
      }
      checkResources(check, fieldsOf(container['resources']), below(at, 'resources'));
    }
  }
}

/** A request must not be above its limit; an extended resource, such as a GPU, can't be shared, so both must be equal. */
function checkResources(check: ObjectCheck, resources: Fields, pointer: string): void {
  const limits = fieldsOf(resources['limits']);
  for (const [name, request] of Object.entries(fieldsOf(resources['requests']))) {
    const at = below(below(pointer, 'requests'), name);
    const extended = name.includes('/') && !name.startsWith('kubernetes.io/');
    const limit = limits[name];
    const order = limit === undefined ? undefined : compareQuantities(request, limit);
    if (extended && (limit === undefined || (order !== undefined && order !== 0))) {
      check.report({
        code: 'KS5009',
        pointer: at,
        message: `the request ${name} is ${show(request)}, and the limit is ${limit === undefined ? 'missing' : show(limit)}`,
        fix: 'give the same quantity as limit',
      });
    } else if (order !== undefined && order > 0) {
      check.report({
        code: 'KS5009',
        pointer: at,
        message: `the request ${name} is ${show(request)}, above its limit ${show(limit)}`,
        fix: 'lower the request, or raise the limit',
      });
    }
  }
}

function checkKeys(check: ObjectCheck, object: Fields, fields: readonly string[]): void {
  for (const field of fields) {
    for (const key of Object.keys(fieldsOf(object[field]))) {
      const problem = configKeyProblem(key);
      if (problem)
        check.report({
          code: 'KS5007',
          pointer: below(below('', field), key),
          message: `the key ${show(key)} ${problem}`,
          fix: 'give another key',
        });
    }
  }
}

function checkDefinition(check: ObjectCheck, object: Fields): void {
  const spec = fieldsOf(object['spec']);
  const name = `${String(fieldsOf(spec['names'])['plural'])}.${String(spec['group'])}`;
  if (fieldsOf(object['metadata'])['name'] !== name) {
    const message = `the name of the definition is ${show(fieldsOf(object['metadata'])['name'])}`;
    check.report({ code: 'KS5012', pointer: '/metadata/name', message, fix: `name it ${name}` });
  }
  for (const [index, entry] of listOf(spec['versions']).entries()) {
    const version = fieldsOf(entry);
    if (version['served'] !== true || fieldsOf(version['schema'])['openAPIV3Schema'] !== undefined) continue;
    const message = `the version ${show(version['name'])} has no schema`;
    check.report({ code: 'KS5012', pointer: `/spec/versions/${index}`, message, fix: 'give schema.openAPIV3Schema' });
  }
}

function checkReplicas(check: ObjectCheck, spec: Fields): void {
  const { minReplicas = 1, maxReplicas } = spec;
  if (typeof minReplicas !== 'number' || typeof maxReplicas !== 'number' || minReplicas <= maxReplicas) return;
  check.report({
    code: 'KS5009',
    pointer: '/spec/maxReplicas',
    message: `maxReplicas is ${maxReplicas}, below minReplicas ${minReplicas}`,
    fix: 'raise maxReplicas, or lower minReplicas',
  });
}

function claimNames(object: Fields): readonly string[] {
  return listOf(fieldsOf(object['spec'])['volumeClaimTemplates']).flatMap((claim) => {
    const { name } = fieldsOf(fieldsOf(claim)['metadata']);
    return typeof name === 'string' ? [name] : [];
  });
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
