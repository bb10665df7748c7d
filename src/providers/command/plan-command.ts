import type { Diagnostic } from '../../events/diagnostic.ts'
import { hasSensitive, Sensitive, unknown, type Value } from '../../expressions/value.ts'
import type { ResourceDeclaration } from '../../manifest/manifest.ts'
import type { Action } from '../../plan/action.ts'
import type { FieldDrift, PlanAnswer, PlannedChange, PlanRequest, ProviderContext, Reversibility } from '../../plan/provider.ts'
import { diffThreeWay } from '../../plan/three-way-diff.ts'
import { toDiagnostic, type SpecProblem } from '../spec-problem.ts'
import { commandDrift } from './command-drift.ts'
import { toPlanMemory } from './command-plan-memory.ts'
import type { CommandPorts } from './command-ports.ts'
import { outputsFrom, readRecord, sameMarks, type CommandRecord } from './command-record.ts'
import { observeCommand, type ObservedCommand } from './observe-command.ts'
import { planCommandRemoval } from './plan-command-removal.ts'
import { resolveCommand, type WantedCommand } from './resolve-command.ts'

/** Plans a Command: runs its read program if there is one and something is recorded, and no other. */
export async function planCommand(ports: CommandPorts, request: PlanRequest, context: ProviderContext): Promise<PlanAnswer> {
  const { recorded, desired } = request
  const record = recorded === null ? null : readRecord(recorded)
  if (desired === null) return planCommandRemoval(ports, { address: request.address, record }, context)
  const { declaration } = desired
  const resolved = await resolveCommand(ports, desired, context.projectRoot)
  if (!resolved.ok) return { ok: false, diagnostics: resolved.problems.map((problem) => toDiagnostic(problem, declaration)) }
  const { wanted } = resolved
  const forced = request.replace === 'itself'
  if (forced && wanted.programs.delete === undefined) return { ok: false, diagnostics: [toDiagnostic(undeletable, declaration)] }
  const observed = record === null ? ({ kind: 'gone' } as const) : await look(ports, { record, wanted }, context)
  if (observed.kind === 'failed') return { ok: false, diagnostics: [failedRead(observed, declaration)] }
  return { ok: true, change: describe({ wanted, observed, record, forced, incomplete: recorded?.status === 'incomplete' }) }
}

function look(ports: CommandPorts, { record, wanted }: { record: CommandRecord; wanted: WantedCommand }, context: ProviderContext): Promise<ObservedCommand> {
  const { read } = wanted.programs
  return observeCommand(ports, { read, workingDirectory: wanted.workingDirectory.realPath, inputs: record.inputs, record, key: null }, context)
}

const undeletable: SpecProblem = {
  code: 'selection-invalid',
  message: 'it is to be replaced, but has no delete program',
  hint: 'add one, or leave --replace out: a change of its inputs runs update or create',
  path: [],
}

function failedRead({ failure }: Extract<ObservedCommand, { kind: 'failed' }>, declaration: ResourceDeclaration): Diagnostic {
  const { message, hint } = failure
  return toDiagnostic({ code: 'tool-failed', message, path: ['read'], ...(hint === undefined ? {} : { hint }) }, declaration)
}

interface Found {
  readonly wanted: WantedCommand
  readonly observed: Exclude<ObservedCommand, { kind: 'failed' }>
  readonly record: CommandRecord | null
  readonly incomplete: boolean
  /** Somebody asked to replace it. */
  readonly forced: boolean
}

function describe(found: Found): PlannedChange {
  const { wanted, observed, record } = found
  const drift = record === null ? [] : commandDrift(record, observed)
  const changedInputs = record === null ? [] : inputPaths(record.inputs, wanted.inputs)
  const action = actionFor(found, { changed: changedInputs.length > 0, drifted: drift.length > 0 })
  const runs = action !== 'no-op' && action !== 'adopt'
  const kept = outputsFrom(record?.outputs ?? {}, wanted.inputs)
  const outputs = runs ? unknownOutputs(wanted.inputs) : kept
  const how = { programs: wanted.programs, workingDirectory: wanted.workingDirectory.fromRoot }
  return {
    action,
    before: record === null || observed.kind === 'gone' ? null : shownBefore(record, observed),
    after: { inputs: wanted.inputs, ...how, outputs },
    replacePaths: action === 'replace' ? [...changedInputs, ...drift.map(({ path }) => path)] : [],
    outputs,
    drift,
    inner: [],
    reversibility: reversibilityOf(action, wanted),
    memory: toPlanMemory({ ...how, stage: 'made', drifted: drift.length > 0 }),
    artifacts: {},
    bindings: {},
  }
}

/** Programs are how, not what: other programs alone run nothing, and are only remembered for the day that the thing is to go. */
function actionFor(found: Found, { changed, drifted }: { readonly changed: boolean; readonly drifted: boolean }): Action {
  const { wanted, observed, record, incomplete, forced } = found
  if (record === null || observed.kind === 'gone') return 'create'
  if (forced) return 'replace'
  const { programs } = wanted
  if (record.stage === 'creating' && observed.kind === 'opaque') return programs.delete === undefined ? 'create' : 'replace'
  if (changed || drifted || incomplete || record.stage === 'creating')
    return programs.update === undefined && programs.delete !== undefined ? 'replace' : 'update'
  const sameHow = JSON.stringify(programs) === JSON.stringify(record.programs) && wanted.workingDirectory.fromRoot === record.workingDirectory
  return sameHow && sameMarks(record.inputs, wanted.inputs) ? 'no-op' : 'adopt'
}

function inputPaths(recorded: Value, wanted: Value): readonly FieldDrift['path'][] {
  return diffThreeWay({ recorded, observed: recorded, desired: wanted }).map(({ path }) => ['inputs', ...path])
}

function shownBefore({ inputs, programs, workingDirectory, outputs }: CommandRecord, observed: Found['observed']): Value {
  return { inputs, programs, workingDirectory, outputs: observed.kind === 'there' ? observed.outputs : outputs }
}

/** Only the program can tell what it will print, and which names it will have. */
function unknownOutputs(inputs: Value): PlannedChange['outputs'] {
  return hasSensitive(inputs) ? new Sensitive(unknown) : unknown
}

function reversibilityOf(action: Action, { programs }: WantedCommand): Reversibility {
  if (action === 'create') return programs.delete === undefined ? 'irreversible' : 'reversible'
  if (action === 'update') return programs.update === undefined ? 'irreversible' : 'reversible'
  return action === 'replace' ? 'recreate-lossy' : 'reversible'
}
