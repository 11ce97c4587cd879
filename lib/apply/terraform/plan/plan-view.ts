/*
 * Terraform's plans in JSON, format 1.x; what is used of them. Source: developer.hashicorp.com/terraform/internals/json-format.
 */

/** A plan as `terraform show -json` gives it; what is used of it. */
export interface PlanView {
  readonly format_version?: string;
  readonly errored?: boolean;
  readonly complete?: boolean;
  readonly resource_changes?: readonly ResourceView[];
  /** What a refresh found to be other than the state has it. */
  readonly resource_drift?: readonly ResourceView[];
  readonly output_changes?: Readonly<Record<string, ChangeView>>;
}

/** What is planned for one resource. */
export interface ResourceView {
  readonly address: string;
  readonly previous_address?: string;
  readonly mode: 'managed' | 'data' | 'ephemeral';
  readonly type: string;
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: ChangeView;
}

/** A change as Terraform tells it. */
export interface ChangeView {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: { readonly id?: string };
}
