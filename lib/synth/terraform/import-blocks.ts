import type { TerraformElement } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { SynthContext } from '../assemble/context.ts';
import type { UnitDraft } from '../assemble/draft.ts';
import { importRequests } from '../imports.ts';
import { extractVariables } from './bindings.ts';
import { type Json, listAt } from './json.ts';

/** An element with what it rendered to. */
interface Rendered {
  readonly element: TerraformElement;
  readonly unit: UnitDraft;
  readonly fragment: Json;
}

/** Ids that libraries and Keelson give to the one resource that a construct is about. */
const MAIN: readonly string[] = ['', 'Resource', 'Default'];

/** Turns the imports that the program asked for into `import` blocks. Reports KS6004 and KS6005. */
export function addImports(context: SynthContext, rendered: readonly Rendered[]): void {
  const requests = importRequests(context.state);
  if (requests.length === 0) return;
  const byPath = new Map(rendered.map((entry) => [entry.element.node.path, entry]));
  for (const { construct, ids } of requests) {
    for (const [path, id] of ids) {
      const candidates = path === '' ? MAIN : [path];
      const found = candidates.map((below) => byPath.get(join(construct, below))).find((entry) => addressOf(entry));
      const to = addressOf(found);
      if (!found || to === undefined) {
        context.error(
          construct,
          'KS6004',
          `there is no resource at ${JSON.stringify(join(construct, path))} to import ${String(id)} into`,
          {
            fix: suggestion(construct, rendered),
          },
        );
        continue;
      }
      const blocks = listAt(found.unit.stack, 'import');
      if (blocks.some((block) => block['to'] === to)) context.error(construct, 'KS6005', `${to} is imported twice`);
      else blocks.push({ to, id: extractVariables(context, found.element, found.unit, String(id)) });
    }
  }
}

function addressOf(entry: Rendered | undefined): string | undefined {
  for (const [type, bodies] of Object.entries((entry?.fragment['resource'] ?? {}) as Json))
    for (const id of Object.keys(bodies as Json)) return `${type}.${id}`;
  return undefined;
}

function join(construct: IConstruct, path: string): string {
  return path === '' ? construct.node.path : `${construct.node.path}/${path}`;
}

function suggestion(construct: IConstruct, rendered: readonly Rendered[]): string {
  const prefix = `${construct.node.path}/`;
  const paths = rendered.flatMap((entry) => {
    const { path } = entry.element.node;
    return addressOf(entry) !== undefined && path.startsWith(prefix) ? [path.slice(prefix.length)] : [];
  });
  return paths.length === 0 ? 'name a construct that holds Terraform resources' : `give its path: ${paths.sort().join(', ')}`;
}
