import type { SourceRange } from '../events/diagnostic.ts'
import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'
import type { Locate } from '../expressions/expression.ts'
import { layOver } from './lay-over.ts'
import { mergePatch, patchOrigin } from './merge-patch.ts'
import type { DocumentPath, YamlDocument } from './yaml-document.ts'

/** What a layer is, from the weakest to the strongest. */
export type LayerKind = 'project-defaults' | 'environment-defaults' | 'document' | 'override' | 'set'

/** One text that says something about a resource or an environment. */
export interface Layer {
  readonly kind: LayerKind
  /** The environment that it is written for; null for what counts everywhere. */
  readonly environment: string | null
  /** In the shape of a whole document, as far as the layer may say anything. */
  readonly value: JsonObject
  readonly source: YamlDocument
  /** Where a part of the value stands in its document. */
  readonly inDocument: (path: DocumentPath) => DocumentPath
  /** How many characters stand before the text at a path that are not written there. */
  readonly shiftAt?: (path: DocumentPath) => number
}

/** What one layer says at a path. */
export interface LayerEntry {
  readonly kind: LayerKind
  readonly environment: string | null
  /** Null also where the layer takes the part away, or replaces what it would be in. */
  readonly value: Json
  readonly at: SourceRange
}

/** Documents laid over each other, with the place that each part of the result comes from. Merged and looked up only when asked. */
export class Layers {
  readonly all: readonly Layer[]
  /** What the layers up to each position give. */
  readonly #merged: JsonObject[] = []

  /** From the weakest to the strongest, at least one. */
  constructor(all: readonly Layer[]) {
    this.all = all
  }

  /** The layers together. */
  get value(): JsonObject {
    return this.#mergedTo(this.all.length - 1)
  }

  /** These layers with one more over them. */
  with(layer: Layer): Layers {
    return new Layers(this.all.concat(layer))
  }

  /** The place of the layer that counts; the path is one of the whole document. */
  readonly locate: Locate = (path, part) => {
    const layer = this.#layerOf(path)
    const shift = part === undefined ? 0 : (layer?.shiftAt?.(path) ?? 0)
    const written = part === undefined ? undefined : ([Math.max(0, part[0] - shift), Math.max(0, part[1] - shift)] as const)
    return layer === undefined ? nowhere : layer.source.locate(layer.inDocument(path), written)
  }

  /** The place of the key that a path ends with. */
  locateKey(path: DocumentPath): SourceRange {
    const layer = this.#layerOf(path)
    return layer === undefined ? nowhere : layer.source.locateKey(layer.inDocument(path))
  }

  /** How the scalar at a path is written; null when there is none. */
  writtenAt(path: DocumentPath): string | null {
    const layer = this.#layerOf(path)
    return layer === undefined ? null : layer.source.writtenAt(layer.inDocument(path))
  }

  /** Whether the part at a path is a default. */
  isDefaultAt(path: DocumentPath): boolean {
    const layer = this.#layerOf(path)
    return layer !== undefined && isDefault(layer)
  }

  /** Every layer that says something about the part at a path, from the weakest to the strongest. */
  at(path: DocumentPath): readonly LayerEntry[] {
    return this.all.flatMap((layer) => {
      const said = saidAt(layer.value, path)
      if (said === null) return []
      const { kind, environment, source } = layer
      return [{ kind, environment, value: said.value, at: source.locate(layer.inDocument(path.slice(0, said.depth))) }]
    })
  }

  #mergedTo(position: number): JsonObject {
    const layer = this.all[position]
    if (layer === undefined) return {}
    // Most documents have nothing below them: there is nothing to keep.
    if (position === 0) return layer.value
    const known = this.#merged[position]
    if (known !== undefined) return known
    const merged = layOn(this.#mergedTo(position - 1), layer)
    this.#merged[position] = merged
    return merged
  }

  #layerOf(path: DocumentPath): Layer | undefined {
    let position = this.all.length - 1
    while (position > 0 && patchOrigin(this.#mergedTo(position - 1), this.all[position]?.value ?? null, path) === 'target') position--
    const layer = this.all[position]
    if (layer === undefined || !isDefault(layer)) return layer
    // A mapping of which each layer has a part, and what no layer says, is looked for in the document.
    const document = this.all.findLast(({ kind }) => kind === 'document')
    const isDocuments = document !== undefined && (saidAt(document.value, path) !== null || saidAt(layer.value, path) === null)
    return isDocuments ? document : layer
  }
}

/** Whether a layer lies below the documents that it counts for. */
export function isDefault({ kind }: Layer): boolean {
  return kind === 'project-defaults' || kind === 'environment-defaults'
}

const start = { line: 1, column: 1, offset: 0 }
const nowhere: SourceRange = { file: '', start, end: start }

function layOn(below: JsonObject, { kind, value }: Layer): JsonObject {
  return kind === 'override' || kind === 'set' ? mergePatch(below, value) : layOver(below, value)
}

/** What a value says of a path, and how much of the path leads to it; null when nothing. */
function saidAt(whole: JsonObject, path: DocumentPath): { readonly value: Json; readonly depth: number } | null {
  let value: Json = whole
  for (const [depth, segment] of path.entries()) {
    if (isJsonObject(value)) {
      const key = String(segment)
      if (!Object.hasOwn(value, key)) return null
      value = value[key] ?? null
    } else {
      const item: Json | undefined = Array.isArray(value) ? (value as readonly Json[])[Number(segment)] : undefined
      if (item === undefined) return { value: null, depth }
      value = item
    }
  }
  return { value, depth: path.length }
}
