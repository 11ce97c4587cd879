import type { Tool } from './tools.ts';

/** Where a project publishes a program, and its checksum. */
export interface Release {
  readonly url: string;
  /** A file that holds the sha256: alone, or in lines of `<sha256>  <file>`. */
  readonly checksums: string;
  /** Path of the program in the archive. @default - the file is the program */
  readonly member?: string;
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * The release of a program for this machine. kwok publishes no checksums, and other systems than Linux no control plane: those
 * are built. `KEELSON_SANDBOX_MIRROR` stands for `https:/` before the publisher's host; `off` forbids downloads.
 * Sources: kubernetes.io/releases/download, github.com/etcd-io/etcd/releases.
 */
export function releaseOf(
  { name, version }: Tool,
  environment: Readonly<Record<string, string | undefined>>,
  { platform, arch }: { readonly platform: string; readonly arch: string } = process,
): Release | undefined {
  const mirror = environment['KEELSON_SANDBOX_MIRROR'];
  const architecture = ARCHITECTURES[arch];
  if (platform !== 'linux' || architecture === undefined || mirror === 'off' || name === 'kwok') return undefined;
  const at = mirror ? mirror.replace(/\/+$/, '') : 'https:/';
  if (name === 'etcd') {
    const folder = `${at}/github.com/etcd-io/etcd/releases/download/v${version}`;
    const archive = `etcd-v${version}-linux-${architecture}`;
    return { url: `${folder}/${archive}.tar.gz`, checksums: `${folder}/SHA256SUMS`, member: `${archive}/etcd` };
  }
  const url = `${at}/dl.k8s.io/release/v${version}/bin/linux/${architecture}/${name}`;
  return { url, checksums: `${url}.sha256` };
}
