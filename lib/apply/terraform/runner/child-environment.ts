/** What Terraform needs of the applier's environment: where things are, and the way out. */
const PASSED = /^(PATH|HOME|TMPDIR|LANG|LC_.*|TZ|SSL_CERT_(FILE|DIR)|(https?|no|all)_proxy|TF_CLI_CONFIG_FILE)$/i;
/** Where AWS is, beside who asks: nothing in these lets in. */
const AWS_PLACE = /^AWS_(REGION|DEFAULT_REGION|ENDPOINT_URL(_.*)?|CA_BUNDLE|USE_(FIPS|DUALSTACK)_ENDPOINT|EC2_METADATA_DISABLED)$/;

/**
 * The environment of a process of Terraform: a list of what passes, since credentials of the applier and settings such as
 * TF_CLI_ARGS or TF_VAR_* would reach every unit.
 * @param own what this unit alone gets, such as its credentials
 */
export function childEnvironment(environment: NodeJS.ProcessEnv, own: Readonly<Record<string, string>> = {}): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined && (PASSED.test(name) || AWS_PLACE.test(name))) passed[name] = value;
  return { ...passed, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0', NO_COLOR: '1', ...own };
}
