/*
 * Local modules of a stack stand in its folder, so that `terraform init` needs nothing else. What one refers to by a
 * relative path is found in its text.
 */

/** A `module` block of HCL and the source in it; a source is the block's own, for every module has one. */
const HCL = /\bmodule\s+"[^"]*"\s*\{[\s\S]*?\bsource\s*=\s*"([^"]*)"/g;
const COMMENT = /^\s*(#|\/\/).*$/gm;

/** Whether the source of a module is a folder beside the file that names it. */
export function isLocalSource(source: unknown): source is string {
  return typeof source === 'string' && /^\.\.?(\/|$)/.test(source);
}

/** The relative sources of modules in a file of Terraform; none for any other file. */
export function localSources(path: string, text: string): readonly string[] {
  const sources = path.endsWith('.tf.json')
    ? jsonSources(text)
    : path.endsWith('.tf')
      ? [...text.replace(COMMENT, '').matchAll(HCL)].map((match) => match[1])
      : [];
  return sources.filter(isLocalSource);
}

function jsonSources(text: string): unknown[] {
  try {
    const { module = {} } = JSON.parse(text) as { module?: Record<string, unknown> };
    return Object.values(module).flatMap((body) => [body].flat().map((block) => (block as { source?: unknown } | null)?.source));
  } catch {
    return []; // Terraform itself says what is wrong with it
  }
}

/** Joins a folder and a relative source, both with `/`; undefined when it leads out of what the folder is relative to. */
export function resolveSource(folder: string, source: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of source.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/**
 * The files of a local module and of those that it refers to, in turn.
 * @param files texts by path
 * @param folder the module's folder, in the same paths
 */
export function moduleFiles(files: ReadonlyMap<string, string>, folder: string): readonly string[] {
  const found: string[] = [];
  const seen = new Set([folder]);
  for (const current of seen) {
    for (const [path, text] of files) {
      if (!path.startsWith(`${current}/`)) continue;
      found.push(path);
      for (const source of localSources(path, text)) {
        const other = resolveSource(path.slice(0, path.lastIndexOf('/')), source);
        if (other !== undefined) seen.add(other);
      }
    }
  }
  return [...new Set(found)].sort();
}
