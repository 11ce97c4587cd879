import type { IConstruct } from 'constructs';
import { compareText } from '../../../core/compare.ts';
import { errorAt } from '../../../synth/state.ts';

/** A statement of an IAM policy. */
export interface PolicyStatement {
  /** Name of the statement, letters and digits, unique within the role: the statements are sorted by it. */
  readonly Sid: string;
  /** Statements only allow. */
  readonly Effect: 'Allow';
  /** Actions, such as `s3:GetObject`. */
  readonly Action: readonly string[];
  /** ARNs of what they are allowed on; a reference may be among them. */
  readonly Resource: readonly unknown[];
  /** Under which conditions. @default - none */
  readonly Condition?: Readonly<Record<string, unknown>>;
}

/** The statements of one policy. */
export class PolicyDocument {
  readonly #construct: IConstruct;
  readonly #statements = new Map<string, PolicyStatement>();

  /** @param construct what errors are about */
  constructor(construct: IConstruct) {
    this.#construct = construct;
  }

  /** Whether there is a statement of this name. */
  has(sid: string): boolean {
    return this.#statements.has(sid);
  }

  /** Adds statements. Throws KS1001 for a bad name of one, or a name that is taken. */
  add(...statements: readonly PolicyStatement[]): void {
    for (const statement of statements) {
      const sid = statement?.Sid;
      if (typeof sid !== 'string' || !/^[A-Za-z0-9]+$/.test(sid))
        throw errorAt(this.#construct, 'KS1001', `the Sid ${JSON.stringify(sid)} is not letters and digits`, {
          fix: "give a name, such as 'ReadPictures'",
        });
      if (this.#statements.has(sid))
        throw errorAt(this.#construct, 'KS1001', `the policy has a statement ${sid} already`, {
          fix: 'give each statement a Sid of its own',
        });
      // References become their texts here, once: a text that is made and then not used would count as lost.
      this.#statements.set(sid, JSON.parse(JSON.stringify(statement)) as PolicyStatement);
    }
  }

  /** The policy as IAM takes it. */
  get json(): string {
    const sorted = [...this.#statements].sort(([a], [b]) => compareText(a, b)).map(([, statement]) => statement);
    return JSON.stringify({ Version: '2012-10-17', Statement: sorted });
  }
}
