import { setTarget } from '../manifest/set-word.ts'
import type { PartialRequest, PlanDocument } from './plan-document.ts'

/** Which part of its environment a run is about, in short. */
export interface RunPart {
  /** The words of the command line that ask for it. */
  readonly words: readonly string[]
  /** How many resources were planned, and how many the environment has. */
  readonly selected: number
  readonly total: number
}

/** What a plan is about where that is not the whole environment as the documents say it; null where it is. */
export function runPart(document: Pick<PlanDocument, 'partial' | 'resources' | 'set'>): RunPart | null {
  const { partial, resources, set } = document
  if (partial === null && set.length === 0) return null
  return { words: requestWords(document), selected: resources.length, total: partial?.total ?? resources.length }
}

/** What was asked for as words of the command line, without any quotes; of what was set only the names, `app.variables.size=…`. */
export function requestWords({ partial, set }: Pick<PlanDocument, 'partial' | 'set'>): readonly string[] {
  return [...(partial === null ? [] : partialWords(partial.request)), ...set.flatMap((target) => ['--set', `${target}=…`])]
}

/** What was set, by the words of a part. */
export function setTargets(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => (words[index - 1] === '--set' ? [setTarget(word)] : []))
}

function partialWords({ targets, selector, exclude, only, withDependents }: PartialRequest): readonly string[] {
  return [
    ...targets,
    ...(selector === null ? [] : ['--selector', selector]),
    ...exclude.flatMap((name) => ['--exclude', name]),
    ...(only ? ['--only'] : []),
    ...(withDependents ? ['--with-dependents'] : []),
  ]
}

/** The inverse of {@link requestWords}, but for what was set. */
export function requestOf(words: readonly string[]): PartialRequest {
  const targets: string[] = []
  const exclude: string[] = []
  let selector: string | null = null
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--selector') selector = rest.shift() ?? null
    else if (word === '--set') rest.shift()
    else if (word === '--exclude') exclude.push(rest.shift() ?? '')
    else if (!word.startsWith('--')) targets.push(word)
  }
  return { targets, selector, exclude, only: words.includes('--only'), withDependents: words.includes('--with-dependents') }
}
