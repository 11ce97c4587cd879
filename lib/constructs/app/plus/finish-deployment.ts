import type { AppContainer } from '../app-container.ts';
import type { AppProps } from '../app-props.ts';
import { containerRest, podRest, volumesRest } from '../pod.ts';
import { strategy } from '../scaling.ts';

type Kube = Record<string, unknown>;
type Named = Kube & { readonly name?: string };

interface Pod extends Kube {
  readonly containers: readonly Named[];
  readonly initContainers?: readonly Named[];
  readonly volumes?: readonly Named[];
  readonly tolerations?: readonly unknown[];
}

/** An application whose Deployment cdk8s-plus has written. */
export interface WrittenApp {
  readonly props: AppProps;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly main: AppContainer;
  /** Its init containers, sidecars among them. */
  readonly before: readonly AppContainer[];
  readonly hasToken: () => boolean;
}

/**
 * Completes what cdk8s-plus wrote of a Deployment: takes away the defaults that it adds and nobody asked for, and puts in
 * what it has no word for. What the program added through cdk8s-plus stays.
 */
export function finishDeployment(output: Kube, plain: <T>(value: T) => T, app: WrittenApp): Kube {
  const spec = output['spec'] as Kube;
  const template = spec['template'] as { readonly metadata: Kube; readonly spec: Pod };
  return {
    ...output,
    spec: {
      ...without(spec, 'minReadySeconds', 'progressDeadlineSeconds', 'strategy'),
      ...strategy(app.props),
      template: { ...template, spec: finishPod(template.spec, plain, app) },
    },
  };
}

function finishPod(written: Pod, plain: <T>(value: T) => T, { props, name, labels, main, before, hasToken }: WrittenApp): Kube {
  const ownVolumes = byName(volumesRest(props, name));
  // A container that the program added stays as cdk8s-plus writes it.
  const finishAll = (list: readonly Named[], containers: readonly AppContainer[]): Named[] => {
    const own = byName(containers.map((container) => containerRest(container, props.security)));
    return list.map((one) => (own.has(one.name) ? { ...without(one, 'imagePullPolicy'), ...own.get(one.name) } : one));
  };
  const affinity = joined(props.affinity && plain(props.affinity), written['affinity']);
  const tolerations = joined(props.tolerations && plain(props.tolerations), written.tolerations);
  return {
    ...without(written, 'restartPolicy', 'dnsPolicy', 'setHostnameAsFQDN', 'hostNetwork', 'terminationGracePeriodSeconds'),
    ...podRest(props, labels),
    automountServiceAccountToken: hasToken(),
    ...(affinity !== undefined && { affinity }),
    ...(tolerations !== undefined && { tolerations }),
    containers: finishAll(written.containers, [main]),
    ...(written.initContainers && { initContainers: finishAll(written.initContainers, before) }),
    ...(written.volumes && { volumes: written.volumes.map((volume) => ownVolumes.get(volume.name) ?? volume) }),
  };
}

function without(object: Kube, ...fields: readonly string[]): Kube {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));
}

function byName(list: readonly Named[]): ReadonlyMap<string | undefined, Named> {
  return new Map(list.map((one) => [one.name, one]));
}

/** What a prop gives and what the program added through cdk8s-plus: lists one after the other, objects field by field. */
function joined(given: unknown, added: unknown): unknown {
  if (given === undefined || added === undefined) return given ?? added;
  if (Array.isArray(given) && Array.isArray(added)) return [...given, ...added];
  if (!isRecord(given) || !isRecord(added)) return added;
  const keys = new Set([...Object.keys(given), ...Object.keys(added)]);
  return Object.fromEntries([...keys].map((key) => [key, joined(given[key], added[key])]));
}

function isRecord(value: unknown): value is Kube {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
