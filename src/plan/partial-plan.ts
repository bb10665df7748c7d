import type { PartialPlan, RecordedInput } from './plan-document.ts'
import type { SelectionRequest } from './selection-request.ts'
import type { Selection } from './select-resources.ts'

/** What the plan document says of the part of an environment that it is about. `names` are all that the environment has. */
export function partialPlan(
  environment: string,
  { request, selection, names, inputs }: { request: SelectionRequest; selection: Selection; names: Iterable<string>; inputs: readonly RecordedInput[] },
): PartialPlan {
  const all = new Set(names)
  const { asked, broughtAlong, excluded, excludedWith } = selection
  const addresses = (some: ReadonlySet<string>): readonly string[] => [...some].map((name) => `${environment}/${name}`).sort()
  const { targets, selector, exclude, only, withDependents } = request
  return {
    request: { targets, selector: selector?.text ?? null, exclude, only, withDependents },
    total: all.size,
    asked: addresses(asked.intersection(all)),
    broughtAlong: addresses(broughtAlong.intersection(all)),
    excluded: addresses(excluded.intersection(all)),
    excludedWith: addresses(excludedWith.intersection(all)),
    leftOut: addresses(all.difference(asked).difference(broughtAlong).difference(excluded).difference(excludedWith)),
    recorded: inputs,
  }
}
