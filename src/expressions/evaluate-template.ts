import type { Cel } from './cel.ts'
import type { CompiledPart } from './compile-template.ts'
import { evaluateExpression } from './evaluate-expression.ts'
import type { Scope } from './expression.ts'
import { Failed } from './failed.ts'
import { expressionLimits } from './limits.ts'
import type { Node } from './syntax.ts'
import { Sensitive, Unknown, unknown, type Value } from './value.ts'

/** A failure of one expression of a template, which begins at `offset` of its string. */
export interface TemplateFailure {
  readonly failed: Failed
  readonly offset: number
}

/**
 * Evaluates a template. One expression alone keeps its type and its marks; with text around it, or more than one, a string is made:
 * unknown if any part is, sensitive as a whole if any part is.
 */
export function evaluateTemplate(
  parts: readonly CompiledPart[],
  scope: Scope,
  cel: () => Cel,
): { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failures: readonly TemplateFailure[] } {
  const [only] = parts
  if (parts.length === 1 && only?.kind === 'expression') {
    const value = evaluateExpression(only.node, scope, cel)
    return value instanceof Failed ? { ok: false, failures: [{ failed: value, offset: only.offset }] } : { ok: true, value }
  }
  const failures: TemplateFailure[] = []
  let text = ''
  let sensitive = false
  let partial = false
  for (const part of parts) {
    const value = part.kind === 'text' ? { text: part.text, sensitive: false } : asText(part.node, evaluateExpression(part.node, scope, cel))
    if (value instanceof Failed) {
      failures.push({ failed: value, offset: part.kind === 'expression' ? part.offset : 0 })
      continue
    }
    sensitive ||= value.sensitive
    if (value.text === null) partial = true
    else text += value.text
    if (text.length > expressionLimits.stringLength && part.kind === 'expression') {
      const message = `the text grows beyond ${expressionLimits.stringLength} characters`
      return { ok: false, failures: [{ failed: new Failed('expression-limit', part.node, message), offset: part.offset }] }
    }
  }
  if (failures.length > 0) return { ok: false, failures }
  const result = partial ? unknown : text
  return { ok: true, value: sensitive ? new Sensitive(result) : result }
}

/** The text of a value that has its place inside text, a scalar but null; null where it is unknown. */
function asText(node: Node, value: Value | Failed): { readonly text: string | null; readonly sensitive: boolean } | Failed {
  if (value instanceof Failed) return value
  const sensitive = value instanceof Sensitive
  const inner = sensitive ? value.value : value
  if (inner instanceof Unknown) return { text: null, sensitive }
  if (typeof inner !== 'object') return { text: String(inner), sensitive }
  if (inner === null) {
    return new Failed('expression-type', node, 'null cannot stand inside text', 'say what to write instead: x == null ? "…" : x')
  }
  const hint = 'make the expression the whole value, take one part of it, or join texts with .join(",")'
  return new Failed('expression-type', node, `a ${Array.isArray(inner) ? 'list' : 'map'} cannot stand inside text`, hint)
}
