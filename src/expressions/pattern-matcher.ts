import { createRequire } from 'node:module'
import type * as re2js from 're2js'
import { Failed } from './failed.ts'
import { expressionLimits } from './limits.ts'
import type { Span } from './syntax.ts'

/** Whether an RE2 pattern matches some part of a text. `spend` is told the steps before they are taken, and may refuse them. */
export type PatternMatcher = (text: string, pattern: string, at: Span, spend: (steps: number, at: Span) => Failed | null) => boolean | Failed

type Library = typeof re2js

const patternsKeptAtMost = 200
/** Characters times instructions that cost about as much as another step. */
const workPerStep = 64

/** Matches in linear time: the pattern comes from the project, the text perhaps from a provider. The library is loaded at the first match. */
export function createPatternMatcher(): PatternMatcher {
  const compiled = new Map<string, re2js.RE2JS>()
  let library: Library | null = null
  const compile = (pattern: string): re2js.RE2JS => {
    const known = compiled.get(pattern)
    if (known !== undefined) return known
    library ??= createRequire(import.meta.url)('re2js') as Library
    const made = library.RE2JS.compile(pattern)
    if (compiled.size >= patternsKeptAtMost) compiled.clear()
    compiled.set(pattern, made)
    return made
  }
  return (text, pattern, at, spend) => {
    if (pattern.length > expressionLimits.patternLength) {
      return new Failed('expression-limit', at, `the pattern is longer than ${expressionLimits.patternLength} characters`)
    }
    try {
      const expression = compile(pattern)
      return spend((text.length * expression.programSize()) / workPerStep, at) ?? expression.matcher(text).find()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const message = reason.replace(/^error parsing regexp: /, '')
      return new Failed('expression-failed', at, `the pattern is wrong: ${message}`, 'patterns have RE2 syntax: no look-ahead, no back-references')
    }
  }
}
