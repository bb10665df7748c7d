import { closest } from '../events/did-you-mean.ts'
import type { Report } from '../events/diagnostic.ts'
import { isJsonObject } from '../events/json.ts'
import { documentName } from './document-name.ts'
import { isResourceKind, type ResourceKind } from './kinds.ts'
import type { CheckedDocument } from './validate-document.ts'

/** A document that declares a resource, with the environments it is in. */
export interface ResourceDocument extends CheckedDocument {
  readonly kind: ResourceKind
  readonly name: string
  /** Existing environments only, in the order of names. */
  readonly environments: readonly string[]
}

/** What the names of environments are looked up in. `complete` is false when some could not be read: then nothing is said of missing ones. */
export interface KnownEnvironments {
  readonly names: readonly string[]
  readonly complete: boolean
}

/** The resources among the documents. Reports environments that do not exist and overrides without an effect. */
export function readResources(documents: readonly CheckedDocument[], known: KnownEnvironments, report: Report): readonly ResourceDocument[] {
  return documents.flatMap((document) => {
    const { kind } = document
    const name = documentName(document)
    if (!isResourceKind(kind) || name === null) return []
    const environments = environmentsOf(document, known, report)
    checkOverrides(document, environments, known, report)
    return [{ ...document, kind, name, environments }]
  })
}

function environmentsOf({ value, source }: CheckedDocument, known: KnownEnvironments, report: Report): readonly string[] {
  const listed = value['environments']
  if (!Array.isArray(listed)) return listed === undefined ? known.names : []
  const wanted = new Set<unknown>(listed)
  listed.forEach((name: unknown, index) => {
    if (typeof name !== 'string' || known.names.includes(name) || !known.complete) return
    report({ ...unknownEnvironment(name, known), at: source.locate(['environments', index]) })
  })
  return known.names.filter((name) => wanted.has(name))
}

function checkOverrides({ value, source }: CheckedDocument, environments: readonly string[], known: KnownEnvironments, report: Report): void {
  const { overrides } = value
  if (!isJsonObject(overrides) || !known.complete) return
  for (const name of Object.keys(overrides)) {
    if (environments.includes(name)) continue
    const at = source.locateKey(['overrides', name])
    if (!known.names.includes(name)) report({ ...unknownEnvironment(name, known), at })
    else {
      const message = `the override for "${name}" has no effect: the resource is not in that environment`
      report({ code: 'invalid-value', severity: 'error', message, hint: `add "${name}" to environments, or take the override away`, at })
    }
  }
}

function unknownEnvironment(name: string, known: KnownEnvironments): Omit<Parameters<Report>[0], 'at'> {
  const near = closest(name, known.names)
  const list = known.names.length === 0 ? 'the project has no Environment document' : `the environments are ${known.names.join(', ')}`
  const hint = near === null ? list : `did you mean "${near}"?`
  return { code: 'unknown-environment', severity: 'error', message: `no environment is named "${name}"`, hint }
}
