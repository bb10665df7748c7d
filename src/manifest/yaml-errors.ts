import { visit, type Document, type YAMLParseError } from 'yaml'
import type { Diagnostic } from '../events/diagnostic.ts'
import type { SourceText } from './source-text.ts'

/** A mistake that the YAML parser found, in our words, with a hint for the usual traps. */
export function yamlErrorDiagnostic(error: YAMLParseError, document: Document.Parsed, source: SourceText): Diagnostic {
  const [start, end] = openQuote(error, document) ?? error.pos
  const at = source.range(start, Math.min(end, source.text.length))
  const hint = hintFor(error, source)
  return { code: 'yaml-syntax', severity: 'error', message: messageFor(error, source), ...(hint === null ? {} : { hint }), at }
}

/** A quote that is missing is missed at the end of the file; what helps is where it was opened. */
function openQuote(error: YAMLParseError, document: Document.Parsed): readonly [number, number] | null {
  if (!/closing .quote/.test(error.message)) return null
  let opened: readonly [number, number] | null = null
  visit(document, {
    Scalar: (_, { range, type }) => {
      if (range && type?.startsWith('QUOTE') === true && range[0] < error.pos[0]) opened = [range[0], range[0] + 1]
    },
  })
  return opened
}

function messageFor(error: YAMLParseError, source: SourceText): string {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'a tab is used for indentation'
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a mapping cannot begin in the middle of a line'
    case 'MULTILINE_IMPLICIT_KEY':
      return 'a key must stand on one line, with ":" after it'
    case 'MISSING_CHAR':
      return /^Implicit map keys need/.test(error.message) ? `a ":" is missing after ${quotedAt(error, source)}` : tidied(error.message)
    case 'UNEXPECTED_TOKEN':
      return unexpected(error, source)
    default:
      return tidied(error.message)
  }
}

function quotedAt(error: YAMLParseError, source: SourceText): string {
  return JSON.stringify(
    source.text
      .slice(error.pos[0])
      .split(/\s*[\r\n]/)[0]
      ?.slice(0, 30) ?? '',
  )
}

function unexpected(error: YAMLParseError, source: SourceText): string {
  const words = /^Unexpected [a-z-]+ (at node end|token in YAML stream)/.exec(error.message)
  if (words === null) return tidied(error.message)
  const rest = source.text.slice(error.pos[0])
  const token = /^[^\s,{}[\]"']+|^./.exec(rest)?.[0] ?? ''
  return `unexpected "${token.slice(0, 30)}"${words[1] === 'at node end' ? ' after the value' : ''}`
}

function tidied(message: string): string {
  const text = message.replace(/^Missing closing (["'])quote$/, 'missing closing $1').replace(/\.$/, '')
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}

function hintFor(error: YAMLParseError, source: SourceText): string | null {
  const line = source.lineAt(Math.min(error.pos[0], source.text.length))
  if (error.code === 'TAB_AS_INDENT') return 'indent with spaces'
  if (line.includes('${')) {
    if (/"[^"]*\$\{[^"}]*"/.test(line)) return 'inside double quotes, write the texts of an expression with single quotes: "${labels[\'tier\']}"'
    return 'quote the whole value, so that the expression is one text: "${ready ? 1 : 2}"'
  }
  if (/^[^']*'[^']*'\w+'/.test(line)) return "inside single quotes, a quote is written twice: 'it''s'"
  if (error.code === 'UNEXPECTED_TOKEN' && /at node end/.test(error.message) && /^\s*(?:-\s+|[\w.-]+:\s+)?["']/.test(line)) return 'quote the whole value'
  switch (error.code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
      return isTooFarIn(error, source)
        ? 'the next line stands too far in: fields of one mapping begin in one column'
        : 'put it on lines of its own, or quote a text that holds ": "'
    case 'MISSING_CHAR':
      return isAfterBlockText(error, source) ? 'the lines of a text stand further in than its key' : null
    case 'MULTILINE_IMPLICIT_KEY':
      return 'a ":" is missing, or the indentation is off'
    case 'BAD_SCALAR_START':
      return 'quote the value'
    case 'BAD_DQ_ESCAPE':
      return 'write a backslash as "\\\\", or use single quotes'
    default:
      return null
  }
}

/** A field that stands further in than the one before it is taken for a part of that one's value. */
function isTooFarIn(error: YAMLParseError, source: SourceText): boolean {
  const start = source.text.lastIndexOf('\n', error.pos[0] - 1) + 1
  const [line = '', next = ''] = source.text.slice(start).split('\n', 2)
  return indentOf(next) > indentOf(line) && /^\s*[\w.-]+:(?:\s|$)/.test(next)
}

/** The text of `key: |` that is not indented. */
function isAfterBlockText(error: YAMLParseError, source: SourceText): boolean {
  const before = source.text.slice(0, error.pos[0]).trimEnd()
  return /[|>][-+0-9]*$/.test(before.slice(before.lastIndexOf('\n') + 1))
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0
}
