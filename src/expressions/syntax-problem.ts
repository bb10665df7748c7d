import type { ParseFailure } from './cel.ts'
import { dashHint, functionHint, operatorHint, optionalMisuse, wordHint } from './habit-hints.ts'
import { expressionLimits } from './limits.ts'
import type { SyntaxProblem } from './syntax.ts'

const tokens: Readonly<Record<string, string>> = {
  RPAREN: '")"',
  RBRACKET: '"]"',
  RBRACE: '"}"',
  COLON: '":"',
  IDENTIFIER: 'a name',
}

/** Says in our words why a text is no expression, with what its writer may have meant. */
export function syntaxProblem(text: string, failure: ParseFailure): SyntaxProblem {
  if (failure.code === 'limit_exceeded') {
    return { code: 'expression-limit', message: 'the expression is too large or nested too deeply', hint: limitHint(), from: 0, to: text.length }
  }
  if (text.trim() === '') {
    return { code: 'expression-syntax', message: 'the expression is empty', hint: 'write "$${" for the characters themselves', from: 0, to: text.length }
  }
  const from = Math.min(failure.from, text.length)
  const word = wordAt(text, from)
  const to = word === '' ? Math.max(from, failure.to) : from + word.length
  const message = messageFor(failure, word, text.slice(from, to))
  const hint = hintFor(text, from, word, failure)
  return { code: 'expression-syntax', message, ...(hint === null ? {} : { hint }), from, to }
}

/** Says in our words which types cannot come together, as far as the text alone tells. */
export function typeProblem(failure: ParseFailure): SyntaxProblem {
  const { from, to } = failure
  const operator = /^no such overload: (\S+) (\S+) (\S+)$/.exec(failure.message)
  const call = /^found no matching overload for '(.*)'$/.exec(failure.message)?.[1]
  if (operator !== null) {
    const [, left = '', sign = '', right = ''] = operator
    if ([left, right].some((type) => type.startsWith('optional'))) return { code: 'expression-type', ...optionalMisuse, from, to }
    const hint = operatorHint(sign, left, right)
    return { code: 'expression-type', message: `"${sign}" cannot take ${left} and ${right}`, ...(hint === undefined ? {} : { hint }), from, to }
  }
  const message = call === undefined ? failure.message.slice(0, 1).toLowerCase() + failure.message.slice(1) : `there is no ${call}`
  return { code: 'expression-type', message, from, to }
}

function limitHint(): string {
  return `at most ${expressionLimits.nodes} parts and ${expressionLimits.depth} levels`
}

function wordAt(text: string, at: number): string {
  return /^\w+/.exec(text.slice(at))?.[0] ?? ''
}

function messageFor(failure: ParseFailure, word: string, found: string): string {
  const expected = /^Expected (\w+), got/.exec(failure.message)?.[1]
  const wanted = expected === undefined ? undefined : (tokens[expected] ?? expected.toLowerCase())
  switch (failure.code) {
    case 'expected_token':
    case 'unexpected_token':
    case 'unexpected_character': {
      const what = word !== '' ? `"${word}"` : found.trim() === '' ? 'the end' : `"${found}"`
      return wanted === undefined ? `${what} is not expected here` : `${wanted} is expected, not ${what}`
    }
    case 'reserved_identifier':
      return `"${word}" is a word the language keeps for itself`
    default:
      return failure.message.slice(0, 1).toLowerCase() + failure.message.slice(1)
  }
}

function hintFor(text: string, at: number, word: string, failure: ParseFailure): string | null {
  const before = text.slice(0, at).trimEnd()
  const previous = /\w+$/.exec(before)?.[0] ?? ''
  const rest = text.slice(at)
  const dash = word === '' ? null : dashHint(text, at)
  if (dash !== null) return dash
  if (rest.startsWith('$')) return 'this is inside an expression already: leave out "${" and "}"'
  if (rest.startsWith('=~')) return 'write text.matches("…")'
  if (rest.startsWith('=')) return before.endsWith('==') ? '"==" compares' : 'write "==" to compare'
  if (rest.startsWith('.') && before.endsWith('?')) return 'an optional member is written .?name'
  if (rest.startsWith('?') && before.endsWith('?')) return 'a value for what is missing is written a.?b.orValue(…)'
  if (rest.startsWith('&')) return 'write "&&"'
  if (rest.startsWith('|')) return pipeHint(rest)
  if (rest.startsWith('>') && before.endsWith('<')) return '"!=" is for what is not equal'
  if (rest.startsWith('*') && before.endsWith('[')) return 'write list.map(item, item.name)'
  if (text.trimStart().startsWith('{') && /^\}\s*$/.test(rest)) return 'one pair of braces is enough: "${" and "}"'
  if (word === 'for' && before.endsWith('[')) return wordHint('for')
  if (failure.code === 'reserved_identifier' || failure.code === 'unexpected_character') return wordHint(word) ?? wordHint(previous)
  return null
}

/** `name | upper` of templates: a function is called on its value here. */
function pipeHint(rest: string): string {
  const filter = /^\|\s*([A-Za-z_]\w*)/.exec(rest)?.[1]
  const known = filter === undefined ? null : functionHint(filter)
  return known === null ? 'write "||"' : `"|" is no filter: ${known}`
}
