import { basename } from 'node:path';
import type { IConstruct } from 'constructs';
import { sha256 } from '../../../../core/digest.ts';
import { findHelm, runHelmAlone } from '../../../../synth/charts/helm.ts';
import { appRoot } from '../../../../synth/locks.ts';
import { readNote, writeNote } from '../../../../synth/notes.ts';
import { reportError } from '../../../../synth/state.ts';
import type { LocalChart } from './archive.ts';
import { describeDifference } from './difference.ts';

/** What a chart is rendered from: nothing else has an influence. */
export interface RenderInput {
  readonly chart: LocalChart;
  readonly release: string;
  readonly namespace: string;
  /** JSON. */
  readonly values: string;
  /** `major.minor`. */
  readonly kubernetesVersion: string;
  readonly apiVersions: readonly string[];
}

// 26 hours apart, so that no date is the same in both.
const ZONES = ['Etc/GMT+12', 'Etc/GMT-14'] as const;

/**
 * The manifests of a chart: from the notes of an earlier run, else rendered twice. Reports KS9001 without helm, KS9004 and KS9005
 * for what helm refuses, and KS9006 when the two differ.
 */
export function renderChart(construct: IConstruct, input: RenderInput): string | undefined {
  const { chart, ...rest } = input;
  const note = `charts/${sha256(JSON.stringify([chart.digest, rest])).slice('sha256:'.length)}.yaml`;
  const noted = readNoted(note);
  if (noted !== undefined) return noted;
  const helm = findHelm();
  if (helm === undefined) {
    const named = process.env['KEELSON_HELM'];
    reportError(construct, 'KS9001', named ? `KEELSON_HELM names ${named}, which is no program` : 'there is no helm in PATH');
    return undefined;
  }
  const started = second();
  const first = render(construct, helm, input, ZONES[0]);
  if (first === undefined) return undefined;
  // Templates read the clock in seconds.
  while (second() === started) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  const again = render(construct, helm, input, ZONES[1]);
  if (again === undefined) return undefined;
  if (first !== again) {
    const { where, fix } = describeDifference(first, again, chart.path);
    reportError(construct, 'KS9006', `two renderings of the chart differ ${where}`, { fix });
    return undefined;
  }
  writeNote(appRoot(), note, `# ${sha256(first)}\n${first}`);
  return first;
}

function render(construct: IConstruct, helm: string, input: RenderInput, zone: string): string | undefined {
  const { chart, release, namespace, values, kubernetesVersion, apiVersions } = input;
  const argv = ['template', release, chart.path, '--namespace', namespace, '--values', '-', '--include-crds'];
  const versions = apiVersions.flatMap((version) => ['--api-versions', version]);
  const result = runHelmAlone(helm, [...argv, '--kube-version', `${kubernetesVersion}.0`, ...versions], values, zone);
  if (result.ok) return result.stdout;
  report(construct, result.problem.replaceAll(chart.path, basename(chart.path)));
  return undefined;
}

/** Tells helm's own words. */
function report(construct: IConstruct, problem: string): void {
  const rejected = /values don't meet the specifications of the schema\(s\) in the following chart\(s\):\s*(.*)$/s.exec(problem)?.[1];
  if (rejected === undefined) reportError(construct, 'KS9004', problem);
  else reportError(construct, 'KS9005', `the values do not satisfy the schema of ${rejected}`);
}

/** A note of an earlier run, if it is whole. */
function readNoted(note: string): string | undefined {
  const text = readNote(appRoot(), note);
  const end = text?.indexOf('\n') ?? -1;
  if (text === undefined || end < 0) return undefined;
  const content = text.slice(end + 1);
  return text.slice(0, end) === `# ${sha256(content)}` ? content : undefined;
}

function second(): number {
  return Math.floor(Date.now() / 1000);
}
