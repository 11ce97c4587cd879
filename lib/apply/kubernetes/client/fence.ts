/** Keeps a process that lost its right to write, as one that was stopped for a while, from writing. */
export interface Fence {
  /** Milliseconds for which writes may still be under way; infinite where nobody limits them. Throws KS8062 when there are none. */
  leftMs(): number;
}
