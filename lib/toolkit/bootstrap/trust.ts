import type { CiOptions } from './options.ts';

/** How AWS knows the jobs of a CI. */
export interface Trust {
  /** Host and path of the issuer, without `https://`. */
  readonly issuer: string;
  readonly audience: string;
  /** Subjects of tokens that may plan. */
  readonly plan: readonly string[];
  /** Subjects of tokens that may apply. */
  readonly apply: readonly string[];
}

/**
 * The trust of the roles. Sources: GitHub Docs, "OpenID Connect reference", example subject claims; GitLab Docs, "Configure
 * OpenID Connect in AWS" and "OpenID Connect (OIDC) Authentication Using ID Tokens".
 */
export function trustOf(ci: Required<CiOptions>): Trust {
  if (ci.host === 'github') {
    const branch = `repo:${ci.repository}:ref:refs/heads/${ci.branch}`;
    return {
      issuer: 'token.actions.githubusercontent.com',
      audience: 'sts.amazonaws.com',
      plan: [`repo:${ci.repository}:pull_request`, branch],
      apply: [ci.githubEnvironment === false ? branch : `repo:${ci.repository}:environment:${ci.githubEnvironment}`],
    };
  }
  const project = `project_path:${ci.repository}:ref_type:branch:ref:`;
  return {
    issuer: ci.gitlabUrl.replace('https://', ''),
    audience: ci.gitlabUrl,
    // A merge request's pipeline has the subject of its source branch.
    plan: [`${project}*`],
    apply: [`${project}${ci.branch}`],
  };
}
