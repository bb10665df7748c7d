import type { Diagnostic, Report } from '../events/diagnostic.ts'
import type { Json } from '../events/json.ts'
import type { Locate, Scope } from '../expressions/expression.ts'
import { hasSensitive, hasUnknown, reveal } from '../expressions/value.ts'
import type { Compile } from './environment-scope.ts'

/** A part of a document that must be known before planning. */
export interface StaticSource {
  readonly tree: Json
  readonly locate: Locate
  /** As it is called in sentences: `forEach`. */
  readonly what: string
}

/** Evaluates what must be known before planning; undefined when it cannot be, which is reported. */
export function staticValue(
  { tree, locate, what }: StaticSource,
  scope: Scope,
  { compile, report }: { readonly compile: Compile; readonly report: Report },
): Json | undefined {
  const problems: Diagnostic[] = []
  const fail: Report = (diagnostic) => {
    problems.push(diagnostic)
    report(diagnostic)
  }
  const compiled = compile({ tree, locate }, fail, scope)
  for (const { path, range } of compiled.references) {
    if (path[0] !== 'resources' && path[0] !== 'environments') continue
    const message = `${what} must be known before planning, but it reads other resources`
    fail({ code: 'unknown-too-early', severity: 'error', message, hint: `make it of ${Object.keys(scope).join(', ')} values only`, at: range })
  }
  if (problems.length > 0) return undefined
  const evaluated = compiled.evaluate(scope)
  if (!evaluated.ok) for (const failure of evaluated.failures) fail({ severity: 'error', ...failure })
  if (!evaluated.ok || hasUnknown(evaluated.value)) return undefined
  if (!hasSensitive(evaluated.value)) return reveal(evaluated.value)
  fail({ code: 'unknown-too-early', severity: 'error', message: `${what} cannot be made of a sensitive value`, at: locate([]) })
  return undefined
}
