import type { LabObject } from './lab-object.ts'
import type { CallOutcome, Caller, Operation } from './ledger-call.ts'

/** A line of the ledger's file: what it holds is what happened, and nothing else happened. */
export type LedgerLine =
  | ({
      readonly line: 'begun'
      readonly sequence: number
      readonly at: number
      readonly operation: Operation
      readonly name: string
      readonly id: string | null
    } & Caller)
  /** An object is as it says from now on, or gone. `call` is null for what somebody did behind Terraform's back. */
  | { readonly line: 'effect'; readonly call: number | null; readonly at: number; readonly id: string; readonly object: LabObject | null }
  | { readonly line: 'ended'; readonly call: number; readonly at: number; readonly outcome: CallOutcome; readonly id: string | null }

/** Reads a ledger's file. A last line without its end was never answered for, and does not count. */
export function parseLines(text: string): readonly LedgerLine[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LedgerLine)
}
