import { closest } from '../events/did-you-mean.ts'
import type { Report } from '../events/diagnostic.ts'
import { isJsonObject, type JsonObject } from '../events/json.ts'
import { documentName } from './document-name.ts'
import { noSuchEnvironment, type EnvironmentEntry } from './environment-documents.ts'
import { stringsAt } from './json-parts.ts'
import { isResourceKind, type ResourceKind } from './kinds.ts'
import type { CheckedDocument } from './validate-document.ts'

/** A document that declares a resource, with the environments it is in. */
export interface ResourceDocument extends CheckedDocument {
  readonly kind: ResourceKind
  readonly name: string
  /** Existing environments only, no abstract ones, in the order of names. */
  readonly environments: readonly string[]
}

/** What environments are chosen from. `complete` is false when some could not be read: then nothing is said of missing ones. */
export interface KnownEnvironments {
  /** In the order of names. */
  readonly entries: ReadonlyMap<string, EnvironmentEntry>
  readonly complete: boolean
}

/** The resources among the documents. Reports environments that do not exist and overrides without an effect. */
export function readResources(documents: readonly CheckedDocument[], known: KnownEnvironments, report: Report): readonly ResourceDocument[] {
  const byDefault = concrete(known)
    .filter(({ optIn }) => !optIn)
    .map(({ name }) => name)
  return documents.flatMap((document) => {
    const { kind } = document
    const name = documentName(document)
    if (!isResourceKind(kind) || name === null) return []
    const environments = chosenEnvironments(document, known, report) ?? byDefault
    checkOverrides(document, environments, known, report)
    return [{ ...document, kind, name, environments }]
  })
}

function concrete({ entries }: KnownEnvironments): readonly EnvironmentEntry[] {
  return [...entries.values()].filter(({ abstract }) => !abstract)
}

/** What `environments` says; null where it says nothing, or nothing that can be read. */
function chosenEnvironments({ value, source }: CheckedDocument, known: KnownEnvironments, report: Report): readonly string[] | null {
  const chosen = value['environments']
  if (isJsonObject(chosen)) return matchingEnvironments(chosen, source, known, report)
  if (!Array.isArray(chosen)) return null
  const wanted = new Set<unknown>(chosen)
  chosen.forEach((name: unknown, index) => {
    const problem = typeof name === 'string' ? problemWith(name, known) : null
    if (problem !== null) report({ ...problem, at: source.locate(['environments', index]) })
  })
  return concrete(known).flatMap(({ name }) => (wanted.has(name) ? [name] : []))
}

function matchingEnvironments(chosen: JsonObject, source: CheckedDocument['source'], known: KnownEnvironments, report: Report): readonly string[] | null {
  const wanted = Object.entries(stringsAt(chosen, 'matchLabels'))
  if (wanted.length === 0) return null
  const matching = concrete(known).filter(({ declaration }) => wanted.every(([label, value]) => declaration.labels[label] === value))
  if (matching.length === 0 && known.complete) {
    const message = `no environment has ${wanted.length === 1 ? 'the label' : 'the labels'} ${wanted.map(labelText).join(' and ')}`
    report({ code: 'unknown-environment', severity: 'error', message, hint: labelHint(wanted, known), at: source.locate(['environments', 'matchLabels']) })
  }
  return matching.map(({ name }) => name)
}

function labelText([label, value]: readonly [string, string]): string {
  return `${label}=${value}`
}

function labelHint(wanted: readonly (readonly [string, string])[], known: KnownEnvironments): string {
  const there = concrete(known).flatMap(({ declaration }) => Object.entries(declaration.labels).map(labelText))
  const labels = [...new Set(there)].sort()
  if (labels.length === 0) return 'no environment has labels: write them under metadata.labels of an Environment'
  const missing = wanted.map(labelText).filter((label) => !labels.includes(label))
  const near = missing.length === 1 ? closest(missing[0] ?? '', labels) : null
  return near === null ? `there are ${labels.join(', ')}` : `did you mean ${near}?`
}

function checkOverrides({ value, source }: CheckedDocument, environments: readonly string[], known: KnownEnvironments, report: Report): void {
  const { overrides } = value
  if (!isJsonObject(overrides) || !known.complete) return
  for (const name of Object.keys(overrides)) {
    if (environments.includes(name)) continue
    const at = source.locateKey(['overrides', name])
    const message = `the override for "${name}" has no effect: the resource is not in that environment`
    const hint = `add "${name}" to environments, or take the override away`
    report({ ...(problemWith(name, known) ?? { code: 'invalid-value', severity: 'error', message, hint }), at })
  }
}

function problemWith(name: string, { entries, complete }: KnownEnvironments): Omit<Parameters<Report>[0], 'at'> | null {
  const entry = entries.get(name)
  if (entry === undefined) {
    return complete
      ? {
          code: 'unknown-environment',
          severity: 'error',
          ...noSuchEnvironment(
            name,
            concrete({ entries, complete }).map((each) => each.name),
          ),
        }
      : null
  }
  if (!entry.abstract) return null
  const heirs = [...entries.values()].filter((each) => !each.abstract && each.chain.includes(entry.document)).map((each) => each.name)
  const hint = heirs.length === 0 ? 'name an environment that extends it' : `name those that extend it: ${heirs.join(', ')}`
  return { code: 'invalid-value', severity: 'error', message: `"${name}" is abstract: no resource can be in it`, hint }
}
