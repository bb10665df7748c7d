import type { LabFields, LabObject } from './lab-object.ts'

/** What a provider does with an object: make, look, change, remove, look up by name; `plan` and `configure` ask the store nothing. */
export type Operation = 'create' | 'read' | 'update' | 'delete' | 'find' | 'plan' | 'configure'

/** Who calls. */
export interface Caller {
  /** What the test named it: a stack, a run, a process. */
  readonly caller: string
  /** One connection of a Terraform to a provider. */
  readonly session: string
  /** The provider's process. */
  readonly pid: number
}

/** One call of a provider. */
export interface LedgerCall extends Caller {
  readonly operation: Operation
  readonly name: string
  /** Null where the object has no id, or it is not known. */
  readonly id: string | null
  /** What is wanted of the object, for `create` and `update`; else what is known of it, or null. */
  readonly fields: LabFields | null
}

/** What a provider is to do next. */
export type LedgerAnswer =
  /** It is done; null for an object that is not there. With an error, the answer of the store was one although it is done. */
  | { readonly kind: 'done'; readonly object: LabObject | null; readonly error: string | null }
  /** Nothing was done. */
  | { readonly kind: 'failed'; readonly error: string }
  /** Something may have been done, and nobody says what. */
  | { readonly kind: 'lost'; readonly error: string }
  /** The provider dies. */
  | { readonly kind: 'crash' }

/** How a call ended, as far as the store knows; `stopped`: it was told to stop before it acted. */
export type CallOutcome = LedgerAnswer['kind'] | 'stopped'

/** A call as the ledger keeps it. */
export interface CallRecord extends Caller {
  /** Grows with every call, in the order in which they came. */
  readonly sequence: number
  readonly operation: Operation
  readonly name: string
  /** Of the object made, changed, removed or read; null where there was none. */
  readonly id: string | null
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly endedAt: number | null
  /** Null for a call that is under way, hangs, or was cut off by the end of the ledger. */
  readonly outcome: CallOutcome | null
  /** Whether it waits until it is told to go on. */
  readonly hangs: boolean
  /** Whether the call changed the store; also without an outcome. */
  readonly hadEffect: boolean
}

/** What a provider needs of the ledger, in the same process or over its socket. */
export interface LedgerDoor {
  call(call: LedgerCall): Promise<LedgerAnswer>
  /** Ends the waits of a session that can be stopped. */
  stop(session: string): Promise<void>
}
