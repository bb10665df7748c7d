import type { Diagnostic, Report } from '../events/diagnostic.ts'
import { closest } from '../events/did-you-mean.ts'
import type { JsonObject } from '../events/json.ts'
import { documentName } from './document-name.ts'
import { checkSources, readSources } from './environment-sources.ts'
import { objectAt, stringsAt } from './json-parts.ts'
import { Layers, type Layer } from './layers.ts'
import { limits } from './limits.ts'
import type { EnvironmentDeclaration } from './manifest.ts'
import type { CheckedDocument } from './validate-document.ts'

/** An Environment document with what it extends. */
export interface EnvironmentEntry {
  readonly name: string
  readonly document: CheckedDocument
  /** The documents it consists of, those it extends first; the document itself is the last. */
  readonly chain: readonly CheckedDocument[]
  /** What all of them say together. */
  readonly declaration: EnvironmentDeclaration
  readonly abstract: boolean
  readonly optIn: boolean
  /** Whether it and all that it extends are right; if not, it was reported. */
  readonly valid: boolean
}

/** What environments are read with. */
export interface ReadEnvironmentsOptions {
  /** False when documents are missing because they could not be read. */
  readonly complete: boolean
  /** Laid over what the documents say. */
  readonly set: readonly Layer[]
}

/** The environments by name, in the order of names; those that are not valid as far as they can be read, so that their names are known. */
export function readEnvironments(
  documents: readonly CheckedDocument[],
  { complete, set }: ReadEnvironmentsOptions,
  report: Report,
): ReadonlyMap<string, EnvironmentEntry> {
  const found = new Map<string, CheckedDocument>()
  for (const document of documents) {
    const name = document.kind === 'Environment' ? documentName(document) : null
    if (name === null) continue
    const first = found.get(name)
    if (first === undefined) found.set(name, document)
    else {
      const related = [{ message: 'first defined here', at: first.source.locate(['metadata', 'name']) }]
      const at = document.source.locate(['metadata', 'name'])
      report({ code: 'duplicate-name', severity: 'error', message: `two environments are named "${name}"`, related, at })
    }
  }
  const chains = new Chains(found, complete, report)
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1))
  const entries = sorted.map(([name, document]) => entryOf(document, chains.of(name), { name, set }))
  for (const { declaration } of entries) checkSources(declaration, report)
  return new Map(entries.map((entry) => [entry.name, entry] as const))
}

interface Chain {
  readonly documents: readonly CheckedDocument[]
  readonly valid: boolean
}

/** Follows `extends`. */
class Chains {
  readonly #found: ReadonlyMap<string, CheckedDocument>
  readonly #complete: boolean
  readonly #report: Report
  /** Null while a chain is being followed. */
  readonly #known = new Map<string, Chain | null>()
  readonly #path: string[] = []

  constructor(found: ReadonlyMap<string, CheckedDocument>, complete: boolean, report: Report) {
    this.#found = found
    this.#complete = complete
    this.#report = report
  }

  of(name: string): Chain {
    const known = this.#known.get(name)
    if (known !== undefined && known !== null) return known
    this.#known.set(name, null)
    this.#path.push(name)
    const chain = this.#follow(name)
    this.#path.pop()
    this.#known.set(name, chain)
    return chain
  }

  #follow(name: string): Chain {
    const own = this.#found.get(name)
    if (own === undefined) return { documents: [], valid: false }
    // Of several ways to one document the first counts: it is laid below all that comes after it.
    const documents = new Set<CheckedDocument>()
    let { valid } = own
    extendedNames(own).forEach((other, index) => {
      const problem = this.#problem(other)
      if (problem !== null) this.#report({ severity: 'error', ...problem, at: own.source.locate(['spec', 'extends', index]) })
      const chain = problem === null && this.#found.has(other) ? this.of(other) : { documents: [], valid: false }
      valid &&= chain.valid
      for (const document of chain.documents) documents.add(document)
    })
    return { documents: [...documents, own], valid }
  }

  #problem(name: string): Pick<Diagnostic, 'code' | 'message' | 'hint'> | null {
    if (!this.#found.has(name)) return this.#complete ? { code: 'unknown-environment', ...noSuchEnvironment(name, [...this.#found.keys()]) } : null
    if (this.#known.get(name) === null) {
      const circle = [...this.#path.slice(this.#path.indexOf(name)), name].join(' → ')
      return { code: 'invalid-value', message: `environments extend each other in a circle: ${circle}`, hint: 'take one of them away' }
    }
    if (this.#path.length < limits.extendsDepth) return null
    return { code: 'invalid-value', message: `environments extend each other more than ${limits.extendsDepth} deep` }
  }
}

/** What to say of a name that no environment has. */
export function noSuchEnvironment(name: string, names: readonly string[]): Pick<Diagnostic, 'message' | 'hint'> {
  const near = closest(name, names)
  const list = names.length === 0 ? 'the project has no Environment document' : `the environments are ${[...names].sort().join(', ')}`
  return { message: `no environment is named "${name}"`, hint: near === null ? list : `did you mean "${near}"?` }
}

function extendedNames({ value }: CheckedDocument): readonly string[] {
  const names = objectAt(value, 'spec')['extends']
  return Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : []
}

function entryOf(
  document: CheckedDocument,
  { documents, valid }: Chain,
  { name, set }: { readonly name: string; readonly set: readonly Layer[] },
): EnvironmentEntry {
  const spec = objectAt(document.value, 'spec')
  const layers = new Layers([...documents.map((each) => layerOf(each, each === document)), ...set])
  const declaration = declarationOf(name, document, layers)
  return { name, document, chain: documents, declaration, abstract: spec['abstract'] === true, optIn: spec['optIn'] === true, valid }
}

function layerOf({ value, source }: CheckedDocument, isOwn: boolean): Layer {
  const environment = documentName({ value })
  const inherited: JsonObject = { metadata: { labels: objectAt(objectAt(value, 'metadata'), 'labels') }, spec: objectAt(value, 'spec') }
  return { kind: isOwn ? 'document' : 'environment-defaults', environment, value: isOwn ? value : inherited, source, inDocument: (path) => path }
}

function declarationOf(name: string, { source }: CheckedDocument, layers: Layers): EnvironmentDeclaration {
  const { value } = layers
  const spec = objectAt(value, 'spec')
  return {
    name,
    labels: stringsAt(objectAt(value, 'metadata'), 'labels'),
    protected: spec['protected'] === true,
    mode: spec['mode'] === 'observe' ? 'observe' : 'manage',
    variables: objectAt(spec, 'variables'),
    ...readSources(layers),
    get at() {
      return source.locate(['metadata', 'name'])
    },
    locate: layers.locate,
    layersAt: (path) => layers.at(path),
  }
}
