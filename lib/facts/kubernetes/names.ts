/*
 * Source: k8s.io/apimachinery v0.36.2 pkg/util/validation/validation.go and pkg/api/validation/generic.go; which rule a kind has:
 * k8s.io/kubernetes v1.36.2 pkg/apis (validation.go of each group).
 */
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;

/** Kinds whose names end up in DNS labels of pods or services. */
const LABEL_KINDS = new Set(['v1/Namespace', 'v1/Service', 'apps/v1/StatefulSet']);
/** Kinds of RBAC take any path segment, such as `system:node`. */
const RBAC_GROUP = 'rbac.authorization.k8s.io/';
/** A CronJob adds 11 letters to its name for its jobs. */
const CRON_JOB_LENGTH = 52;

/** Why a name is not allowed for an object of a kind, as words after `it`; undefined for a good one. */
export function nameProblem(apiVersion: string, kind: string, name: string): string | undefined {
  if (apiVersion.startsWith(RBAC_GROUP)) return pathSegmentProblem(name);
  if (LABEL_KINDS.has(`${apiVersion}/${kind}`)) return labelProblem(name);
  if (kind === 'CronJob' && name.length > CRON_JOB_LENGTH) return `has ${name.length} characters, and ${CRON_JOB_LENGTH} are allowed`;
  return subdomainProblem(name);
}

/** Why a text is not a DNS label (RFC 1123), the name of a namespace, container or volume. */
export function labelProblem(text: string): string | undefined {
  return problem(text, 63, LABEL, 'must be lower case letters, digits and -, and begin and end with a letter or digit');
}

/** Why a text is not a DNS subdomain (RFC 1123), the name of most objects. */
export function subdomainProblem(text: string): string | undefined {
  return problem(text, 253, SUBDOMAIN, 'must be lower case letters, digits, - and ., and begin and end with a letter or digit');
}

/** Why a text is not the key of a label or annotation: a name, or a DNS subdomain, a / and a name. */
export function qualifiedNameProblem(text: string): string | undefined {
  const slash = text.indexOf('/');
  if (slash >= 0) {
    const prefix = subdomainProblem(text.slice(0, slash));
    if (prefix) return `has the prefix ${JSON.stringify(text.slice(0, slash))}, which ${prefix}`;
  }
  return problem(text.slice(slash + 1), 63, QUALIFIED, 'must be letters, digits, -, _ and ., and begin and end with a letter or digit');
}

/** Why a text is not the value of a label; the empty text is one. */
export function labelValueProblem(text: string): string | undefined {
  if (text === '') return undefined;
  return problem(text, 63, QUALIFIED, 'must be letters, digits, -, _ and ., and begin and end with a letter or digit');
}

/** Why a text is not a key of a ConfigMap or Secret. */
export function configKeyProblem(text: string): string | undefined {
  if (text === '.' || text.startsWith('..')) return 'must not be . or begin with ..';
  return problem(text, 253, CONFIG_KEY, 'must be letters, digits, -, _ and .');
}

function pathSegmentProblem(text: string): string | undefined {
  if (text === '' || text === '.' || text === '..') return 'must not be empty, . or ..';
  return /[/%]/.test(text) ? 'must not contain / or %' : undefined;
}

function problem(text: string, length: number, pattern: RegExp, words: string): string | undefined {
  if (text === '') return 'must not be empty';
  if (text.length > length) return `has ${text.length} characters, and ${length} are allowed`;
  return pattern.test(text) ? undefined : words;
}
