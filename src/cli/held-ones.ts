import type { Diagnostic } from '../events/diagnostic.ts'

/** The diagnostics of planning with those as errors that keep the plan from being applied; null where there is none. Nobody is asked about such a plan. */
export function heldOnes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] | null {
  const isHeld = ({ code }: Diagnostic): boolean => code === 'environment-held' || code === 'run-interrupted'
  return diagnostics.some(isHeld) ? diagnostics.map((one) => (isHeld(one) ? { ...one, severity: 'error' } : one)) : null
}
