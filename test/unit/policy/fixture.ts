import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import { loadCarriedDefinition } from '../../../lib/facts/crds/load.ts';
import { loadKubernetesSchemas } from '../../../lib/facts/kubernetes/openapi/load.ts';
import { checkAssembly } from '../../../lib/policy/check-assembly.ts';
import { assembly, type TestManifest, type TestUnit } from '../../support/assembly.ts';

/** The findings of an assembly as `code place: message; fix`. */
export function findingsOf(units: AssemblyContent | Readonly<Record<string, TestUnit>>): string[] {
  const definitions = [loadCarriedDefinition('gateway.networking.k8s.io', 'HTTPRoute')!];
  const content = 'manifest' in units ? (units as AssemblyContent) : assembly(units as Readonly<Record<string, TestUnit>>);
  return checkAssembly(content, { kubernetes: loadKubernetesSchemas(), definitions }).map(
    ({ code, object, file, pointer, message, fix }) =>
      `${code} ${object ?? file ?? ''}${pointer === undefined ? '' : ` ${pointer}`}: ${message}; ${fix}`,
  );
}

/** What every finding about a damaged assembly says to do. */
export const AGAIN = 'run synth again, and commit the whole output';

/** A ConfigMap in the namespace acme. */
export function configMap(name: string, data: Record<string, unknown> = { a: 'b' }): TestManifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'acme' }, data };
}

/** A stack that is complete, with one bucket. */
export function stackOf(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    terraform: {
      required_providers: { aws: { source: 'hashicorp/aws', version: '6.25.0' } },
      backend: { s3: { bucket: 'state', key: 'acme/dev/data.tfstate', region: 'eu-central-1' } },
    },
    provider: { aws: [{ region: 'eu-central-1' }] },
    resource: { aws_s3_bucket: { pictures: { bucket: 'acme-pictures' } } },
    ...more,
  };
}

/** A bucket whose name reaches a ConfigMap. */
export function twoPlanes(
  change: { readonly kubernetes?: TestUnit; readonly terraform?: TestUnit; readonly binding?: object } = {},
): Record<string, TestUnit> {
  return {
    'dev/terraform.data': {
      stack: stackOf({ output: { bucket: { value: '${aws_s3_bucket.pictures.id}' } } }),
      outputs: { bucket: { type: 'string' } },
      ...change.terraform,
    },
    'dev/kubernetes.main.shop': {
      objects: [configMap('shop', { url: 's3://<keelson:terraform.data.bucket>/' })],
      dependsOn: [{ unit: 'dev/terraform.data', reasons: ['binding'] }],
      bindings: [
        {
          target: '/ConfigMap/acme/shop',
          pointer: '/data/url',
          type: 'string',
          parts: ['s3://', { unit: 'dev/terraform.data', output: 'bucket', type: 'string' }, '/'],
          ...change.binding,
        },
      ],
      ...change.kubernetes,
    },
  };
}
