import type { Diagnostic, DiagnosticCode } from '../events/diagnostic.ts'
import type { Failure } from '../events/outcome.ts'
import type { ResourceDeclaration } from '../manifest/manifest.ts'

/** What is wrong with a part of a spec, before anybody knows which file the spec stands in. */
export interface SpecProblem {
  readonly code: DiagnosticCode
  readonly message: string
  readonly hint?: string
  /** The part, below `spec`. */
  readonly path: readonly (string | number)[]
}

/** The problem as a diagnostic at its place; without a declaration it names the resource alone. */
export function toDiagnostic(problem: SpecProblem, about: ResourceDeclaration | { readonly address: string }): Diagnostic {
  const { code, message, hint, path } = problem
  const place = 'locate' in about ? { at: about.locate(path) } : {}
  return { code, severity: 'error', message, address: about.address, ...(hint === undefined ? {} : { hint }), ...place }
}

/** The problem as the failure of a step that met it only while applying. */
export function toFailure({ message, hint }: SpecProblem): Failure {
  return { reason: 'refused', message, transient: false, indeterminate: false, ...(hint === undefined ? {} : { hint }) }
}
