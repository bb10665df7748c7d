import type { PreparedPlan } from '../apply/prepared-plan.ts'
import type { Diagnostic } from '../events/diagnostic.ts'
import type { Explanation, ResourceExplanation } from '../plan/explanation.ts'
import { parseSpecPath } from '../manifest/parse-spec-path.ts'
import type { Files } from '../ports/files.ts'
import type { Store } from '../ports/store.ts'
import { currentRecords, type CurrentRecordsOptions } from './current-records.ts'
import { explainOutput, plannedOutput, type OutputFacts } from './explain-output.ts'
import { addressParts, resourceFacts, unknownAddress, type ResourceFacts } from './explain-resource.ts'
import { explainValue } from './explain-value.ts'
import { lastRun } from './last-run.ts'
import type { LoadedProject } from './load-project.ts'
import { environmentNamed } from './environment-named.ts'
import { answered, refused, type Result } from './result.ts'

/** Either the answer, or what is known of a resource or its output before it is planned. */
export type Explained = Extract<Explanation, { kind: 'value' }> | OutputFacts | (ResourceFacts & Pick<ResourceExplanation, 'recordedAs' | 'lastRun'>)

/** What explaining looks at. */
export interface ExplainOptions extends Pick<CurrentRecordsOptions, 'provider'> {
  readonly project: LoadedProject
  readonly store: Store
  readonly files: Files
}

/**
 * Looks up what files and records say: of a value or an output where a path is given, of the whole resource otherwise. It may be named as it
 * was called before.
 */
export async function explain(options: ExplainOptions, asked: { readonly address: string; readonly path: string | null }): Promise<Result<Explained>> {
  const { project, store, files, provider } = options
  const { path } = asked
  const { environment } = addressParts(asked.address)
  const named = environmentNamed(project, environment)
  if (!named.ok) return named
  const known = await currentRecords({ project, store, provider, environment, mode: 'apply' })
  const records = known.current
  const address = known.targetOf(asked.address)
  const facts = resourceFacts(project, records, address)
  if (facts === null) return refused([unknownAddress(named.value, records, address)])
  if (path === null) {
    const last = await lastRun({ store, files, folder: project.folders.runs }, address)
    return answered({ ...facts, recordedAs: known.moves.get(address) ?? null, lastRun: last })
  }
  const resource = named.value.resources.get(addressParts(address).name)
  const steps = parseSpecPath(path)
  if (steps?.[0] === 'outputs' && !Object.hasOwn(resource?.declaration.spec ?? {}, 'outputs')) return explainOutput({ project, records, address, steps })
  if (resource === undefined) return refused([noDocument(address)])
  const given = project.examined.get(address)?.given ?? []
  return explainValue({ resource, given, provider, environment: named.value, environments: project.environments, records, path })
}

/** The answer, with what a plan made just now says of the resource. */
export function withPlan(facts: Exclude<Explained, { kind: 'value' }>, made: Result<PreparedPlan>): Explanation {
  const plan = made.ok ? (made.value.document.resources.find((resource) => resource.address === facts.address) ?? null) : null
  if (facts.kind === 'output') return { ...facts, planned: plan === null || plan.action === 'delete' ? null : plannedOutput(plan, facts.path) }
  const blocked = made.diagnostics.filter(({ severity, code }) => severity === 'error' || code === 'run-interrupted')
  return { ...facts, plan, blocked }
}

function noDocument(address: string): Diagnostic {
  const hint = `its outputs are still recorded: genesis explain ${address} outputs`
  return { code: 'unknown-field', severity: 'error', message: `no document declares ${address} any more, so it has no spec`, hint }
}
