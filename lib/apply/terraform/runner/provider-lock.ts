/** A provider that a `.terraform.lock.hcl` pins. */
export interface LockedProvider {
  /** `<host>/<namespace>/<type>`. */
  readonly source: string;
  readonly version: string;
  /** `h1:` of what is unpacked, `zh:` of what is downloaded. */
  readonly hashes: readonly string[];
}

/** What a lock file pins. Terraform writes it in one form (Terraform docs, "Dependency Lock File"); of another form it pins nothing. */
export function lockedProviders(text: string): readonly LockedProvider[] {
  return [...text.matchAll(/^provider "([\w.-]+(?:\/[\w.-]+){2})" \{\n(.*?)^\}/gms)].flatMap(([, source = '', body = '']) => {
    const [, version] = /^\s*version\s*=\s*"([^"/]+)"/m.exec(body) ?? [];
    const hashes = [...body.matchAll(/"((?:h1|zh):[^"]+)"/g)].map(([, hash = '']) => hash);
    return version === undefined || source.split('/').includes('..') ? [] : [{ source, version, hashes }];
  });
}
