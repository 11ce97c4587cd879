import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ClusterScope } from '../../lib/synth/cluster-scope.ts';
import { Environment } from '../../lib/synth/environment.ts';
import type { Platform } from '../../lib/synth/platform.ts';

/** A cluster with nothing of its own. */
export class TestCluster extends ClusterScope {
  readonly name: string;
  readonly version = '1.36';

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.name = id;
  }
}

/** `dev` with a cluster `main`. */
export function devCluster(platform: Platform): { dev: Environment; cluster: TestCluster } {
  const dev = new Environment(platform, 'dev', { region: 'eu-central-1' });
  return { dev, cluster: new TestCluster(dev, 'main') };
}

/** A ConfigMap with this data. */
export function configMap(
  scope: Construct,
  id: string,
  data: Record<string, unknown> = {},
  metadata: Record<string, unknown> = {},
): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
}
