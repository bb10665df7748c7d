import type { Diagnostic } from '../events/diagnostic.ts'
import type { Json } from '../events/json.ts'

/**
 * A number as it will be kept. What would silently become another number, or loses the digits somebody wrote, is said: integers beyond
 * ±2^53−1, leading zeros, infinities; as a warning, zeros at the end that a version has, and digits with an `e` that a hash has.
 */
export function checkNumber(value: number, written: string, say: (problem: Omit<Diagnostic, 'at'>) => void): Json {
  const problem = numberProblem(value, written)
  if (problem !== null) {
    const hint = `quote it if it is a text: "${written}"`
    say({ code: 'number-out-of-range', severity: problem.severity, message: problem.message, hint })
  }
  // JSON has no -0, so it would not come back the same.
  return Number.isFinite(value) ? value + 0 : null
}

function numberProblem(value: number, written: string): Pick<Diagnostic, 'severity' | 'message'> | null {
  if (!Number.isFinite(value)) return { severity: 'error', message: `${written} is not a number that can be kept` }
  const digits = written.replace(/^[-+]/, '')
  if (/^0[0-9]/.test(digits)) return { severity: 'error', message: `${written} would be read as the number ${value}` }
  if (!/[.eE]/.test(digits) || digits.startsWith('0x')) {
    return Number.isSafeInteger(value) ? null : { severity: 'error', message: `the integer ${written} cannot be kept exactly` }
  }
  // `1.30`, `1.0`, `1e5`: what was meant as a version or a hash would be another text.
  return /^\d+(?:\.\d*0|(?:\.\d+)?[eE]\+?\d+)$/.test(digits) ? { severity: 'warning', message: `${written} is read as the number ${value}` } : null
}
