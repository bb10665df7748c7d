import { matchesSelector, type Labels, type Selector } from './selector.ts'
import type { Waits } from './waiting-graph.ts'

/** What there is to choose from in an environment. */
export interface Selectable {
  readonly environment: string
  /** Declared resources with the names they wait for. */
  readonly declared: Waits
  /** Recorded resources with the names they were recorded to depend on. */
  readonly recorded: Waits
  /** The labels of a declared resource, those of its environment below them. */
  readonly labels: (name: string) => Labels
  /** Names of all environments: one written as a target is a mistake of its own. */
  readonly environments: readonly string[]
}

/** What a plan of an environment can be about, and what words stand for. */
export class TargetNames {
  /** What can be planned: declared and recorded resources, or to destroy the recorded ones. */
  readonly all: readonly string[]
  readonly #from: Selectable
  readonly #known: ReadonlySet<string>
  /** By the name of the document: itself, its instances, what replacements of them left behind. */
  readonly #byBase: ReadonlyMap<string, readonly string[]>
  readonly #byName: ReadonlyMap<string, readonly string[]>

  constructor(from: Selectable, mode: 'apply' | 'destroy') {
    this.#from = from
    this.#known = new Set([...from.declared.keys(), ...from.recorded.keys()])
    this.all = [...this.#known].filter((name) => mode === 'apply' || from.recorded.has(name))
    this.#byName = Map.groupBy(this.#known, originalName)
    this.#byBase = Map.groupBy(this.#known, (name) => name.split(/[@~]/)[0] ?? name)
  }

  /** The names that a target stands for; none where it names nothing. What was never made can be named, too, when everything is to go. */
  find(word: string): readonly string[] {
    const prefix = `${this.#from.environment}/`
    const name = word.startsWith(prefix) ? word.slice(prefix.length) : word
    return this.#byBase.get(name) ?? this.#byName.get(name) ?? (this.#known.has(name) ? [name] : [])
  }

  /** The names that have the labels. Nobody knows the labels of what no document declares any more. */
  matching(selector: Selector): readonly string[] {
    const { declared, labels } = this.#from
    return this.all.filter((name) => declared.has(originalName(name)) && matchesSelector(selector, labels(originalName(name))))
  }
}

/** The name without what tells the old object of a replacement from the new one. */
function originalName(name: string): string {
  return name.split('~')[0] ?? name
}
