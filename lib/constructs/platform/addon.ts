import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { z } from 'zod';
import { apiGroup } from '../../core/api-version.ts';
import { sha256 } from '../../core/digest.ts';
import { type Alias, addAliases } from '../../synth/aliases.ts';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { external } from '../../synth/external.ts';
import { placeIn } from '../../synth/placement.ts';
import { parseProps } from '../../synth/props.ts';
import { errorAt, reportError } from '../../synth/state.ts';
import { aliasList, constructs, dnsLabel, type Shape } from './schemas.ts';
import { readVendored, type VendoredFile } from './vendored.ts';
import { vendoredObjects } from './vendored-yaml.ts';

/** Props of an {@link Addon}. */
export interface AddonProps {
  /**
   * Files of YAML, relative to the program's folder: a file, a folder for the YAML files in it, or a pattern with `*` in its
   * last part, such as `vendor/gateway-api/*.yaml`.
   */
  readonly manifests: readonly string[];
  /** `sha256:<hex>` over the files in the order of their paths, so that a vendored file can't change unseen. @default - not checked */
  readonly digest?: string;
  /** Namespace of objects that are in none. @default - the namespace of the scope */
  readonly namespace?: string;
  /** Kinds that it installs while it runs, as `group/version/Kind`; those that its files define are known. @default - none */
  readonly provides?: readonly string[];
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
  namespace: dnsLabel.optional(),
  provides: z
    .array(
      z.string().regex(/^[^/.]+(\.[^/.]+)+(\/[^/]+)?\/[A-Z][A-Za-z0-9]*$/, 'must be group/version/Kind, such as example.com/v1/Widget'),
    )
    .optional(),
  dependsOn: constructs.optional(),
  aliases: aliasList.optional(),
} satisfies Shape<AddonProps>);

/**
 * Software of the cluster from vendored manifests: each object of the files as it is. Definitions go to the unit `crds`, the
 * rest to `addons`; the kinds that it defines may then be used in the cluster.
 */
export class Addon extends Construct {
  /**
   * Reports KS1001 for a wrong prop, a file that is not there or not safe to read, and a digest that does not match, and
   * KS1002 for an object that stands twice in the files. Throws KS1003 outside a cluster.
   */
  constructor(scope: Construct, id: string, props: AddonProps) {
    super(scope, id);
    const cluster = ClusterScope.tryOf(this);
    if (!cluster) throw errorAt(this, 'KS1003', `the add-on ${id} is outside a cluster`, { fix: 'create it under a Cluster' });
    placeIn(this, 'kubernetes', 'addons', cluster);
    const parsed = parseProps(this, schema, props) as AddonProps | undefined;
    if (!parsed) return;
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    if (parsed.dependsOn) this.node.addDependency(...parsed.dependsOn);
    if (parsed.provides) external(cluster, ...parsed.provides);
    const files = readVendored(this, parsed.manifests);
    if (!files || !this.#matches(files, parsed.digest)) return;
    for (const file of files) for (const object of this.#objects(file)) this.#add(file.path, object, parsed.namespace);
  }

  #matches(files: readonly VendoredFile[], wanted: string | undefined): boolean {
    const digest = sha256(files.map((file) => file.text).join(''));
    if (wanted === undefined || wanted === digest) return true;
    reportError(this, 'KS1001', `the digest of ${files.map((file) => file.path).join(', ')} is ${digest}, and ${wanted} is wanted`, {
      fix: 'restore the files, or review the change and update digest',
    });
    return false;
  }

  #objects({ path, text }: VendoredFile): Record<string, unknown>[] {
    try {
      return vendoredObjects(text);
    } catch (cause) {
      const [reason] = String(cause instanceof Error ? cause.message : cause).split('\n');
      const fix = 'give a file of YAML documents without aliases, duplicate keys and tags of its own';
      reportError(this, 'KS1001', `${path} can not be read: ${reason}`, { fix, cause });
      return [];
    }
  }

  #add(path: string, object: Record<string, unknown>, namespace: string | undefined): void {
    const { apiVersion, kind, metadata, ...body } = object;
    const { name, ...rest } = (metadata ?? {}) as { name?: unknown; namespace?: string };
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') {
      reportError(this, 'KS1001', `an object of ${path} has no apiVersion, kind or metadata.name`, { fix: 'correct the file' });
      return;
    }
    const space = rest.namespace ?? namespace;
    const plain = [kind, space, name].filter((part) => part !== undefined).join('.');
    const first = this.node.tryFindChild(plain) as ApiObject | undefined;
    const id = first && groupOf(first.apiVersion) !== groupOf(apiVersion) ? `${plain}.${groupOf(apiVersion)}` : plain;
    if (this.node.tryFindChild(id)) {
      const where = space === undefined ? '' : ` in the namespace ${space}`;
      reportError(this, 'KS1002', `the ${kind} ${name}${where} stands twice in the files, again in ${path}`, {
        fix: 'remove one of the two',
      });
    } else
      new ApiObject(this, id, { apiVersion, kind, metadata: { ...rest, name, ...(space !== undefined && { namespace: space }) }, ...body });
  }
}

function groupOf(apiVersion: string): string {
  return apiGroup(apiVersion) || 'core';
}
