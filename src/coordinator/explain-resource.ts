import { closest } from '../events/did-you-mean.ts'
import type { Diagnostic } from '../events/diagnostic.ts'
import { edgesTo, type GraphEdge } from '../plan/dependency-graph.ts'
import type { ResourceExplanation } from '../plan/explanation.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import { removalRule } from '../plan/removal-rule.ts'
import type { ResolvedEnvironment } from '../plan/resolved-environment.ts'
import type { LoadedProject } from './load-project.ts'
import { recordNote } from './record-note.ts'

/** Everything about a resource that needs no plan. */
export type ResourceFacts = Omit<ResourceExplanation, 'plan' | 'blocked' | 'recordedAs' | 'lastRun'>

/** What is declared and recorded of a resource, and what it waits for and what waits for it, in whatever environment. Null when there is none. */
export function resourceFacts(project: LoadedProject, records: ReadonlyMap<string, RecordedResource>, address: string): ResourceFacts | null {
  const { environment, name } = addressParts(address)
  const resource = project.environments.get(environment)?.resources.get(name)
  const record = records.get(address)
  const kind = resource?.declaration.kind ?? record?.kind
  if (kind === undefined) return null
  const inProtected = project.environments.get(environment)?.declaration.protected ?? false
  return {
    kind: 'resource',
    address,
    resourceKind: kind,
    declaration:
      resource === undefined
        ? null
        : {
            at: resource.declaration.at,
            labels: resource.declaration.labels,
            preventDestroy: resource.declaration.lifecycle.preventDestroy,
            ignoreChanges: resource.declaration.lifecycle.ignoreChanges,
            owns: (project.examined.get(address)?.owns ?? []).map(({ description }) => description),
          },
    inProtected,
    inObserved: project.environments.get(environment)?.declaration.mode === 'observe',
    waitsFor: resource === undefined ? recordedEdges(address, record?.dependencies ?? []) : edgesTo(resource),
    neededBy: neededBy(project.environments, address),
    record: record === undefined ? null : recordNote(record),
    removal:
      record === undefined || resource !== undefined ? null : { rule: removalRule(record, { mode: 'apply', isProtected: inProtected }), said: record.onRemove },
  }
}

/** An address in its two parts; the name is empty where there is no slash. */
export function addressParts(address: string): { readonly environment: string; readonly name: string } {
  const slash = address.indexOf('/')
  return slash < 0 ? { environment: address, name: '' } : { environment: address.slice(0, slash), name: address.slice(slash + 1) }
}

/** The refusal for an address that is neither declared nor recorded. */
export function unknownAddress(environment: ResolvedEnvironment, records: ReadonlyMap<string, RecordedResource>, address: string): Diagnostic {
  const own = environment.declaration.name
  const recorded = [...records.values()].filter((record) => record.environment === own).map(({ name }) => name)
  const names = [...new Set([...environment.resources.keys(), ...recorded])]
  const near = closest(addressParts(address).name, names)
  const hint = near === null ? `"genesis graph ${own}" shows what there is` : `did you mean "${own}/${near}"?`
  return { code: 'unknown-target', severity: 'error', message: `no resource is declared or recorded as ${address}`, hint }
}

function recordedEdges(address: string, dependencies: readonly string[]): readonly GraphEdge[] {
  const { environment } = addressParts(address)
  return dependencies.map((from) => ({ from, to: address, recorded: addressParts(from).environment !== environment, reasons: [] }))
}

/** What waits for a resource, in whatever environment. */
export function neededBy(environments: ReadonlyMap<string, ResolvedEnvironment>, address: string): readonly GraphEdge[] {
  const { environment, name } = addressParts(address)
  return [...environments.values()].flatMap(({ declaration, resources }) =>
    [...resources.values()]
      .filter(({ upstream, foreign }) => (declaration.name === environment ? upstream.includes(name) : foreign.includes(address)))
      .flatMap((resource) => edgesTo(resource).filter(({ from }) => from === address)),
  )
}
