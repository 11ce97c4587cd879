/** What a unit's output is now: its value, or why it has none, as a clause such as `dev/terraform.data was not applied yet`. */
export type Output =
  | { readonly value: unknown }
  | {
      readonly pending: string;
      /** Whether this very run gives it once it is applied. @default false */
      readonly comesLater?: boolean;
    };

/**
 * Outputs of units that are not in the cluster at hand: of Terraform, of other clusters, of `shared`.
 * @param unit `<env>/<unit id>`
 */
export type ReadOutput = (unit: string, output: string) => Output | Promise<Output>;

/** A value of a unit for a person: `dev/terraform.data.bucket_name`. */
export function outputName({ unit, output }: { readonly unit: string; readonly output: string }): string {
  return `${unit}.${output}`;
}
