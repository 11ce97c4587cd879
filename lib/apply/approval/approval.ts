import { z } from 'zod';
import { canonicalJson } from '../../core/canonical-json.ts';
import { type ChangeDocument, changeDocumentSchema } from './document-schema.ts';

const statementSchema = z.strictObject({
  schemaVersion: z.literal('1.0'),
  kind: z.literal('keelson-approval'),
  by: z.string().min(1),
  /** ISO 8601. */
  at: z.iso.datetime(),
  document: changeDocumentSchema,
});

/** What somebody says who approves: all that is in the document, now. */
export type Statement = z.infer<typeof statementSchema>;

/** An approval as it was found. */
export interface FoundApproval {
  /** What its store knows it by. */
  readonly id: string;
  /** For a person: where it is. */
  readonly where: string;
  /** Text of the statement: what is signed. */
  readonly statement: string;
  /** Armored SSH signature. */
  readonly signature?: string;
  /** Who made it and is in which groups, as the API server of a cluster authenticated it. */
  readonly authenticated?: { readonly user: string; readonly groups: readonly string[] };
  /** Why nothing that it says can be trusted. */
  readonly untrusted?: string;
}

/** Where approvals are kept. */
export interface ApprovalStore {
  /** For a person. */
  readonly name: string;
  /** Approvals of plans of an environment. */
  list(environment: string): Promise<readonly FoundApproval[]>;
  /** Takes one away. @param id of {@link FoundApproval} */
  remove(id: string): Promise<void>;
  /** Keeps one. @returns where it is */
  add(approval: { readonly statement: string; readonly signature?: string }): Promise<string>;
}

/** The text that is signed. */
export function writeStatement(by: string, at: Date, document: ChangeDocument): string {
  return canonicalJson({ schemaVersion: '1.0', kind: 'keelson-approval', by, at: at.toISOString(), document } satisfies Statement);
}

/** What a text says; undefined for one of another form. */
export function readStatement(text: string): Statement | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  return statementSchema.safeParse(read).data;
}
