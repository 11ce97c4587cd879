import { posix } from 'node:path';
import { type ImportSite, importsOf } from './source.ts';

/** Who may import whom, by folder of lib; `lib/index.ts` is `index`. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  facts: ['core'],
  assembly: ['core'],
  synth: ['assembly', 'facts', 'core'],
  constructs: ['synth', 'facts', 'core'],
  policy: ['assembly', 'facts', 'core'],
  apply: ['assembly', 'facts', 'core'],
  sandbox: ['assembly', 'core'],
  toolkit: ['core', 'facts', 'assembly', 'synth', 'constructs', 'policy', 'apply', 'sandbox'],
  cli: ['toolkit', 'core'],
  dashboard: ['toolkit', 'core'],
  testing: ['synth', 'assembly', 'core'],
  index: ['constructs', 'synth', 'facts', 'core'],
};

/** Folders of lib/constructs, lowest first; a folder imports only those of the ranks below its own. */
const CONSTRUCTS: readonly (readonly string[])[] = [
  ['platform'],
  ['gpu'],
  ['serving', 'training', 'app'],
  ['access', 'observability', 'pipelines', 'gitops'],
];

const CONSTRUCT_LIBRARY = /^(?:constructs|cdk8s|cdk8s-plus-28|cdktf|@cdktf\/.*)(?:\/|$)/;
const MAY_LOAD_CONSTRUCT_LIBRARIES = ['synth', 'constructs', 'testing'];
const ADAPTERS = /^lib\/synth\/(?:kubernetes|terraform)\//;
const MACHINERY = ['App', 'Chart', 'TerraformStack', '*', 'default'];
const DEEP_PROVIDER = /^@cdktf\/provider-aws\/lib\/[^/]+\/index\.js$/;
const IO = /^(?:node:)?(?:fs|fs\/promises|child_process|net|http|https|http2|dns|tls|dgram|worker_threads|readline)$/;

/** What is wrong with the imports of `sources` (text by path from the root, with `/`), one message each. */
export function layerErrors(sources: ReadonlyMap<string, string>): string[] {
  const errors: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [file, text] of sources) {
    const edges: string[] = [];
    for (const site of importsOf(text)) {
      const report = (rule: string) => errors.push(`${file}:${site.line} imports ${site.specifier}: ${rule}`);
      if (site.specifier.startsWith('.')) {
        const target = posix.join(posix.dirname(file), site.specifier);
        if (sources.has(target)) edges.push(target);
        else if (/\.[jt]s$/.test(target)) report('there is no such file');
        checkInternal(file, target, report);
      } else {
        checkPackage(file, site, report);
      }
    }
    graph.set(file, edges);
  }
  for (const cycle of findCycles(graph)) errors.push(`import cycle: ${cycle.join(' -> ')}`);
  return errors;
}

function checkInternal(file: string, target: string, report: (rule: string) => void): void {
  const from = layerOf(file);
  const to = layerOf(target);
  const allowed = LAYERS[from];
  if (allowed === undefined) report(`lib/${from} is no folder of the layout`);
  else if (!target.startsWith('lib/')) report('nothing outside lib may be imported');
  else if (from !== to && !allowed.includes(to)) report(`${from} may import ${allowed.join(', ') || 'nothing'}`);
  else if (from === 'constructs' && to === 'constructs') checkConstructs(file, target, report);
}

function checkConstructs(file: string, target: string, report: (rule: string) => void): void {
  const [from, to] = [file, target].map((path) => path.split('/')[2] ?? '') as [string, string];
  const rank = (folder: string) => CONSTRUCTS.findIndex((folders) => folders.includes(folder));
  if (from === 'index.ts' || from === to) return;
  if (rank(from) < 0) report(`lib/constructs/${from} is no folder of the layout`);
  else if (rank(to) < 0 || rank(to) >= rank(from)) {
    report(`constructs/${from} may import constructs/${CONSTRUCTS.slice(0, rank(from)).flat().join(', ') || 'nothing'}`);
  }
}

function checkPackage(file: string, site: ImportSite, report: (rule: string) => void): void {
  const layer = layerOf(file);
  const name = site.specifier;
  if (/^keelson(?:\/|$)/.test(name)) report('lib imports its own modules by relative path');
  if (layer === 'core' && IO.test(name)) report('core does no I/O');
  if (!CONSTRUCT_LIBRARY.test(name)) return;
  if (!MAY_LOAD_CONSTRUCT_LIBRARIES.includes(layer)) report(`${layer} may not load a construct library`);
  if (name.startsWith('@cdktf/') && !DEEP_PROVIDER.test(name))
    report('only @cdktf/provider-aws/lib/<name>/index.js, which loads in milliseconds');
  const machinery = site.names.find((imported) => MACHINERY.includes(imported));
  if (/^cdk(?:8s|tf)(?:\/|$)/.test(name) && machinery !== undefined && !ADAPTERS.test(file)) {
    report(`only lib/synth/kubernetes and lib/synth/terraform may import ${machinery} of ${name}`);
  }
}

function layerOf(file: string): string {
  const [, folder = '', ...rest] = file.split('/');
  return rest.length > 0 ? folder : folder.replace(/\.ts$/, '');
}

/** One path per import cycle, its first file repeated at the end. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string) => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file]);
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return cycles;
}
