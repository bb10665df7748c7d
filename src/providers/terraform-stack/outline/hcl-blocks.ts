import type { Json } from '../../../events/json.ts'
import { HclScanner } from './hcl-scanner.ts'

/** What stands behind an attribute's equals sign. `literal` is left out where it is not a plain string, number, boolean or null. */
export interface HclAttribute {
  readonly name: string
  readonly text: string
  readonly literal?: Json
  /** Where the attribute begins, in UTF-16 units. */
  readonly offset: number
}

/** A block. The bodies of blocks that nobody asks for are empty. */
export interface HclBlock {
  readonly type: string
  readonly labels: readonly string[]
  readonly body: HclBody
  readonly offset: number
}

/** What stands in a file or between the braces of a block, in the order of the text. */
export interface HclBody {
  readonly attributes: readonly HclAttribute[]
  readonly blocks: readonly HclBlock[]
}

/** A file's blocks, and every quoted string in it as written: a module names the files that it reads in some of them. */
export interface HclOutline extends HclBody {
  readonly strings: readonly string[]
}

const maxItems = 50_000
/** Terraform's own blocks are nested three deep. */
const maxDepth = 20
const maxStrings = 50_000

/** Blocks whose inside is looked into; all others are skipped as a whole. */
const opened = new Set(['terraform', 'backend', 'cloud', 'required_providers', 'variable', 'output', 'module'])

/** Reads the outline of HCL text. Never throws: text that is no HCL gives what could be recognised. */
export function readHclBlocks(text: string): HclOutline {
  const strings: string[] = []
  const reader = new BodyReader(new HclScanner(text), (raw) => {
    if (strings.length < maxStrings) strings.push(raw)
  })
  return { ...reader.body(0), strings }
}

class BodyReader {
  readonly #scanner: HclScanner
  readonly #onQuoted: (raw: string) => void
  #items = 0

  constructor(scanner: HclScanner, onQuoted: (raw: string) => void) {
    this.#scanner = scanner
    this.#onQuoted = onQuoted
  }

  /** Until the closing brace, which is passed, or the end of the text. A stray brace at the root is passed over. */
  body(depth: number): HclBody {
    const scanner = this.#scanner
    const attributes: HclAttribute[] = []
    const blocks: HclBlock[] = []
    while (this.#items++ < maxItems) {
      scanner.skipBlank()
      if (scanner.atEnd) break
      if (scanner.peek() === '}') {
        scanner.position++
        if (depth === 0) continue
        break
      }
      const item = this.#item(depth)
      if (item === null) continue
      if ('labels' in item) blocks.push(item)
      else attributes.push(item)
    }
    return { attributes, blocks }
  }

  #item(depth: number): HclAttribute | HclBlock | null {
    const scanner = this.#scanner
    const offset = scanner.position
    const name = scanner.identifier() ?? (scanner.peek() === '"' ? scanner.quoted().raw : null)
    if (name === null) return this.#giveUpLine()
    scanner.skipSpaces()
    if (scanner.peek() === '=' && scanner.peek(1) !== '=') return this.#attribute(name, offset)
    const labels: string[] = []
    for (;;) {
      const label = scanner.peek() === '"' ? scanner.quoted().raw : scanner.identifier()
      if (label === null) break
      labels.push(label)
      scanner.skipSpaces()
    }
    if (scanner.peek() !== '{') return this.#giveUpLine()
    scanner.position++
    if (opened.has(name) && depth < maxDepth) return { type: name, labels, body: this.body(depth + 1), offset }
    scanner.skipBlock(this.#onQuoted)
    return { type: name, labels, body: { attributes: [], blocks: [] }, offset }
  }

  #attribute(name: string, offset: number): HclAttribute {
    const scanner = this.#scanner
    scanner.position++
    scanner.skipSpaces()
    const start = scanner.position
    const end = scanner.skipExpression(this.#onQuoted)
    const text = scanner.text.slice(start, end).trim()
    const literal = literalOf(text)
    return { name, text, offset, ...(literal === undefined ? {} : { literal }) }
  }

  #giveUpLine(): null {
    const scanner = this.#scanner
    const before = scanner.position
    scanner.skipExpression(this.#onQuoted)
    if (scanner.position === before && !scanner.atEnd && scanner.peek() !== '}') scanner.position++
    return null
  }
}

/** The value of an expression that is a plain constant; undefined otherwise. */
function literalOf(plain: string): Json | undefined {
  if (plain === 'true') return true
  if (plain === 'false') return false
  if (plain === 'null') return null
  if (/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/u.test(plain)) return Number(plain)
  if (!plain.startsWith('"')) return undefined
  const scanner = new HclScanner(plain)
  const { raw, hasTemplate } = scanner.quoted()
  return hasTemplate || !scanner.atEnd || !plain.endsWith('"') ? undefined : unescape(raw)
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

function unescape(raw: string): string {
  return raw
    .replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/gu, (_, short: string | undefined, long: string | undefined, one: string | undefined) => {
      const code = short ?? long
      if (code === undefined) return escapes[one ?? ''] ?? one ?? ''
      const point = Number.parseInt(code, 16)
      return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd'
    })
    .replace(/([$%])\1\{/gu, '$1{')
}
