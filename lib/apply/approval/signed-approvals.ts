import { z } from 'zod';
import { sha256 } from '../../core/digest.ts';
import type { BlobStore } from '../release/blob-store.ts';
import { type ApprovalStore, type FoundApproval, readStatement } from './approval.ts';

const fileSchema = z.object({ statement: z.string(), signature: z.string().optional() });

/** Signed approvals as blobs beside the releases. Anybody may write there: only the signature counts. */
export class SignedApprovals implements ApprovalStore {
  readonly name: string;
  readonly #blobs: BlobStore;
  readonly #platform: string;

  constructor(blobs: BlobStore, platform: string) {
    this.#blobs = blobs;
    this.#platform = platform;
    this.name = blobs.name;
  }

  async list(environment: string): Promise<readonly FoundApproval[]> {
    const keys = await this.#blobs.list(`approvals/${this.#platform}/${environment}/`);
    return Promise.all(keys.map((key) => this.#read(key)));
  }

  async add(approval: { readonly statement: string; readonly signature?: string }): Promise<string> {
    const environment = readStatement(approval.statement)?.document.environment ?? '';
    const name = sha256(approval.statement).slice('sha256:'.length, 'sha256:'.length + 16);
    const key = `approvals/${this.#platform}/${environment}/${name}.json`;
    await this.#blobs.put(key, Buffer.from(`${JSON.stringify(approval, undefined, 2)}\n`));
    return `${key} of ${this.name}`;
  }

  remove(id: string): Promise<void> {
    return this.#blobs.remove(id);
  }

  async #read(key: string): Promise<FoundApproval> {
    const blob = await this.#blobs.get(key);
    const where = `${key} of ${this.name}`;
    try {
      const { statement, signature } = fileSchema.parse(JSON.parse(Buffer.from(blob?.bytes ?? []).toString('utf8')));
      return { id: key, where, statement, ...(signature !== undefined && { signature }) };
    } catch {
      return { id: key, where, statement: '' };
    }
  }
}
