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

/** What each exit code says, in a few words. */
export const exitCodeSentences: Readonly<Record<ExitCode, string>> = {
  [ExitCode.success]: 'done, or nothing to do',
  [ExitCode.error]: 'the world failed and nothing was applied',
  [ExitCode.changesPresent]: 'changes are present (`plan --detailed-exitcode`)',
  [ExitCode.invalidInput]: 'the input is wrong; nothing was touched',
  [ExitCode.approvalNeeded]: 'approval is needed; nothing ran',
  [ExitCode.locked]: 'somebody else holds the environment, or a run of it did not end',
  [ExitCode.partlyApplied]: 'applied partly: what succeeded and what did not is printed and recorded',
  [ExitCode.rolledBack]: 'what was applied has been taken back',
  [ExitCode.internalError]: 'a bug of Genesis',
  [ExitCode.interrupted]: 'interrupted',
}
