/** What of a state is read (version 4 of its format, which `state pull` gives). */
export interface StateView {
  readonly lineage: string;
  readonly serial: number;
  readonly resources?: readonly StateResource[];
  readonly outputs?: StateOutputs;
}

/** Outputs as a state and `output -json` have them, by name. */
export type StateOutputs = Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;

interface StateResource {
  readonly module?: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly instances?: readonly { readonly index_key?: string | number; readonly deposed?: string }[];
}

/** Addresses of what a state has, as plans write them: `module.a.aws_vpc.main[0]`. */
export function stateAddresses(resources: readonly StateResource[]): ReadonlySet<string> {
  return new Set(
    resources.flatMap(({ module, mode, type, name, instances = [] }) => {
      const base = `${module === undefined ? '' : `${module}.`}${mode === 'data' ? 'data.' : ''}${type}.${name}`;
      return instances
        .filter(({ deposed }) => deposed === undefined)
        .map(({ index_key: key }) => (key === undefined ? base : `${base}[${JSON.stringify(key)}]`));
    }),
  );
}
