import type { IConstruct } from 'constructs';
import type { KubernetesObject } from '../../assembly/content.ts';
import type { Binding, ResourceEntry, UnitEdge, UnitOutput } from '../../assembly/schema.ts';
import { applySetOf } from '../kubernetes/apply-set.ts';
import type { Placement } from '../placement.ts';

/** A unit while it is put together. */
export class UnitDraft {
  /** `<env>/<unit id>`. */
  readonly key: string;
  readonly placement: Placement;
  readonly bindings: Binding[] = [];
  readonly outputs = new Map<string, OutputDraft>();
  readonly edges = new Map<string, Set<UnitEdge['reasons'][number]>>();
  readonly objects: ObjectDraft[] = [];
  /** The stack's JSON, for a Terraform unit. */
  readonly stack: Record<string, unknown> = {};
  readonly resources: ResourceEntry[] = [];
  /** Texts that stand beside the stack: of assets and local modules, by path in the stack's folder. */
  readonly files = new Map<string, string>();
  /** Variables that bindings fill, with their Terraform type. */
  readonly variables = new Map<string, { readonly type: string; readonly sensitive: boolean }>();
  /** AWS regions of what leaves the state. */
  readonly leavingRegions = new Set<string | undefined>();
  /** Id of the ApplySet that a Kubernetes unit's objects belong to. */
  readonly applySet: string;

  /** @param platform name of the platform */
  constructor(key: string, placement: Placement, platform: string) {
    this.key = key;
    this.placement = placement;
    this.applySet = applySetOf(platform, placement);
  }
}

/** A Kubernetes object as rendered, before it is written as text. */
export interface ObjectDraft {
  readonly construct: IConstruct;
  readonly object: KubernetesObject;
  readonly id: string;
  readonly aliases: readonly string[];
  readonly dependsOn: Set<string>;
}

/** An output, with the expression that gives it. */
export interface OutputDraft extends UnitOutput {
  /** Terraform expression, `${…}`; for a Kubernetes unit the identity and pointer. */
  readonly expression: string;
}
