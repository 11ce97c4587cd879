import type { ApiObject } from 'cdk8s';
import type { KubernetesObject } from '../../assembly/content.ts';
import { objectId } from '../../assembly/schema.ts';
import { KeelsonError } from '../../core/errors.ts';
import { aliasesOf } from '../aliases.ts';
import type { SynthContext } from '../assemble/context.ts';
import type { ObjectDraft, UnitDraft } from '../assemble/draft.ts';
import { ClusterScope } from '../cluster-scope.ts';
import { pinImages } from '../images/pin.ts';
import { commonLabels } from '../labels.ts';
import { applyChanges, hasChanges, reportLostPatches } from '../patch.ts';
import { kubernetesPlacement } from '../placement.ts';
import { extractBindings } from './bindings.ts';
import { finished } from './finish.ts';
import { isClusterScoped } from './identity.ts';
import { checkObjectName } from './object-checks.ts';
import { scan } from './scan.ts';
import { reportCredentials, reportSecretValues } from './secrets.ts';
import { serviceUsers } from './service-users.ts';
import { objectJson } from './to-json.ts';

type Json = Record<string, unknown>;

/** Renders one object: what the library writes, then patches, labels and bindings. Reports problems and gives undefined for an object that can't be rendered. */
export function renderObject(context: SynthContext, object: ApiObject): ObjectDraft | undefined {
  try {
    return render(context, object);
  } catch (error) {
    if (KeelsonError.is(error)) context.state.errors.push(error);
    else context.error(object, 'KS1014', error instanceof Error ? error.message : String(error), { cause: error });
    return undefined;
  }
}

function render(context: SynthContext, object: ApiObject): ObjectDraft {
  const cluster = ClusterScope.tryOf(object) as ClusterScope;
  const unit = context.unit(kubernetesPlacement(object, object.kind));
  let json = finished(object, objectJson(object), (service, namespace) => serviceUsers(context, cluster, service, namespace));
  reportLostPatches(object, json);
  if (hasChanges(object)) json = applyChanges(object, json);
  const manifest = pinImages(context, object, unit.placement.environment, withMetadata(context, object, cluster, unit, json));
  const id = objectId({
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    namespace: manifest.metadata.namespace,
    name: manifest.metadata.name,
  });
  checkObjectName(context, object, manifest);
  reportSecretValues(context, object, manifest);
  const found = scan(manifest);
  if (found.credential) reportCredentials(context, object, manifest);
  const bound = found.references ? extractBindings(context, object, unit, id, manifest) : manifest;
  const draft: ObjectDraft = {
    construct: object,
    object: found.dollar ? protectDollar(bound) : bound,
    id,
    aliases: aliasesOf(object).map((alias) => alias.path),
    dependsOn: new Set(),
  };
  unit.objects.push(draft);
  return draft;
}

/** Adds the labels that every object has, and takes the namespace from a cluster-scoped one. A user's own value wins. */
function withMetadata(context: SynthContext, object: ApiObject, cluster: ClusterScope, unit: UnitDraft, json: Json): KubernetesObject {
  const apiVersion = String(json['apiVersion']);
  const kind = String(json['kind']);
  const { namespace, labels, ...metadata } = (json['metadata'] ?? {}) as KubernetesObject['metadata'];
  return {
    ...json,
    apiVersion,
    kind,
    metadata: {
      ...metadata,
      ...(namespace !== undefined && !isClusterScoped(cluster, apiVersion, kind) && { namespace }),
      labels: {
        ...commonLabels(object, context.platform.name),
        ...labels,
        'applyset.kubernetes.io/part-of': unit.applySet,
      },
    },
  };
}

const SUBSTITUTE = 'kustomize.toolkit.fluxcd.io/substitute';

/** Flux replaces `${NAME}` in manifests; a literal one is protected by Flux's own annotation, never by a change of the value. */
function protectDollar(object: KubernetesObject): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [SUBSTITUTE]: 'disabled' } } };
}
