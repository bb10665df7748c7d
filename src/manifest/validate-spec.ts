import type { ErrorObject } from 'ajv'
import type { Diagnostic } from '../events/diagnostic.ts'
import { InternalError } from '../events/internal-error.ts'
import type { Locate } from '../expressions/expression.ts'
import { Sensitive, Unknown, type Value } from '../expressions/value.ts'
import { isResourceKind, resourceKinds } from './kinds.ts'
import { schemaDiagnostics } from './schema-diagnostics.ts'
import { setOwn } from './set-own.ts'
import type { DocumentPath } from './yaml-document.ts'

/**
 * Checks a `spec` whose expressions are evaluated by the schema of its kind. Unknown parts are passed over: whatever they turn out to be is
 * checked when they are known. Sensitive values are checked and never quoted. `locate` takes paths below `spec`.
 */
export function validateSpec(kind: string, spec: Value, locate: Locate): readonly Diagnostic[] {
  if (!isResourceKind(kind)) throw new InternalError('manifest/kind', `no schema for the kind ${kind}`)
  const validate = resourceKinds[kind].spec
  if (validate(withoutMarks(spec))) return []
  const errors: readonly ErrorObject[] = validate.errors ?? []
  return schemaDiagnostics(
    errors.filter((error) => !(error.data instanceof Unknown)),
    {
      name: `a ${kind}`,
      prefix: ['spec'],
      places: { value: locate, key: locate, written: () => null, evaluated: true, secret: (path) => isSensitive(spec, path) },
    },
  )
}

/** Plain data but for what is unknown, which stays as it is: an object that no keyword finds anything in. */
function withoutMarks(value: Value): unknown {
  if (value instanceof Sensitive) return withoutMarks(value.value)
  if (value instanceof Unknown || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return (value as readonly Value[]).map(withoutMarks)
  const result: Record<string, unknown> = {}
  for (const [key, child] of Object.entries(value as Readonly<Record<string, Value>>)) setOwn(result, key, withoutMarks(child))
  return result
}

function isSensitive(spec: Value, path: DocumentPath): boolean {
  let value: Value | undefined = spec
  for (const segment of path) {
    if (value instanceof Sensitive) return true
    if (typeof value !== 'object' || value === null || value instanceof Unknown) return false
    value = (value as Readonly<Record<string | number, Value>>)[segment]
  }
  return value instanceof Sensitive
}
