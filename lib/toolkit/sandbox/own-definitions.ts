import type { CustomResourceDefinition } from '../../facts/crds/load.ts';
import type { Definition } from '../../sandbox/nodes/put-objects.ts';
import { readDefinitions } from '../validate/definitions.ts';

/** Definitions of custom resources that a person names. */
export interface OwnDefinitions {
  /** Folder that paths are relative to. */
  readonly root: string;
  /** Files, folders and patterns. */
  readonly crds: readonly string[];
}

/** Reads them. Throws KS5013. */
export function ownDefinitions({ root, crds }: OwnDefinitions): readonly (CustomResourceDefinition & Definition)[] {
  return readDefinitions({ root, crds }).map((definition) => definition as CustomResourceDefinition & Definition);
}
