/** Where the registry keeps an image. */
export interface ImageName {
  /** Host, with the port where it has one. */
  readonly registry: string;
  /** Path in the registry. */
  readonly repository: string;
  readonly tag: string;
}

/**
 * Takes the text of an image apart, as every container runtime does: a first part that is no host name is of Docker Hub.
 * Source: distribution/reference, `splitDockerDomain`.
 */
export function parseImage(image: string): ImageName {
  const [, name = image, tag = 'latest'] = /^(.*?)(?::([\w][\w.-]*))?$/.exec(image) ?? [];
  const [first = '', ...rest] = name.split('/');
  if (rest.length > 0 && (/[.:]/.test(first) || first === 'localhost'))
    return first === 'docker.io' || first === 'index.docker.io' ? hub(rest, tag) : { registry: first, repository: rest.join('/'), tag };
  return hub([first, ...rest], tag);
}

function hub(path: readonly string[], tag: string): ImageName {
  return { registry: DOCKER_HUB, repository: path.length === 1 ? `library/${path[0]}` : path.join('/'), tag };
}

/** The registry of Docker Hub; its name in images is docker.io. */
export const DOCKER_HUB = 'registry-1.docker.io';

/** Whether a registry is on this machine, which speaks HTTP, as docker takes it. */
export function isLocal(registry: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(registry);
}
