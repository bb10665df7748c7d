/** Why a step failed; stable, described in `docs/errors.md`. */
export const failureReasons = {
  'file-system': 'a file could not be read or written',
  'value-unavailable': 'a variable or a credential for its programs could not be had',
  'program-failed': 'a program ended with an error',
  'program-not-started': 'a program could not be started',
  'bad-answer': 'a program answered with something that cannot be used',
  'timed-out': 'it took longer than it may',
  'terraform-failed': 'Terraform reported an error',
  'envelope-exceeded': 'what became known asks for more than was approved',
  'plan-changed': 'the world moved between planning and applying',
  'evaluation-failed': 'an expression failed once its inputs were known',
  refused: 'it may not be done',
  unhealthy: 'a health check did not pass',
  interrupted: 'it was interrupted before it ended',
  'store-failed': 'the state database could not be written',
} as const

/** A stable failure code. */
export type FailureReason = keyof typeof failureReasons

/** The world failed. Data, never thrown. */
export interface Failure {
  readonly reason: FailureReason
  /** Lower case, no full stop; may have several lines when it quotes a tool. */
  readonly message: string
  readonly hint?: string
  /** Known to go away by itself; only then it is tried again. */
  readonly transient: boolean
  /** Nobody can say whether it took effect. */
  readonly indeterminate: boolean
}
