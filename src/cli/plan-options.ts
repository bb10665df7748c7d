import type { SelectingOptions } from './add-selecting.ts'

/** The options of `genesis plan`. */
export interface PlanOptions {
  readonly words: readonly string[]
  readonly out: string | null
  readonly detailedExitcode: boolean
  readonly destroy: boolean
  readonly allowEmpty: boolean
  readonly selecting: SelectingOptions
}
