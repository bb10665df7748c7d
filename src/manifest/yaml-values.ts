import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Diagnostic, DiagnosticCode, Report } from '../events/diagnostic.ts'
import type { Json } from '../events/json.ts'
import { limits } from './limits.ts'
import { collections, noNode, scalarStyles, type Places } from './places.ts'
import { setOwn } from './set-own.ts'
import type { SourceText } from './source-text.ts'
import { checkNumber } from './yaml-number.ts'

/** What is known of an anchored value. `count` and `height` include what aliases inside it stand for. */
interface Anchor {
  readonly record: number
  readonly value: Json
  readonly count: number
  readonly height: number
}

/** The plain value of a document, and where its parts stand. */
export interface YamlValue {
  readonly value: Json
  readonly places: Places
}

/** How many values the aliases of a file have added so far. */
export interface AliasBudget {
  used: number
}

/**
 * Turns the nodes of a document into plain data in one walk, and reports what has no meaning as such. Wrong parts become null; of a key that
 * stands twice the first one counts. The nodes may not be nested deeper than the cap.
 */
export function yamlValue(contents: Node | null, options: { source: SourceText; budget: AliasBudget; report: Report }): YamlValue {
  return new ValueWalk(options.source, options.budget, options.report).read(contents)
}

const styles: Readonly<Record<string, number>> = {
  PLAIN: scalarStyles.plain,
  QUOTE_SINGLE: scalarStyles.single,
  QUOTE_DOUBLE: scalarStyles.double,
  BLOCK_LITERAL: scalarStyles.literal,
}

class ValueWalk {
  private readonly source: SourceText
  private readonly budget: AliasBudget
  private readonly reportTo: Report
  private readonly table: number[] = []
  /** The record of the value that was read last. */
  private record: number = noNode
  /** Null while the walk is inside of the anchored value. */
  private readonly anchors = new Map<string, Anchor | null>()
  private count = 0
  private deepest = 0

  constructor(source: SourceText, budget: AliasBudget, report: Report) {
    this.source = source
    this.budget = budget
    this.reportTo = report
  }

  read(contents: Node | null): YamlValue {
    const value = this.valueOf(contents, 0)
    return { value, places: { table: this.table, root: this.record } }
  }

  private valueOf(node: Node | null, depth: number): Json {
    if (node === null) {
      this.record = noNode
      return null
    }
    if (isAlias(node)) return this.aliasValue(node, depth)
    if (node.tag !== undefined) this.refuseTag(node)
    const anchor = (node as { readonly anchor?: string }).anchor
    return anchor === undefined ? this.plainValue(node, depth) : this.anchoredValue(node, anchor, depth)
  }

  private anchoredValue(node: Node, name: string, depth: number): Json {
    const countBefore = this.count
    const deepestBefore = this.deepest
    this.anchors.set(name, null)
    this.deepest = depth
    const value = this.plainValue(node, depth)
    this.anchors.set(name, { record: this.record, value, count: this.count - countBefore, height: this.deepest - depth })
    this.deepest = Math.max(this.deepest, deepestBefore)
    return value
  }

  private aliasValue(alias: Alias, depth: number): Json {
    this.recordNode(alias, scalarStyles.other)
    const anchor = this.anchors.get(alias.source)
    if (anchor === undefined) {
      const hint = /^[\w-]+$/.test(alias.source) ? `put "&${alias.source}" before the value to repeat` : 'quote a text that begins with "*"'
      return this.refuse(alias, 'yaml-alias', `no anchor is named "${alias.source}"`, hint)
    }
    if (anchor === null) return this.refuse(alias, 'yaml-alias', `"*${alias.source}" stands inside the value that it repeats`)
    if (depth + anchor.height > limits.depth) return this.refuse(alias, 'yaml-depth', `more than ${limits.depth} collections inside one another`)
    const before = this.budget.used
    this.budget.used += anchor.count
    this.count += anchor.count
    this.deepest = Math.max(this.deepest, depth + anchor.height)
    if (this.budget.used <= limits.aliasedValues) {
      this.record = anchor.record
      return anchor.value
    }
    if (before <= limits.aliasedValues)
      this.refuse(alias, 'yaml-alias', `the aliases of this file stand for more than ${limits.aliasedValues.toLocaleString('en')} values`)
    return null
  }

  private plainValue(node: Node, depth: number): Json {
    this.count++
    if (depth > this.deepest) this.deepest = depth
    if (isMap(node)) return this.mapValue(node, depth)
    if (isSeq(node)) return this.listValue(node, depth)
    this.recordNode(node, isScalar(node) ? (styles[node.type ?? ''] ?? scalarStyles.other) : scalarStyles.other)
    if (isScalar(node)) return this.scalarValue(node)
    return this.refuse(node, 'yaml-unsupported', 'this has no meaning as plain data')
  }

  private scalarValue(node: Scalar): Json {
    const { value } = node
    switch (typeof value) {
      case 'string':
        // A long text counts for more: aliases may repeat it, too.
        this.count += value.length >> 5
        return value
      case 'boolean':
        return value
      case 'number':
        return checkNumber(value, node.source ?? '', (problem) => this.say(node, problem))
      default:
        return value === null || node.tag !== undefined ? null : this.refuse(node, 'yaml-unsupported', 'this has no meaning as plain data')
    }
  }

