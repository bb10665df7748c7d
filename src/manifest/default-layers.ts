import { posix } from 'node:path'
import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'
import { pathFields } from '../generated/spec-fields.ts'
import { documentName } from './document-name.ts'
import type { EnvironmentEntry } from './environment-documents.ts'
import { objectAt } from './json-parts.ts'
import type { ResourceKind } from './kinds.ts'
import type { Layer } from './layers.ts'
import type { CheckedDocument } from './validate-document.ts'
import type { DocumentPath } from './yaml-document.ts'

/** What lies below the documents of one kind in one environment. */
export interface DefaultStack {
  /** From the weakest to the strongest. */
  readonly layers: readonly Layer[]
  /** False when one of them has mistakes, which were reported: then nothing is to be said of what is laid over it. */
  readonly valid: boolean
}

/** The defaults of a project and its environments. */
export class DefaultLayers {
  readonly #project: CheckedDocument | null
  readonly #environments: ReadonlyMap<string, EnvironmentEntry>
  readonly #kinds: ReadonlySet<string>
  readonly #stacks = new Map<string, DefaultStack>()

  constructor(project: CheckedDocument | null, environments: ReadonlyMap<string, EnvironmentEntry>) {
    this.#project = project
    this.#environments = environments
    const documents = [...(project === null ? [] : [project]), ...[...environments.values()].map(({ document }) => document)]
    this.#kinds = new Set(documents.flatMap((document) => Object.keys(defaultsIn(document))))
  }

  /** Whether any document has defaults for the kind: then a document of it need not be complete by itself. */
  has(kind: ResourceKind): boolean {
    return this.#kinds.has(kind)
  }

  /** What lies below a document in that folder. The same object for environments without defaults of their own; null stands for no environment. */
  below(kind: ResourceKind, environment: string | null, folder: string): DefaultStack {
    const entry = environment === null ? undefined : this.#environments.get(environment)
    const chain = entry?.chain.filter((document) => Object.hasOwn(defaultsIn(document), kind)) ?? []
    const key = `${kind}/${chain.length === 0 ? '' : (environment ?? '')}/${folder}`
    let stack = this.#stacks.get(key)
    if (stack === undefined) this.#stacks.set(key, (stack = this.#stack(kind, chain, folder)))
    return stack
  }

  #stack(kind: ResourceKind, chain: readonly CheckedDocument[], folder: string): DefaultStack {
    const documents = [...(this.#project !== null && Object.hasOwn(defaultsIn(this.#project), kind) ? [this.#project] : []), ...chain]
    return { layers: documents.map((document) => layerOf(document, kind, folder)), valid: documents.every(({ valid }) => valid) }
  }
}

function defaultsIn({ value }: CheckedDocument): JsonObject {
  return objectAt(objectAt(value, 'spec'), 'defaults')
}

function layerOf(document: CheckedDocument, kind: ResourceKind, folder: string): Layer {
  const written = objectAt(defaultsIn(document), kind)
  const isProject = document.kind === 'Project'
  const prefix = pathPrefix(folder, folderOf(document.source.file))
  const paths = pathFields[kind] ?? []
  const spec = prefix === '' ? objectAt(written, 'spec') : paths.reduce((rest, path) => rebased(rest, path, prefix), objectAt(written, 'spec'))
  return {
    kind: isProject ? 'project-defaults' : 'environment-defaults',
    environment: isProject ? null : documentName(document),
    value: { ...written, ...(Object.hasOwn(written, 'spec') ? { spec } : {}) },
    source: document.source,
    inDocument: (path) => ['spec', 'defaults', kind, ...path],
    ...(prefix === ''
      ? {}
      : { shiftAt: (path: DocumentPath) => (paths.some((field) => isAt(field, path) && isMoved(valueAt(written, path))) ? prefix.length : 0) }),
  }
}

/** The folder of a file of the project; '' is the root. */
export function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : ''
}

function pathPrefix(from: string, to: string): string {
  const way = posix.relative(`/${from}`, `/${to}`)
  return way === '' ? '' : `${way}/`
}

/** Paths of a default start where it is written, but in a document they start at the document: each gets the way from there to here. */
function rebased(value: JsonObject, path: readonly string[], prefix: string): JsonObject {
  const [field = '', ...rest] = path
  if (!Object.hasOwn(value, field)) return value
  return { ...value, [field]: rebasedValue(value[field] ?? null, rest, prefix) }
}

function rebasedValue(value: Json, rest: readonly string[], prefix: string): Json {
  if (rest.length === 0) return isMoved(value) ? `${prefix}${value}` : value
  if (rest[0] === '*') return Array.isArray(value) ? (value as readonly Json[]).map((item) => rebasedValue(item, rest.slice(1), prefix)) : value
  return isJsonObject(value) ? rebased(value, rest, prefix) : value
}

/** What begins with an expression starts where the expression says. */
function isMoved(value: Json | undefined): value is string {
  return typeof value === 'string' && !value.startsWith('/') && !value.startsWith('${')
}

function isAt(field: readonly string[], path: DocumentPath): boolean {
  return path.length === field.length + 1 && field.every((step, index) => step === '*' || step === path[index + 1])
}

function valueAt(whole: JsonObject, path: DocumentPath): Json | undefined {
  let value: Json | undefined = whole
  for (const segment of path) {
    if (isJsonObject(value)) value = Object.hasOwn(value, String(segment)) ? value[String(segment)] : undefined
    else value = Array.isArray(value) ? (value as readonly Json[])[Number(segment)] : undefined
  }
  return value
}
