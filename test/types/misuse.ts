// What the compiler must refuse, before synth does: `npm run typecheck` fails where an expected error is missing. Never run.
import {
  App,
  type AppProps,
  Bucket,
  Cluster,
  capacityBlock,
  Environment,
  GpuNodePool,
  ModelServer,
  Namespace,
  Platform,
  type Reference,
  spot,
} from 'keelson';

const environment = new Environment(new Platform('acme'), 'dev');
const cluster = Cluster.existing(environment, 'main', { version: '1.36' });
const pool = GpuNodePool.existing(cluster, 'l40s', { gpu: 'L40S', gpusPerNode: 1, maxNodes: 4 });
const bucket = new Bucket(environment, 'files');

// @ts-expect-error an unknown GPU model
GpuNodePool.existing(cluster, 'unknown', { gpu: 'L40', gpusPerNode: 1, maxNodes: 4 });
// @ts-expect-error an instance type without the GPU
new GpuNodePool(cluster, 'foreign', { gpu: 'H100', gpusPerNode: 8, maxNodes: 4, instanceTypes: ['p4d.24xlarge'] });
// @ts-expect-error a MIG profile that the GPU lacks
new GpuNodePool(cluster, 'cut', { gpu: 'H100', gpusPerNode: 8, maxNodes: 4, mig: '1g.5gb' });
// @ts-expect-error a GPU that can not be cut
new GpuNodePool(cluster, 'whole', { gpu: 'L40S', gpusPerNode: 1, maxNodes: 4, mig: '1g.10gb' });
// @ts-expect-error a capacity block without a zone
capacityBlock('cr-0123456789abcdef0');
// @ts-expect-error spot with a reservation
spot({ reservation: 'cr-0123456789abcdef0' });
// @ts-expect-error a missing prop
GpuNodePool.existing(cluster, 'unnumbered', { gpu: 'L40S', gpusPerNode: 1 });
// @ts-expect-error a pool is referred to by the construct, not by name
new ModelServer(cluster, 'by-name', { model: 'Qwen/Qwen3-8B', pool: 'l40s' });
// @ts-expect-error a misspelt prop
new App(cluster, 'misspelt', { image: 'nginx', port: 80, enviroment: {} });
// @ts-expect-error a text where a number is meant
new App(cluster, 'text', { image: 'nginx', port: '80' });
// @ts-expect-error a reference is not a text: it can't be cut
bucket.name.slice(0, 3);
// @ts-expect-error a reference of another type
const count: Reference<number> = bucket.name;
// @ts-expect-error an identity is known at synth
new Namespace(cluster, 'named-later', { name: bucket.name });
// @ts-expect-error a cluster is made by Cluster.existing
new Cluster(environment, 'made');

const props: AppProps = { image: 'nginx', port: 80 };
// @ts-expect-error props are readonly
props.port = 81;

// Sizes may come from data, where a number is any number.
const perNode: number = JSON.parse('8');
new GpuNodePool(cluster, 'sized', { gpu: 'H100', gpusPerNode: perNode, maxNodes: 4, instanceTypes: ['p5.48xlarge'], mig: '1g.10gb' });

// A reference stands wherever a value of its type may, and in a text.
new App(cluster, 'fine', { image: 'nginx', port: 80, env: { BUCKET: bucket.name, URL: `s3://${bucket.name}/`, COUNT: 1 } });
new ModelServer(cluster, 'served', { model: 'Qwen/Qwen3-8B', pool, context: 16_384, concurrency: 8 });
void count;
