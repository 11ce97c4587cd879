/** Exit codes of every command. */
export const EXIT = {
  done: 0,
  internalError: 1,
  userError: 2,
  differences: 3,
  approvalNeeded: 4,
  partlyDone: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
