import type { Result } from '../coordinator/result.ts'
import { answered, refused } from '../coordinator/result.ts'
import { parseSelector } from '../plan/parse-selector.ts'
import type { SelectionRequest } from '../plan/selection-request.ts'
import type { SelectingOptions } from './add-selecting.ts'

/** The request that targets and options make, or what is wrong with them. */
export function selectionOf(targets: readonly string[], options: SelectingOptions): Result<SelectionRequest> {
  const { exclude, only, withDependents, replace } = options
  const parsed = options.selector === null ? null : parseSelector(options.selector)
  if (parsed?.ok === false) return refused([parsed.diagnostic])
  return answered({ targets, selector: parsed?.selector ?? null, exclude, only, withDependents, replace })
}
