import { loadCel, type Cel } from './cel.ts'
import { checkNames } from './check-names.ts'
import { collectReads, type Read } from './collect-reads.ts'
import { expressionLimits } from './limits.ts'
import { parsePath } from './parse-path.ts'
import { hasComputedNames } from './static-indexes.ts'
import type { Node, SyntaxProblem } from './syntax.ts'
import { syntaxProblem, typeProblem } from './syntax-problem.ts'

/** One expression's text, parsed and checked as far as that goes without values. */
export type CompiledExpression =
  | { readonly ok: true; readonly node: Node; readonly reads: readonly Read[]; readonly computedNames: boolean }
  | { readonly ok: false; readonly problems: readonly SyntaxProblem[] }

/** Compiles each text once; loads the library at the first text that is more than a path. */
export class ExpressionCompiler {
  readonly #compiled = new Map<string, CompiledExpression>()
  #cel: Cel | null = null

  /** The library, loaded now if it was not. */
  readonly cel = (): Cel => (this.#cel ??= loadCel())

  compile(text: string): CompiledExpression {
    let compiled = this.#compiled.get(text)
    if (compiled === undefined) this.#compiled.set(text, (compiled = this.#compile(text)))
    return compiled
  }

  #compile(text: string): CompiledExpression {
    if (text.length > expressionLimits.textLength) {
      const message = `the expression is longer than ${expressionLimits.textLength} characters`
      return { ok: false, problems: [{ code: 'expression-limit', message, from: 0, to: text.length }] }
    }
    const path = parsePath(text)
    if (path !== null) return this.#checked(path, text)
    const parsed = this.cel().parse(text)
    if ('failure' in parsed) return { ok: false, problems: [syntaxProblem(text, parsed.failure)] }
    const checked = this.#checked(parsed.node, text)
    const mistyped = checked.ok ? this.cel().check(text) : null
    return mistyped === null ? checked : { ok: false, problems: [typeProblem(mistyped)] }
  }

  #checked(node: Node, text: string): CompiledExpression {
    const problems = checkNames(node, text, () => this.cel().functions)
    if (problems.length > 0) return { ok: false, problems }
    return { ok: true, node, reads: collectReads(node), computedNames: text.includes('[') && hasComputedNames(node) }
  }
}
