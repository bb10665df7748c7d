import type { LabFields } from './lab-object.ts'
import type { LedgerCall, Operation } from './ledger-call.ts'

/** What happens to a call instead of what should. */
export type Behaviour =
  /** Takes that long before anything is done. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Fails; with `done` only after it was done, and the object is in the answer: Terraform taints what is new. */
  | { readonly kind: 'fail'; readonly message: string; readonly done?: boolean }
  /** It is done, and the provider learns only that its connection broke. */
  | { readonly kind: 'lose-answer' }
  /** The provider dies, before or after it was done. */
  | { readonly kind: 'crash'; readonly when: 'before' | 'after' }
  /** No answer until the ledger is told to release, before or after it was done; `stoppable`: or until Terraform is interrupted. */
  | { readonly kind: 'hang'; readonly when: 'before' | 'after'; readonly stoppable?: boolean }
  /** Something else is done than what was planned. */
  | { readonly kind: 'differ'; readonly fields: Partial<LabFields> }

/** Which calls a behaviour is for. What is left out fits every call, but only a rule that says so is for `plan` and `configure`. */
export interface Rule {
  readonly operation?: Operation
  /** The object's name; `*` stands for any text. */
  readonly name?: string
  readonly caller?: string
  /** How many calls that fit are left alone first; none by default. */
  readonly skip?: number
  /** For how many calls it lasts; for all by default. */
  readonly times?: number
  readonly does: Behaviour
}

/** Whether a rule is for a call; its counts aside. */
export function fits({ operation, name, caller }: Omit<Rule, 'does'>, call: Pick<LedgerCall, 'operation' | 'name' | 'caller'>): boolean {
  if (operation === undefined ? call.operation === 'plan' || call.operation === 'configure' : operation !== call.operation) return false
  if (caller !== undefined && caller !== call.caller) return false
  return name === undefined || asPattern(name).test(call.name)
}

/** What a provider says that was asked too often, in the words of a well-known cloud. */
export const rateLimitMessage = 'api error TooManyRequests: Rate exceeded (status 429)'

/** The next calls are refused as too many. */
export function rateLimit(times: number, rule: Omit<Rule, 'does' | 'times'> = {}): Rule {
  return { ...rule, times, does: { kind: 'fail', message: rateLimitMessage } }
}

function asPattern(name: string): RegExp {
  return new RegExp(
    `^${name
      .split('*')
      .map((part) => RegExp.escape(part))
      .join('.*')}$`,
    'su',
  )
}
