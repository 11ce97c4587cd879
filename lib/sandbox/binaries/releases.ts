import type { Tool } from './tools.ts';

/** Where a project publishes a program, and its checksum. */
export interface Release {
  readonly url: string;
  /** What holds the sha256: a file with it alone, or in lines of `<sha256>  <file>`, or GitHub's description of the release. */
  readonly checksums: string;
  /** Path of the program in the archive. @default - the file is the program */
  readonly member?: string;
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * The release of a program for this machine. For other systems than Linux there is no control plane: it is built. kwok publishes no
 * checksums; GitHub tells the digest of each file of a release. `KEELSON_SANDBOX_MIRROR` stands for `https:/` before the publisher's host; `off` forbids downloads.
 * Sources: kubernetes.io/releases/download, github.com/etcd-io/etcd/releases, kwok.sigs.k8s.io/docs/user/install,
 * docs.github.com/rest/releases (`assets[].digest`).
 */
export function releaseOf(
  { name, version }: Tool,
  environment: Readonly<Record<string, string | undefined>>,
  { platform, arch }: { readonly platform: string; readonly arch: string } = process,
): Release | undefined {
  const mirror = environment['KEELSON_SANDBOX_MIRROR'];
  const architecture = ARCHITECTURES[arch];
  if (platform !== 'linux' || architecture === undefined || mirror === 'off') return undefined;
  const at = mirror ? mirror.replace(/\/+$/, '') : 'https:/';
  if (name === 'etcd') {
    const folder = `${at}/github.com/etcd-io/etcd/releases/download/v${version}`;
    const archive = `etcd-v${version}-linux-${architecture}`;
    return { url: `${folder}/${archive}.tar.gz`, checksums: `${folder}/SHA256SUMS`, member: `${archive}/etcd` };
  }
  if (name === 'kwok')
    return {
      url: `${at}/github.com/kubernetes-sigs/kwok/releases/download/v${version}/kwok-linux-${architecture}`,
      checksums: `${at}/api.github.com/repos/kubernetes-sigs/kwok/releases/tags/v${version}`,
    };
  const url = `${at}/dl.k8s.io/release/v${version}/bin/linux/${architecture}/${name}`;
  return { url, checksums: `${url}.sha256` };
}
