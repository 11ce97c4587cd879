import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { z } from 'zod';
import { sha256 } from '../../core/digest.ts';
import { type Alias, addAliases } from '../../synth/aliases.ts';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { placeIn } from '../../synth/placement.ts';
import { parseProps } from '../../synth/props.ts';
import { errorAt, reportError } from '../../synth/state.ts';
import { aliasList, constructs, type Shape } from './schemas.ts';
import { readVendored } from './vendored.ts';

/** Props of an {@link Addon}. */
export interface AddonProps {
  /** Files of YAML beside the program, relative to its folder; a folder stands for the YAML files in it. */
  readonly manifests: readonly string[];
  /** `sha256:<hex>` over the files in the order of their paths, so that a vendored file can't change unseen. @default - not checked */
  readonly digest?: string;
  /** Namespace of objects that are in none. @default - the namespace of the scope */
  readonly namespace?: string;
  /** Constructs that must be applied first. @default - none */
  readonly dependsOn?: readonly IConstruct[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

const schema = z.strictObject({
  manifests: z.array(z.string().min(1)).min(1),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits')
    .optional(),
  namespace: z.string().optional(),
  dependsOn: constructs.optional(),
  aliases: aliasList.optional(),
} satisfies Shape<AddonProps>);

/**
 * Software of the cluster from vendored manifests: each object of the files as it is. Definitions go to the unit `crds`, the
 * rest to `addons`; the kinds that it defines may then be used in the cluster.
 */
export class Addon extends Construct {
  /** Reports KS1001 for a wrong prop, a file that is not there or not safe to read, and a digest that does not match. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: AddonProps) {
    super(scope, id);
    const cluster = ClusterScope.tryOf(this);
    if (!cluster) throw errorAt(this, 'KS1003', `the add-on ${id} is outside a cluster`, { fix: 'create it under a Cluster' });
    placeIn(this, 'kubernetes', 'addons', cluster);
    const parsed = parseProps(this, schema, props) as AddonProps | undefined;
    if (!parsed) return;
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    if (parsed.dependsOn) this.node.addDependency(...parsed.dependsOn);
    const files = readVendored(this, parsed.manifests);
    const digest = sha256(files.map((file) => file.text).join(''));
    if (parsed.digest !== undefined && parsed.digest !== digest) {
      reportError(this, 'KS1001', `the digest of ${parsed.manifests.join(', ')} is ${digest}, and ${parsed.digest} is wanted`, {
        fix: 'restore the files, or review the change and update digest',
      });
      return;
    }
    for (const { path, objects } of files) for (const object of objects) this.#add(path, object, parsed.namespace);
  }

  #add(path: string, object: Record<string, unknown>, namespace: string | undefined): void {
    const { apiVersion, kind, metadata, ...body } = object;
    const { name, ...rest } = (metadata ?? {}) as { name?: unknown; namespace?: string };
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') {
      reportError(this, 'KS1001', `an object of ${path} has no apiVersion, kind or metadata.name`, { fix: 'correct the file' });
      return;
    }
    const space = rest.namespace ?? namespace;
    const id = [kind, space, name].filter((part) => part !== undefined).join('.');
    if (this.node.tryFindChild(id)) reportError(this, 'KS1002', `${kind} ${name} stands twice in the files of ${this.node.path}`);
    else
      new ApiObject(this, id, { apiVersion, kind, metadata: { ...rest, name, ...(space !== undefined && { namespace: space }) }, ...body });
  }
}
