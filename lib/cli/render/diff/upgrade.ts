import type { ClusterUpgrade, UpgradeStep } from '../../../toolkit/diff/index.ts';
import { someTitles } from './values.ts';

const STEPS: Readonly<Record<UpgradeStep['what'], string>> = {
  'control-plane': 'control plane',
  'add-ons': 'add-ons',
  nodes: 'nodes, group by group',
};

/** What a new version of Kubernetes means for a cluster, a line for each thing. @param show writes a name as the output does */
export function upgradeLines({ refused, steps, drift, removed, to, unseen }: ClusterUpgrade, show: (text: string) => string): string[] {
  return [
    ...(refused === undefined ? [] : [`refused: ${refused}`]),
    ...steps.map(({ what, titles }, index) => `step ${index + 1}, ${STEPS[what]}: ${titles.map(show).join(', ')}`),
    ...(drift
      ? [`by themselves, once the control plane has ${to} and as disruption budgets allow, nodes are replaced: ${names(drift, show)}`]
      : []),
    ...removed.map(({ apiVersion, kind, removedIn, replacement, objects }) => {
      const instead = replacement === undefined ? 'nothing replaces it' : `write ${show(replacement)}`;
      return `not served by ${to}: ${show(`${apiVersion} ${kind}`)}, removed in ${removedIn}, ${instead}: ${names(objects, show)}`;
    }),
    ...(unseen ? [`not looked into for removed APIs: ${names(unseen, show)}`] : []),
  ];
}

function names(titles: readonly string[], show: (text: string) => string): string {
  return someTitles(titles.map(show)).join(', ');
}
