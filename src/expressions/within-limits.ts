import type { Evaluation, Outcome } from './evaluation.ts'
import { Failed } from './failed.ts'
import { HeldList, Native } from './held.ts'
import { expressionLimits } from './limits.ts'
import type { Span } from './syntax.ts'

/** The outcome, unless it is larger than an expression may make. */
export function withinLimits(outcome: Outcome, at: Span, evaluation: Evaluation): Outcome {
  if (typeof outcome === 'string') {
    if (outcome.length <= expressionLimits.stringLength) return evaluation.spend(outcome.length / 256, at) ?? outcome
    return new Failed('expression-limit', at, `the text grows beyond ${expressionLimits.stringLength} characters`)
  }
  if (outcome instanceof Native && outcome.value instanceof Uint8Array && outcome.value.length > expressionLimits.stringLength) {
    return new Failed('expression-limit', at, `the bytes grow beyond ${expressionLimits.stringLength}`)
  }
  const size = outcome instanceof HeldList ? outcome.items.length : 0
  if (size <= expressionLimits.items) return outcome
  return new Failed('expression-limit', at, `the list grows beyond ${expressionLimits.items} items`)
}
