import type { Diagnostic } from '../events/diagnostic.ts'
import { unknownTarget } from './unknown-target.ts'
import type { TargetNames } from './target-names.ts'

/** What of a resource somebody asked to replace: the resource itself, or addresses inside of it. */
export type Replacement = 'itself' | readonly string[]

/** A word that asks for a replacement: `app`, `dev/app`, or `network:aws_vpc.main[0]` for something inside. */
export interface ReplaceWord {
  readonly target: string
  /** The address inside; null for the resource itself. */
  readonly inner: string | null
}

/** Reads a word that asks for a replacement. Names hold no colon, so that the first one ends the name. */
export function readReplaceWord(word: string): ReplaceWord {
  const colon = word.indexOf(':')
  return colon < 0 ? { target: word, inner: null } : { target: word.slice(0, colon), inner: word.slice(colon + 1) }
}

/** What replacements are looked up in. */
export interface ReplacementsFrom {
  readonly environment: string
  readonly environments: readonly string[]
  readonly names: TargetNames
  /** The names that are planned and declared. */
  readonly selected: ReadonlySet<string>
  readonly recorded: { readonly has: (name: string) => boolean }
}

/** What is to be replaced, by name; words that name nothing that could be replaced are mistakes. */
export function findReplacements(
  words: readonly string[],
  from: ReplacementsFrom,
): { readonly replacements: ReadonlyMap<string, Replacement>; readonly diagnostics: readonly Diagnostic[] } {
  const replacements = new Map<string, Replacement>()
  const diagnostics: Diagnostic[] = []
  for (const word of words) {
    const { target, inner } = readReplaceWord(word)
    const names = from.names.find(target).filter((name) => !name.includes('~'))
    if (inner === '') diagnostics.push(refusal(`nothing is named behind the colon of "${word}"`, `write ${target}:ADDRESS, or ${target} alone`))
    else if (names.length === 0) diagnostics.push(unknownWord(target, inner, from))
    for (const name of inner === '' ? [] : names) {
      const problem = obstacle(name, from)
      if (problem !== null) diagnostics.push(problem)
      else replacements.set(name, joined(replacements.get(name), inner))
    }
  }
  return { replacements, diagnostics }
}

function joined(before: Replacement | undefined, inner: string | null): Replacement {
  if (inner === null || before === 'itself') return 'itself'
  return [...new Set([...(before ?? []), inner])]
}

function unknownWord(target: string, inner: string | null, from: ReplacementsFrom): Diagnostic {
  // Nothing of ours is called like an address inside of a stack.
  if (inner === null && /[.[]/.test(target))
    return refusal(`"${target}" names something inside of a stack, but not which stack`, `write --replace STACK:${target}`)
  return unknownTarget(target, from, from.names.all)
}

function obstacle(name: string, { environment, selected, recorded }: ReplacementsFrom): Diagnostic | null {
  const address = `${environment}/${name}`
  if (!selected.has(name)) return refusal(`${address} is to be replaced, but is not among what is planned`, 'name it as a target, too')
  if (!recorded.has(name)) return refusal(`${address} was never applied: there is nothing to replace`, 'leave --replace out: it will be created')
  return null
}

function refusal(message: string, hint: string): Diagnostic {
  return { code: 'selection-invalid', severity: 'error', message, hint }
}
