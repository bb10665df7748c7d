import type { Diagnostic } from '../events/diagnostic.ts'
import { selectorProblem, type SelectorProblem } from './selector-problem.ts'
import type { Requirement, Selector, SelectorWord } from './selector.ts'

/** Either a selector, or the first thing that is wrong with its text. */
export type ParsedSelector = { readonly ok: true; readonly selector: Selector } | { readonly ok: false; readonly diagnostic: Diagnostic }

const maxLength = 4096

/** What the parser has to say of what stands where something else should. */
const forms = 'write key=value, key!=value, key in (a,b), key notin (a,b), key or !key, with commas in between'

/**
 * Parses a selector in kubectl's grammar: `team=net,tier!=prod`, `==` for `=`, `key in (a,b)`, `key notin (a,b)`, `key`, `!key`. An empty
 * one is a mistake: it never stands for everything.
 */
export function parseSelector(text: string): ParsedSelector {
  if (text.length > maxLength) {
    const message = `the selector has ${text.length} characters`
    return { ok: false, diagnostic: { code: 'usage', severity: 'error', message, hint: `it may have ${maxLength}` } }
  }
  const parser = new Parser(text)
  const requirements = parser.requirements()
  return parser.problem === null ? { ok: true, selector: { text, requirements } } : { ok: false, diagnostic: parser.problem }
}

/** Signs are `=`, `==`, `!=`, `!`, `,`, `(` and `)`; everything else between them and blanks is a word. The last token is empty. */
function tokensOf(text: string): readonly SelectorWord[] {
  const tokens = [...text.matchAll(/==|!=|[=!,()]|[^\s=!,()]+/g)].map(({ 0: token, index }) => ({ text: token, start: index, end: index + token.length }))
  return [...tokens, { text: '', start: text.length, end: text.length }]
}

class Parser {
  /** The first mistake; what was read after it counts for nothing. */
  problem: Diagnostic | null = null
  readonly #text: string
  readonly #tokens: readonly SelectorWord[]
  #position = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokensOf(text)
  }

  requirements(): readonly Requirement[] {
    const found: Requirement[] = []
    do {
      const requirement = this.#requirement()
      if (requirement !== null) found.push(requirement)
    } while (this.problem === null && this.#accept(','))
    if (this.#token.text !== '') this.#fail(this.#token, { message: `the selector goes on with "${this.#token.text}"`, hint: forms })
    return found
  }

  #requirement(): Requirement | null {
    const isNegated = this.#accept('!')
    const key = this.#word(isNegated ? 'after "!"' : 'here', 'a label is missing')
    if (key === null) return null
    if (isNegated) return { kind: 'missing', key }
    const operator = this.#token
    switch (operator.text) {
      case '=':
      case '==':
      case '!=':
        return this.#comparison(key, operator)
      case 'in':
      case 'notin':
        this.#position++
        return this.#set(key, operator)
      default:
        return { kind: 'exists', key }
    }
  }

  #comparison(key: SelectorWord, operator: SelectorWord): Requirement | null {
    this.#position++
    const value = this.#word(`after "${operator.text}"`, 'a value is missing')
    return value === null ? null : { kind: operator.text === '!=' ? 'not-in' : 'in', key, values: [value] }
  }

  #set(key: SelectorWord, operator: SelectorWord): Requirement | null {
    const hint = `write ${key.text} ${operator.text} (a,b)`
    if (!this.#accept('(')) return this.#fail(this.#token, { message: `"${operator.text}" wants values in parentheses`, hint })
    const values: SelectorWord[] = []
    do {
      const value = this.#word(`in the list of "${key.text}"`, 'a value is missing')
      if (value === null) return null
      values.push(value)
    } while (this.#accept(','))
    if (!this.#accept(')')) return this.#fail(this.#token, { message: 'the list is not closed', hint })
    return { kind: operator.text === 'in' ? 'in' : 'not-in', key, values }
  }

  get #token(): SelectorWord {
    return this.#tokens[this.#position] ?? { text: '', start: this.#text.length, end: this.#text.length }
  }

  #accept(sign: string): boolean {
    if (this.problem !== null || this.#token.text !== sign) return false
    this.#position++
    return true
  }

  #word(where: string, missing: string): SelectorWord | null {
    const token = this.#token
    if (token.text === '' || /^[=!,()]/.test(token.text)) return this.#fail(token, { message: `${missing} ${where}`, hint: forms })
    if (/[<>]/.test(token.text)) return this.#fail(token, { message: 'labels are texts, not compared by size', hint: forms })
    this.#position++
    return token
  }

  #fail(at: SelectorWord, problem: SelectorProblem): null {
    this.problem ??= selectorProblem(this.#text, at, problem)
    return null
  }
}
