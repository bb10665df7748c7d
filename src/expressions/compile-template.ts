import type { Report, SourceRange } from '../events/diagnostic.ts'
import { collectReads } from './collect-reads.ts'
import type { CompiledExpression, ExpressionCompiler } from './compile-expression.ts'
import { evaluateExpression } from './evaluate-expression.ts'
import type { Reference, Scope } from './expression.ts'
import { scanTemplate, type TemplatePart } from './scan-template.ts'
import { resolveNames } from './static-indexes.ts'
import type { Node } from './syntax.ts'

/** Plain text, or an expression that begins at an offset of its string. */
export type CompiledPart = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'expression'; readonly node: Node; readonly offset: number }

/** One string of a tree with its expressions parsed; null parts when something is wrong with it, which was reported. */
export interface CompiledTemplate {
  readonly parts: readonly CompiledPart[] | null
  readonly references: readonly Reference[]
}

/** What a template is compiled with. `locate` gives the place of a stretch of the string. */
export interface TemplateContext {
  readonly compiler: ExpressionCompiler
  readonly locate: (from: number, to: number) => SourceRange
  readonly report: Report
  readonly staticScope: Scope | null
}

/** Compiles one string that holds `${`. Reports everything that is wrong with it. */
export function compileTemplate(text: string, context: TemplateContext): CompiledTemplate {
  const scanned = scanTemplate(text)
  if (scanned.problem !== null) {
    const { message, hint, from, to } = scanned.problem
    context.report({ code: 'expression-syntax', severity: 'error', message, hint, at: context.locate(from, to) })
  }
  const references: Reference[] = []
  const parts = scanned.parts.map((part) => compilePart(part, context, references))
  return { parts: scanned.problem === null && isComplete(parts) ? parts : null, references }
}

function isComplete(parts: readonly (CompiledPart | null)[]): parts is readonly CompiledPart[] {
  return !parts.includes(null)
}

function compilePart(part: TemplatePart, context: TemplateContext, references: Reference[]): CompiledPart | null {
  if (part.kind === 'text') return part
  const compiled = specialize(context.compiler.compile(part.text), context)
  const at = (from: number, to: number): SourceRange => {
    // An end that is missing is shown at the brace behind it.
    const end = Math.max(to, from + 1)
    return context.locate(part.from + from, part.from + end)
  }
  if (!compiled.ok) {
    for (const { code, message, hint, from, to } of compiled.problems) {
      context.report({ code, severity: 'error', message, ...(hint === undefined ? {} : { hint }), at: at(from, to) })
    }
    return null
  }
  for (const { path, optional, from, to } of compiled.reads) references.push(new LocatedReference({ path, optional }, () => at(from, to)))
  return { kind: 'expression', node: compiled.node, offset: part.from }
}

/** Puts in the names of resources and environments that are computed of what is known here. */
function specialize(compiled: CompiledExpression, { compiler, staticScope }: TemplateContext): CompiledExpression {
  if (!compiled.ok || !compiled.computedNames) return compiled
  const evaluate = staticScope === null ? null : (node: Node) => evaluateExpression(node, staticScope, compiler.cel)
  const { node, problems } = resolveNames(compiled.node, evaluate)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, node, reads: collectReads(node), computedNames: false }
}

/** Most references lead somewhere: their places are never asked for. */
class LocatedReference implements Reference {
  readonly path: Reference['path']
  readonly optional: boolean
  readonly #locate: () => SourceRange

  constructor({ path, optional }: Pick<Reference, 'path' | 'optional'>, locate: () => SourceRange) {
    this.path = path
    this.optional = optional
    this.#locate = locate
  }

  get range(): SourceRange {
    return this.#locate()
  }
}
