import type { Explanation } from '../plan/explanation.ts'
import type { Store } from '../ports/store.ts'
import { addressParts, resourceFacts, unknownAddress, type ResourceFacts } from './explain-resource.ts'
import { explainValue } from './explain-value.ts'
import type { LoadedProject } from './load-project.ts'
import { environmentNamed } from './make-plan.ts'
import { answered, refused, type Result } from './result.ts'

/** Either the answer, or what is known of a resource before it is planned. */
export type Explained = Exclude<Explanation, { kind: 'resource' }> | ResourceFacts

/** Looks up what files and records say: of a value where a path is given, of the whole resource otherwise. */
export async function explain(
  project: LoadedProject,
  store: Store,
  asked: { readonly address: string; readonly path: string | null },
): Promise<Result<Explained>> {
  const { address, path } = asked
  const parts = addressParts(address)
  const named = environmentNamed(project, parts.environment)
  if (!named.ok) return named
  const records = new Map((await store.resources()).map((record) => [record.address, record]))
  if (path === null) {
    const facts = resourceFacts(project, records, address)
    return facts === null ? refused([unknownAddress(named.value, records, address)]) : answered(facts)
  }
  const resource = named.value.resources.get(parts.name)
  if (resource === undefined) return refused([unknownAddress(named.value, records, address)])
  const given = project.examined.get(address)?.given ?? []
  return explainValue({ resource, given, environment: named.value, environments: project.environments, records, path })
}
