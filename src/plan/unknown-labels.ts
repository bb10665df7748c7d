import type { Diagnostic } from '../events/diagnostic.ts'
import { closest } from '../events/did-you-mean.ts'
import { selectorProblem } from './selector-problem.ts'
import type { Labels, Selector, SelectorWord } from './selector.ts'

/** So many labels or values are listed in a hint. */
const maxListed = 12

/**
 * The keys and values of a selector that nothing among `known` has. A misspelt one behind `!=` would choose what was to be left out, so it
 * is a mistake there, too.
 */
export function unknownLabels({ text, requirements }: Selector, known: Iterable<Labels>): readonly Diagnostic[] {
  const values = valuesByKey(known)
  return requirements.flatMap((requirement) => {
    const { key } = requirement
    const ofKey = values.get(key.text)
    if (ofKey === undefined) return [selectorProblem(text, key, unknownKey(key, [...values.keys()]))]
    const asked = 'values' in requirement ? requirement.values : []
    return asked.filter((value) => !ofKey.has(value.text)).map((value) => selectorProblem(text, value, unknownValue(key, value, [...ofKey])))
  })
}

function valuesByKey(known: Iterable<Labels>): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>()
  for (const labels of known) {
    for (const [key, value] of Object.entries(labels)) {
      const ofKey = values.get(key)
      if (ofKey === undefined) values.set(key, new Set([value]))
      else ofKey.add(value)
    }
  }
  return values
}

function unknownKey({ text }: SelectorWord, keys: readonly string[]) {
  const hint = keys.length === 0 ? 'there are no labels in this project: write them below metadata' : suggestion(text, keys)
  return { code: 'unknown-label', message: `nothing has a label "${text}"`, hint } as const
}

function unknownValue(key: SelectorWord, { text }: SelectorWord, values: readonly string[]) {
  return { code: 'unknown-label', message: `nothing has the label ${key.text}=${text}`, hint: suggestion(text, values) } as const
}

function suggestion(word: string, candidates: readonly string[]): string {
  const near = closest(word, candidates)
  if (near !== null) return `did you mean "${near}"?`
  const listed = [...candidates].sort().slice(0, maxListed)
  return `there ${candidates.length === 1 ? 'is' : 'are'} ${listed.join(', ')}${candidates.length > maxListed ? ` and ${candidates.length - maxListed} more` : ''}`
}
