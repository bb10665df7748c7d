import type { PartialRequest, PlanDocument } from './plan-document.ts'

/** Which part of its environment a run is about, in short. */
export interface RunPart {
  /** The words of the command line that ask for it. */
  readonly words: readonly string[]
  /** How many resources were planned, and how many the environment has. */
  readonly selected: number
  readonly total: number
}

/** The part that a plan is about; null for the whole environment. */
export function runPart({ partial, resources }: Pick<PlanDocument, 'partial' | 'resources'>): RunPart | null {
  return partial === null ? null : { words: requestWords(partial.request), selected: resources.length, total: partial.total }
}

/** A request as words of the command line, without any quotes. */
export function requestWords({ targets, selector, exclude, only, withDependents }: PartialRequest): readonly string[] {
  return [
    ...targets,
    ...(selector === null ? [] : ['--selector', selector]),
    ...exclude.flatMap((name) => ['--exclude', name]),
    ...(only ? ['--only'] : []),
    ...(withDependents ? ['--with-dependents'] : []),
  ]
}

/** The inverse of {@link requestWords}. */
export function requestOf(words: readonly string[]): PartialRequest {
  const targets: string[] = []
  const exclude: string[] = []
  let selector: string | null = null
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--selector') selector = rest.shift() ?? null
    else if (word === '--exclude') exclude.push(rest.shift() ?? '')
    else if (!word.startsWith('--')) targets.push(word)
  }
  return { targets, selector, exclude, only: words.includes('--only'), withDependents: words.includes('--with-dependents') }
}
