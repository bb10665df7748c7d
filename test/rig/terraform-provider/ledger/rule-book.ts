import type { LedgerCall } from './ledger-call.ts'
import { fits, type Behaviour, type Rule } from './rule.ts'

/** What is to happen to one call: how long it takes, and what goes wrong, or null. */
export interface Fate {
  readonly delayMs: number
  readonly behaviour: Exclude<Behaviour, { readonly kind: 'delay' }> | null
}

/** The rules in force, with their counts. They last as long as the process. */
export class RuleBook {
  #rules: { readonly rule: Rule; skip: number; left: number }[] = []

  add(rules: readonly Rule[]): void {
    this.#rules.push(...rules.map((rule) => ({ rule, skip: rule.skip ?? 0, left: rule.times ?? Infinity })))
  }

  clear(): void {
    this.#rules = []
  }

  /** Uses up the rules that a call falls under: all delays, and the first of the others. */
  take(call: LedgerCall): Fate {
    let delayMs = 0
    let behaviour: Fate['behaviour'] = null
    for (const one of this.#rules) {
      const { does } = one.rule
      if (one.left === 0 || !fits(one.rule, call)) continue
      if (does.kind !== 'delay' && behaviour !== null) continue
      if (one.skip > 0) {
        one.skip--
        continue
      }
      one.left--
      if (does.kind === 'delay') delayMs += does.ms
      else behaviour = does
    }
    return { delayMs, behaviour }
  }
}