  private listValue(node: YAMLSeq, depth: number): Json {
    const records: number[] = []
    const items = node.items.map((item) => {
      const value = this.valueOf(item as Node | null, depth + 1)
      records.push(this.record)
      return value
    })
    this.recordNode(node, collections.list)
    for (const record of records) this.table.push(record)
    return items
  }

  private mapValue(node: YAMLMap, depth: number): Json {
    const result: Record<string, Json> = {}
    const firstKeys = new FirstKeys(node)
    const slots = new Map<string, readonly [number, number, number]>()
    for (const pair of node.items as Pair<Node | null, Node | null>[]) {
      const key = this.keyOf(pair, node)
      const value = this.valueOf(pair.value, depth + 1)
      if (key === null) continue
      if (slots.has(key)) this.refuseDuplicate(pair, key, firstKeys)
      else {
        slots.set(key, [pair.key?.range?.[0] ?? 0, pair.key?.range?.[1] ?? 0, this.record])
        setOwn(result, key, value)
      }
    }
    this.recordNode(node, collections.map)
    // Keys that look like positions of a list come first in an object.
    for (const key of Object.keys(result)) this.table.push(...(slots.get(key) ?? []))
    return result
  }

  private recordNode(node: Node, what: number): void {
    this.record = this.table.length
    this.table.push(node.range?.[0] ?? 0, node.range?.[1] ?? 0, what)
  }

  /** The key as a string; null when it is none, which is reported. */
  private keyOf({ key }: Pair<Node | null, Node | null>, map: YAMLMap): string | null {
    if (!isScalar(key)) {
      // `{{ name }}` is a mapping with a mapping for its key.
      const hint =
        isMap(key) && key.flow === true ? 'an expression is written "${…}"; quote a text that begins with "{"' : 'write the key as plain or quoted text'
      return this.refuse(key ?? map, 'yaml-unsupported', 'a key must be a string', hint)
    }
    if (key.tag !== undefined) this.refuseTag(key)
    if (key.anchor !== undefined) this.anchors.set(key.anchor, { record: this.keyRecord(key), value: String(key.value), count: 1, height: 0 })
    if (typeof key.value !== 'string') {
      const written = key.source ?? ''
      const message = written === '' ? 'a key is missing' : `the key ${written} is not a string`
      return this.refuse(key, 'yaml-unsupported', message, written === '' ? 'write a name before the ":"' : `quote it: "${written}"`)
    }
    if (key.value === '<<' && key.type === 'PLAIN') {
      return this.refuse(key, 'yaml-unsupported', 'merge keys are not supported', 'repeat a whole value with an alias, or write the fields out')
    }
    if (key.value.includes('${') && key.value.replaceAll('$${', '').includes('${')) return this.refuseExpressionKey(key)
    return key.value
  }

  private keyRecord(key: Scalar): number {
    this.recordNode(key, styles[key.type ?? ''] ?? scalarStyles.other)
    return this.record
  }

  private refuseExpressionKey(key: Scalar): null {
    const text = String(key.value)
    const torn = key.type === 'PLAIN' && text.lastIndexOf('}') < text.lastIndexOf('${')
    if (!torn) return this.refuse(key, 'yaml-unsupported', 'a key cannot hold an expression', '"$${" stands for "${" itself')
    return this.refuse(key, 'yaml-syntax', `": " makes a key of "${text}"`, 'quote the whole value, so that the expression is one text: "${ready ? 1 : 2}"')
  }

  private refuseDuplicate({ key }: Pair<Node | null, Node | null>, name: string, firstKeys: FirstKeys): void {
    this.say(key, {
      code: 'yaml-duplicate-key',
      severity: 'error',
      message: `the key "${name}" stands twice in one mapping`,
      hint: 'keep one of the two',
      related: [{ message: 'first here', at: this.rangeOf(firstKeys.of(name)) }],
    })
  }

  private refuseTag(node: Node): void {
    const start = node.range?.[0] ?? 0
    let tagStart = Math.max(this.source.text.lastIndexOf('!', start), 0)
    if (this.source.text[tagStart - 1] === '!') tagStart--
    const at = this.source.range(tagStart, start)
    const hint = 'take the tag away; quote a value that is to be a string'
    this.reportTo({ code: 'yaml-unsupported', severity: 'error', message: 'tags are not supported', hint, at })
  }

  private refuse(node: Node | null, code: DiagnosticCode, message: string, hint?: string): null {
    this.say(node, { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) })
    return null
  }

  private say(node: Node | null, problem: Omit<Diagnostic, 'at'>): void {
    this.reportTo({ ...problem, at: this.rangeOf(node) })
  }

  private rangeOf(node: Node | null): ReturnType<SourceText['range']> {
    return this.source.range(node?.range?.[0] ?? 0, node?.range?.[1] ?? 0)
  }
}

/** The first key of each name in a mapping; looked at only when a name stands twice. */
class FirstKeys {
  private readonly map: YAMLMap
  private index: ReadonlyMap<unknown, Scalar> | null = null

  constructor(map: YAMLMap) {
    this.map = map
  }

  of(name: string): Node | null {
    this.index ??= new Map(this.map.items.toReversed().flatMap(({ key }) => (isScalar(key) ? [[key.value, key]] : [])))
    return this.index.get(name) ?? null
  }
}
