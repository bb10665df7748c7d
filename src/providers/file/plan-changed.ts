import type { Failure } from '../../events/outcome.ts'

/** The failure of a step whose file is no longer what the plan saw. */
export function planChanged(message: string): Failure {
  return { reason: 'plan-changed', message, hint: 'plan again, and look at what changed', transient: false, indeterminate: false }
}
