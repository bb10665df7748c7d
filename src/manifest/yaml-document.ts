import type { SourceRange } from '../events/diagnostic.ts'
import { isJsonObject, type Json } from '../events/json.ts'
import type { Locate } from '../expressions/expression.ts'
import { collections, noNode, scalarStyles, type Places } from './places.ts'
import { scalarOffsets, type ScalarOffsets } from './scalar-offsets.ts'
import type { SourceText } from './source-text.ts'

/** A path inside a document; a position in a list may be a number or its digits. */
export type DocumentPath = readonly (string | number)[]

type Range = readonly [number, number]

/** What a path leads to: the record of the nearest node above it, the key whose value it is, and whether the whole path exists. */
interface Found {
  readonly record: number
  readonly key: Range | null
  readonly value: Json
  readonly whole: boolean
}

/** Mappings with more keys get an index when one of them is looked up. */
const fewKeys = 32

/** Where the keys of a mapping begin in its record, and how many numbers there are for each. */
const header = 3
const perKey = 3

/** One document of a file: its plain value, and where each part of it stands. Places are looked up only when they are asked for. */
export class YamlDocument {
  readonly value: Json
  readonly places: Places
  private readonly source: SourceText
  private indexes: Map<number, ReadonlyMap<string, number>> | null = null
  private offsets: Map<number, ScalarOffsets | null> | null = null

  constructor(options: { readonly value: Json; readonly source: SourceText; readonly places: Places }) {
    this.value = options.value
    this.source = options.source
    this.places = options.places
  }

  /** The file, relative to the project's root. */
  get file(): string {
    return this.source.file
  }

  /** The place of the value at a path, or of the nearest value above it. An empty value is shown by its key. */
  readonly locate: Locate = (path, part) => {
    const found = this.find(path)
    const range = this.rangeOf(found.record)
    if (range === null || (range[0] === range[1] && found.key !== null)) return this.keyRange(found.key)
    if (part !== undefined && found.whole) {
      const offset = this.offsetsOf(found, range)
      if (offset !== null) return this.source.range(offset(part[0]), offset(part[1]))
    }
    return this.trimmedRange(range)
  }

  /** The place of the key that a path ends with, or of the nearest one above it. */
  locateKey(path: DocumentPath): SourceRange {
    return this.keyRange(this.find(path).key)
  }

  /** How the plain scalar at a path is written; null when there is none. */
  writtenAt(path: DocumentPath): string | null {
    const { record, whole } = this.find(path)
    const range = this.rangeOf(record)
    return whole && range !== null && this.at(record + 2) === scalarStyles.plain ? this.source.text.slice(...range) : null
  }

  private find(path: DocumentPath): Found {
    let record = this.places.root
    let key: Range | null = null
    let { value } = this
    for (const segment of path) {
      const position = this.childOf(record, value, segment)
      if (position === null) return { record, key, value, whole: false }
      if (isJsonObject(value)) {
        const slot = record + header + position * perKey
        key = [this.at(slot), this.at(slot + 1)]
        record = this.at(slot + 2)
        value = value[String(segment)] ?? null
      } else {
        key = null
        record = this.at(record + header + position)
        value = (value as readonly Json[])[position] ?? null
      }
    }
    return { record, key, value, whole: true }
  }

  /** The position of a child among those of a collection; null when it is none of them. */
  private childOf(record: number, value: Json, segment: string | number): number | null {
    const what = record === noNode ? null : this.at(record + 2)
    if (what === collections.list && Array.isArray(value)) {
      const position = Number(segment)
      return Number.isInteger(position) && position >= 0 && position < value.length ? position : null
    }
    if (what !== collections.map || !isJsonObject(value) || !Object.hasOwn(value, String(segment))) return null
    return this.positionOf(record, Object.keys(value), String(segment))
  }

  private positionOf(record: number, keys: readonly string[], name: string): number {
    if (keys.length <= fewKeys) return keys.indexOf(name)
    const indexes = (this.indexes ??= new Map<number, ReadonlyMap<string, number>>())
    let index = indexes.get(record)
    if (index === undefined) indexes.set(record, (index = new Map(keys.map((key, position) => [key, position]))))
    return index.get(name) ?? 0
  }

  private keyRange(key: Range | null): SourceRange {
    return this.trimmedRange(key ?? this.firstKey() ?? this.rangeOf(this.places.root) ?? [0, 0])
  }

  private firstKey(): Range | null {
    const { root } = this.places
    if (!isJsonObject(this.value) || root === noNode) return null
    const slots = Object.keys(this.value).map((_, position) => root + header + position * perKey)
    const [first, ...more] = slots.map((slot): Range => [this.at(slot), this.at(slot + 1)])
    return first === undefined ? null : more.reduce((earliest, range) => (range[0] < earliest[0] ? range : earliest), first)
  }

  private offsetsOf({ record, value }: Found, range: Range): ScalarOffsets | null {
    const known = this.offsets?.get(record)
    if (known !== undefined) return known
    const offsets = typeof value === 'string' ? scalarOffsets({ value, style: this.at(record + 2) }, this.source.text, range) : null
    this.offsets ??= new Map()
    this.offsets.set(record, offsets)
    return offsets
  }

  private rangeOf(record: number): Range | null {
    return record === noNode ? null : [this.at(record), this.at(record + 1)]
  }

  private at(index: number): number {
    return this.places.table[index] ?? 0
  }

  private trimmedRange([start, end]: Range): SourceRange {
    let last = end
    while (last > start + 1 && isSpace(this.source.text.charCodeAt(last - 1))) last--
    return this.source.range(start, last)
  }
}

/** What YAML has for white space. */
function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13)
}
