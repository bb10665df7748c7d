/** The exit codes of the `genesis` program; frozen: scripts rely on them. */
export const ExitCode = {
  /** Done, or nothing to do. */
  success: 0,
  /** The world failed, and nothing was applied. */
  error: 1,
  /** Changes (`plan --detailed-exitcode`) or drift are present. */
  changesPresent: 2,
  /** The input is wrong; nothing was touched. */
  invalidInput: 3,
  /** Approval is needed; nothing ran. */
  approvalNeeded: 4,
  /** Somebody else holds the environment. */
  locked: 5,
  /** Some steps were applied, others were not. */
  partlyApplied: 6,
  /** What was applied has been taken back. */
  rolledBack: 7,
  /** Our own bug. */
  internalError: 70,
  /** Interrupted by the user. */
  interrupted: 130,
} as const

/** One of the values of {@link ExitCode}. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]
