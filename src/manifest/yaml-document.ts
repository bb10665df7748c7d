import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml'
import type { SourceRange } from '../events/diagnostic.ts'
import type { Json } from '../events/json.ts'
import type { Locate } from '../expressions/expression.ts'
import { scalarOffsets, type ScalarOffsets } from './scalar-offsets.ts'
import type { SourceText } from './source-text.ts'

/** A path inside a document; a position in a list may be a number or its digits. */
export type DocumentPath = readonly (string | number)[]

/** What a path leads to: the nearest node above it, the pair whose value it is, and whether the whole path exists. */
interface Found {
  readonly node: Node | null
  readonly pair: Pair | null
  readonly whole: boolean
}

/** Mappings with more keys get an index when one of them is looked up. */
const fewKeys = 32

/** One document of a file: its plain value, and where each part of it stands. Places are looked up only when they are asked for. */
export class YamlDocument {
  readonly value: Json
  private readonly source: SourceText
  private readonly contents: Node
  private readonly aliased: ReadonlyMap<Alias, Node>
  private readonly keys = new Map<YAMLMap, ReadonlyMap<string, Pair>>()
  private readonly offsets = new Map<Scalar, ScalarOffsets | null>()

  constructor(options: { readonly value: Json; readonly source: SourceText; readonly contents: Node; readonly aliased: ReadonlyMap<Alias, Node> }) {
    this.value = options.value
    this.source = options.source
    this.contents = options.contents
    this.aliased = options.aliased
  }

  /** The file, relative to the project's root. */
  get file(): string {
    return this.source.file
  }

  /** The place of the value at a path, or of the nearest value above it. An empty value is shown by its key. */
  readonly locate: Locate = (path, part) => {
    const { node, pair, whole } = this.find(path)
    const range = rangeOf(node)
    if (range === null || (range[0] === range[1] && pair !== null)) return this.keyRange(pair)
    if (part !== undefined && whole && isScalar(node)) {
      const offset = this.offsetsOf(node, range)
      if (offset !== null) return this.source.range(offset(part[0]), offset(part[1]))
    }
    return this.trimmedRange(range)
  }

  /** The place of the key that a path ends with, or of the nearest one above it. */
  locateKey(path: DocumentPath): SourceRange {
    return this.keyRange(this.find(path).pair)
  }

  /** How the scalar at a path is written; null when there is none. */
  writtenAt(path: DocumentPath): string | null {
    const { node, whole } = this.find(path)
    return whole && isScalar(node) && typeof node.source === 'string' ? node.source : null
  }

  private find(path: DocumentPath): Found {
    let node = this.resolve(this.contents)
    let pair: Pair | null = null
    for (const segment of path) {
      if (isMap(node)) {
        const next = this.pairOf(node, String(segment))
        if (next === undefined) return { node, pair, whole: false }
        pair = next
        node = this.resolve(next.value as Node | null)
      } else {
        const item = isSeq(node) ? node.items[Number(segment)] : undefined
        if (item === undefined) return { node, pair, whole: false }
        pair = null
        node = this.resolve(item as Node | null)
      }
    }
    return { node, pair, whole: true }
  }

  private pairOf(map: YAMLMap, name: string): Pair | undefined {
    if (map.items.length <= fewKeys) return map.items.find(({ key }) => isScalar(key) && key.value === name)
    let index = this.keys.get(map)
    if (index === undefined) {
      // The first one wins, as in the value.
      index = new Map(map.items.toReversed().flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])))
      this.keys.set(map, index)
    }
    return index.get(name)
  }

  private resolve(node: Node | null): Node | null {
    return isAlias(node) ? (this.aliased.get(node) ?? node) : node
  }

  private keyRange(pair: Pair | null): SourceRange {
    const range = rangeOf(pair === null ? this.firstKey() : (pair.key as Node | null))
    return this.trimmedRange(range ?? rangeOf(this.contents) ?? [0, 0])
  }

  private firstKey(): Node | null {
    const first = isMap(this.contents) ? this.contents.items[0] : undefined
    return (first?.key as Node | null | undefined) ?? this.contents
  }

  private offsetsOf(scalar: Scalar, range: readonly [number, number]): ScalarOffsets | null {
    const known = this.offsets.get(scalar)
    if (known !== undefined) return known
    const offsets = scalarOffsets(scalar, this.source.text, range)
    this.offsets.set(scalar, offsets)
    return offsets
  }

  private trimmedRange([start, end]: readonly [number, number]): SourceRange {
    let last = end
    while (last > start + 1 && /\s/.test(this.source.text[last - 1] ?? '')) last--
    return this.source.range(start, last)
  }
}

function rangeOf(node: Node | null): readonly [number, number] | null {
  const range = node?.range
  return range === null || range === undefined ? null : [range[0], range[1]]
}
