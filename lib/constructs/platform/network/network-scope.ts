import type { Construct } from 'constructs';

/** A network while it is made: the scope of its parts, and what they are called. */
export interface NetworkScope extends Construct {
  readonly name: string;
  readonly discoveryTags: Readonly<Record<string, string>>;
}
