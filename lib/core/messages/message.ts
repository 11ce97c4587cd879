/** An entry of the message registry, as `keelson explain <code>` prints it. */
export interface Message {
  /** What the code means, one short line, lowercase without a full stop. */
  readonly title: string;
  /** Why it is an error and how it comes about; one or more full sentences. */
  readonly explanation: string;
  /** What to change, for an error that doesn't say it more exactly; lowercase without a full stop. */
  readonly fix: string;
}
