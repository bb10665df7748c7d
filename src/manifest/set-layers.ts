import { closest } from '../events/did-you-mean.ts'
import type { Diagnostic, Report } from '../events/diagnostic.ts'
import { noSuchEnvironment, type EnvironmentEntry } from './environment-documents.ts'
import { objectAt } from './json-parts.ts'
import type { Layer } from './layers.ts'
import { readSetWord, type SetWord } from './set-word.ts'
import { setLayer } from './set-layer.ts'
import { SourceText } from './source-text.ts'

/** The file that places in words of `--set` are in: one word a line. */
export const setFile = '--set'

interface SetEntry {
  readonly word: SetWord
  readonly layer: Layer
}

/** What somebody said with `--set`: the strongest layers of all. */
export class SetLayers {
  readonly #entries: readonly SetEntry[]

  /** In the order in which they were given; later ones are stronger. */
  constructor(entries: readonly SetEntry[]) {
    this.#entries = entries
  }

  /** What is said of the variables of all environments. */
  get variables(): readonly Layer[] {
    return this.#entries.flatMap(({ word, layer }) => (word.resource === null ? [layer] : []))
  }

  /** What is said of a resource in one environment. */
  of(environment: string, name: string): readonly Layer[] {
    const isFor = ({ word }: SetEntry): boolean => word.resource === name && (word.environment === null || word.environment === environment)
    return this.#entries.filter(isFor).map(({ layer }) => layer)
  }

  /** Reports what names nothing that there is. `names` are those of documents, by environment. */
  check(entries: ReadonlyMap<string, EnvironmentEntry>, names: ReadonlyMap<string, ReadonlySet<string>>, report: Report): void {
    for (const { word, layer } of this.#entries) {
      const problem = word.resource === null ? variableProblem(word, entries) : resourceProblem(word.resource, word.environment, names)
      if (problem !== null)
        report({
          severity: 'error',
          ...problem,
          at: layer.source.locateKey(word.resource === null ? ['spec', 'variables', word.path[1]?.key ?? ''] : ['spec']),
        })
    }
  }
}

/** Nothing is set. */
export const nothingSet = new SetLayers([])

/** Reads the words of `--set`, and reports what is wrong with them. The YAML parser is loaded only where there are any. */
export async function readSetLayers(words: readonly string[], report: Report): Promise<SetLayers> {
  if (words.length === 0) return nothingSet
  const { readYaml } = await import('./read-yaml.ts')
  const source = new SourceText(setFile, words.join('\n'))
  const entries: SetEntry[] = []
  let from = 0
  for (const text of words) {
    const read = readSetWord(text, from)
    if (read.ok) entries.push({ word: read.word, layer: setLayer(read.word, { source, readYaml, report }) })
    else report({ code: 'usage', severity: 'error', ...read.problem, at: source.range(from, from + text.length) })
    from += text.length + 1
  }
  return new SetLayers(entries)
}

type Problem = Pick<Diagnostic, 'code' | 'message' | 'hint'>

function variableProblem({ path }: SetWord, entries: ReadonlyMap<string, EnvironmentEntry>): Problem | null {
  const name = path[1]?.key ?? ''
  const known = new Set([...entries.values()].flatMap(({ chain }) => chain.flatMap(({ value }) => Object.keys(objectAt(objectAt(value, 'spec'), 'variables')))))
  if (known.has(name)) return null
  const near = closest(name, known)
  const list = known.size === 0 ? 'no environment has variables' : `the variables are ${[...known].sort().join(', ')}`
  return { code: 'unknown-field', message: `no environment has a variable "${name}"`, hint: near === null ? list : `did you mean "${near}"?` }
}

function resourceProblem(resource: string, environment: string | null, names: ReadonlyMap<string, ReadonlySet<string>>): Problem | null {
  if (environment !== null && !names.has(environment)) return { code: 'unknown-environment', ...noSuchEnvironment(environment, [...names.keys()]) }
  const known = new Set([...names].flatMap(([name, all]) => (environment === null || environment === name ? [...all] : [])))
  if (known.has(resource)) return null
  const near = closest(resource, known)
  const where = environment === null ? '' : ` in ${environment}`
  const hint = near === null ? 'NAME.PATH=VALUE begins with the name of a resource, or with "environment.variables"' : `did you mean "${near}"?`
  return { code: 'unknown-target', message: `no resource${where} is named "${resource}"`, hint }
}
