import type { SelectingOptions } from './add-selecting.ts'

/** The options of `genesis apply` and `genesis destroy`. */
export interface ApplyOptions {
  readonly words: readonly string[]
  readonly mode: 'apply' | 'destroy'
  readonly yes: boolean
  readonly dryRun: boolean
  readonly confirm: string | null
  readonly allowDestroy: boolean
  readonly allowEmpty: boolean
  readonly selecting: SelectingOptions
  readonly concurrency: number | null
  readonly onFailure: 'continue' | 'halt' | null
}
