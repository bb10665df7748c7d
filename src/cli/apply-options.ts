import type { SelectingOptions } from './add-selecting.ts'

/** The options of `genesis apply` and `genesis destroy`. */
export interface ApplyOptions {
  readonly words: readonly string[]
  readonly mode: 'apply' | 'destroy'
  readonly yes: boolean
  readonly dryRun: boolean
  readonly confirm: string | null
  readonly allowDestroy: boolean
  /** The holds of the environment end with the run. */
  readonly releaseHold: boolean
  readonly allowEmpty: boolean
  readonly selecting: SelectingOptions
  /** What is set over the documents; a saved plan takes nothing. */
  readonly set: readonly string[]
  readonly concurrency: number | null
  readonly onFailure: 'continue' | 'halt' | 'rollback' | null
}
