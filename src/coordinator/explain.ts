import type { Explanation, ResourceExplanation } from '../plan/explanation.ts'
import { currentRecords, type CurrentRecordsOptions } from './current-records.ts'
import { addressParts, resourceFacts, unknownAddress, type ResourceFacts } from './explain-resource.ts'
import { explainValue } from './explain-value.ts'
import type { LoadedProject } from './load-project.ts'
import { environmentNamed } from './environment-named.ts'
import { answered, refused, type Result } from './result.ts'

/** Either the answer, or what is known of a resource before it is planned. */
export type Explained = Exclude<Explanation, { kind: 'resource' }> | (ResourceFacts & Pick<ResourceExplanation, 'recordedAs'>)

/** Looks up what files and records say: of a value where a path is given, of the whole resource otherwise. It may be named as it was called before. */
export async function explain(
  { project, store, provider }: Pick<CurrentRecordsOptions, 'store' | 'provider'> & { readonly project: LoadedProject },
  asked: { readonly address: string; readonly path: string | null },
): Promise<Result<Explained>> {
  const { path } = asked
  const { environment } = addressParts(asked.address)
  const named = environmentNamed(project, environment)
  if (!named.ok) return named
  const known = await currentRecords({ project, store, provider, environment, mode: 'apply' })
  const records = known.current
  const address = known.targetOf(asked.address)
  const parts = addressParts(address)
  if (path === null) {
    const facts = resourceFacts(project, records, address)
    return facts === null ? refused([unknownAddress(named.value, records, address)]) : answered({ ...facts, recordedAs: known.moves.get(address) ?? null })
  }
  const resource = named.value.resources.get(parts.name)
  if (resource === undefined) return refused([unknownAddress(named.value, records, address)])
  const given = project.examined.get(address)?.given ?? []
  return explainValue({ resource, given, provider, environment: named.value, environments: project.environments, records, path })
}
