import { closest } from '../events/did-you-mean.ts'
import type { Diagnostic } from '../events/diagnostic.ts'
import { fromMarked, type Value } from '../expressions/value.ts'
import { type GraphEdge } from '../plan/dependency-graph.ts'
import type { OutputExplanation, ShownValue } from '../plan/explanation.ts'
import { shown } from '../plan/flat-changes.ts'
import type { ResourcePlan } from '../plan/plan-document.ts'
import { readPath } from '../plan/read-path.ts'
import { readTargets } from '../plan/read-targets.ts'
import { recordedOutputs } from '../plan/recorded-value.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { LoadedProject } from './load-project.ts'
import { addressParts, neededBy } from './explain-resource.ts'
import { recordNote } from './record-note.ts'
import { answered, refused, type Result } from './result.ts'

/** Everything about an output that needs no plan. */
export type OutputFacts = Omit<OutputExplanation, 'planned'>

/** What explaining an output looks at. */
export interface ExplainOutputOptions {
  readonly project: Pick<LoadedProject, 'environments' | 'examined'>
  readonly records: ReadonlyMap<string, RecordedResource>
  readonly address: string
  /** The steps of the path, `outputs` first. */
  readonly steps: readonly string[]
}

/** What was recorded of an output, and which expressions read it; a refusal where the resource has no such output. */
export function explainOutput({ project, records, address, steps }: ExplainOutputOptions): Result<OutputFacts> {
  const { environment, name } = addressParts(address)
  const declaration = project.environments.get(environment)?.resources.get(name)?.declaration
  const record = records.get(address)
  const outputs = record === undefined ? null : recordedOutputs(record)
  const names = project.examined.get(address)?.outputNames ?? null
  const [, output] = steps
  const known = [...new Set([...(names ?? []), ...Object.keys(outputs ?? {})])]
  const isKnown = output === undefined || known.includes(output) || (names === null && declaration !== undefined)
  if (!isKnown) return refused([noOutput(address, output, known)])
  const recorded = outputs === null ? undefined : readPath(outputs, steps.slice(1))
  return answered({
    kind: 'output',
    address,
    path: steps,
    declaredAt: declaration?.at ?? null,
    record: record === undefined ? null : recordNote(record),
    recorded: recorded === undefined ? null : shown(recorded),
    readBy: neededBy(project.environments, address).flatMap((edge) => readingEdge(edge, { address, steps })),
  })
}

/** What a plan makes of the output at a path that begins with `outputs`; null for nothing. */
export function plannedOutput({ outputs }: ResourcePlan, path: OutputExplanation['path']): ShownValue | null {
  const value: Value | undefined = readPath(fromMarked(outputs), path.slice(1))
  return value === undefined ? null : shown(value)
}

function noOutput(address: string, output: string, known: readonly string[]): Diagnostic {
  const near = closest(output, known)
  const list = known.length === 0 ? 'it has no outputs' : `it has ${known.slice(0, 20).join(', ')}`
  const hint = near === null ? list : `did you mean "${near}"? ${list}`
  return { code: 'unknown-field', severity: 'error', message: `${address} has no output "${output}"`, hint }
}

/** An edge with those reasons alone that read the path, something in it or around it. */
function readingEdge(edge: GraphEdge, { address, steps }: Pick<ExplainOutputOptions, 'address' | 'steps'>): readonly GraphEdge[] {
  const environment = addressParts(edge.to).environment
  const reasons = edge.reasons.filter((reason) => {
    if (reason.kind !== 'expression') return false
    const read = readTargets(reason.reads, environment, [address]).find((target) => target.address === address)
    return read !== undefined && read.rest.slice(0, steps.length).every((step, index) => String(step) === steps[index])
  })
  return reasons.length === 0 ? [] : [{ ...edge, reasons }]
}
