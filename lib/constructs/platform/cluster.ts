import type { Construct } from 'constructs';
import { z } from 'zod';
import { type Alias, addAliases } from '../../synth/aliases.ts';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { external, type KindName } from '../../synth/external.ts';
import { parseProps } from '../../synth/props.ts';
import { reportError } from '../../synth/state.ts';
import { aliasList, type Shape } from './schemas.ts';

/** Props of a cluster that exists. */
export interface ExistingClusterProps {
  /** Kubernetes version, `major.minor`, such as `1.36`. */
  readonly version: string;
  /** Name that the provider has for it: what EKS Pod Identity associates with. @default - the construct id */
  readonly name?: string;
  /** Kinds that something else than this program installs, as `group/version/Kind`, alone or with their scope. @default - none */
  readonly external?: readonly KindName[];
  /** Paths that this cluster had before. @default - none */
  readonly aliases?: readonly Alias[];
}

const schema = z.strictObject({
  version: z.string().regex(/^1\.\d{1,2}$/, "must be major.minor, such as '1.36'"),
  name: z.string().min(1).max(100).optional(),
  external: z.array(z.union([z.string(), z.strictObject({ kind: z.string(), scope: z.enum(['Namespaced', 'Cluster']) })])).optional(),
  aliases: aliasList.optional(),
} satisfies Shape<ExistingClusterProps>);

/** A Kubernetes cluster; what runs in it is created under it. Its construct id stands in paths and unit names. */
export abstract class Cluster extends ClusterScope {
  /** Name of the cluster in this program: its construct id. */
  readonly name: string;
  /** Name that the provider has for it. */
  readonly clusterName: string;
  /** Kubernetes version, `major.minor`. */
  readonly version: string;

  /** @internal Use {@link Cluster.existing}. */
  protected constructor(scope: Construct, id: string, props: { readonly version: string; readonly clusterName: string }) {
    super(scope, id);
    this.name = id;
    this.version = props.version;
    this.clusterName = props.clusterName;
    if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(id)) reportError(this, 'KS1009', `${JSON.stringify(id)} is no name for a cluster`);
    // The keys of Terraform units have it in the place of a cluster's name.
    else if (id === 'terraform') reportError(this, 'KS1009', 'no cluster can be named terraform', { fix: 'give it another id' });
  }

  /**
   * A cluster that something else creates. Reports KS1001 for a wrong prop, KS1009 for a bad id.
   * @param scope the environment that the cluster is in
   */
  static existing(scope: Construct, id: string, props: ExistingClusterProps): Cluster {
    return new ExistingCluster(scope, id, props);
  }
}

class ExistingCluster extends Cluster {
  constructor(scope: Construct, id: string, props: ExistingClusterProps) {
    super(scope, id, { version: String(props?.version), clusterName: String(props?.name ?? id) });
    if (!parseProps(this, schema, props)) return;
    if (props.external) external(this, ...props.external);
    if (props.aliases) addAliases(this, ...props.aliases);
  }
}
