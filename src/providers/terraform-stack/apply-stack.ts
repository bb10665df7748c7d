import type { Failure } from '../../events/outcome.ts'
import type { ApplyRequest, ProviderContext, StepOutcome } from '../../plan/provider.ts'
import { openWorkshop, type Workshop } from './open-workshop.ts'
import { effectOf, memoryFromJson, type PlanMemory } from './plan-memory.ts'
import { locateForPlan, planIn } from './plan-stack.ts'
import { priorState } from './run-plan.ts'
import { runApply, type ApplyResult } from './run-apply.ts'
import { outcomeFailure, planChanged, troubleFailure } from './step-failure.ts'
import { keepCopyAfter, keepPriorState } from './keep-state-copy.ts'
import { readLocalState } from './local-state.ts'
import { recordOf } from './stack-record.ts'
import { rescueErroredState } from './snapshot/stack-worker.ts'
import { stableFolder, waitForStableFolder, type StackFolder } from './snapshot/stack-folder.ts'
import { hideInOutputs, stackSecrets } from './stack-secrets.ts'
import { sensitiveVariables, stackSources, workerOf, type LocatedStack, type StackHouse } from './stack-work.ts'
import { emptyState, parseStateFile, type TerraformState } from './planned/terraform-state.ts'
import { stateAfter } from './state-after.ts'
import { noted, noteThatHolds } from './way-back/note-of-plan.ts'

/** How long an apply waits for whoever works in its folder. */
const waitForFolderMs = 10 * 60_000

/** A plan that is ready to be carried out. */
interface Ready {
  readonly path: string
  readonly memory: PlanMemory
}

type Step<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

/** Carries out exactly what was planned. Throws a {@link StackTrouble} for what keeps Terraform from running at all. */
export async function applyStack(house: StackHouse, request: ApplyRequest, context: ProviderContext): Promise<StepOutcome> {
  const stack = await locateForPlan(house, request, context)
  const memory = memoryFromJson(request.change.memory)
  const path = request.change.artifacts['tfplan'] ?? null
  if (memory?.hasChanges === false && (path !== null || request.desired === null)) {
    return { ok: true, recorded: request.desired === null ? null : recordedAs(stack, memory, await stateWithoutApply(stack, path)) }
  }
  const folder = await waitForStableFolder(house.ports, stableFolder(house.ports.cacheFolder, context.projectKey, request.address), {
    worker: workerOf(stack),
    signal: context.signal,
    waitMs: waitForFolderMs,
    onWait: () => context.progress('waiting for another process that works in its folder'),
  })
  if (folder === null) return { ok: false, failure: busy(context) }
  try {
    const isPlanned = memory !== null && path !== null && !(await leftByUs(stack))
    return await applyIn(stack, folder, { request, planned: isPlanned ? { path, memory } : null, memory })
  } finally {
    await folder.release()
  }
}

/** Terraform may write a state before it does anything, also when it then fails: what was planned has to be planned again for the next attempt. */
async function leftByUs({ house, backend, address, context }: LocatedStack): Promise<boolean> {
  const serial = house.leftSerials.get(address)
  return serial !== undefined && backend.kind === 'kept' && (await context.stateBackend.read(address))?.serial === serial
}

interface Work {
  readonly request: ApplyRequest
  /** The plan with its file; null where it has to be made again. */
  readonly planned: Ready | null
  /** What was approved; null where nothing was planned. */
  readonly memory: PlanMemory | null
}

async function applyIn(stack: LocatedStack, folder: StackFolder, { request, planned, memory }: Work): Promise<StepOutcome> {
  const ready = planned === null ? await planAgain(stack, folder, { request, memory }) : await checkPlanned(stack, folder, planned)
  if (!ready.ok) return ready
  const { value } = ready
  if (!value.memory.hasChanges) {
    return { ok: true, recorded: request.desired === null ? null : recordedAs(stack, value.memory, await stateWithoutApply(stack, value.path)) }
  }
  const workshop = await openWorkshop(stack, folder, { kind: 'keep', treeDigest: value.memory.treeDigest })
  await workshop.init()
  return carryOut(stack, workshop, { request, ready: value })
}

/** The plan is good as long as the files it was made from, and the folder where it names it, are the same. */
async function checkPlanned(stack: LocatedStack, folder: StackFolder, planned: Ready): Promise<Step<Ready>> {
  const { memory } = planned
  if (memory.boundFolder !== null && memory.boundFolder !== folder.tree) {
    return { ok: false, failure: planChanged(`the plan holds the path ${memory.boundFolder}, but here the module is at ${folder.tree}`) }
  }
  const now = await stackSources(stack, stack.context.generation)
  const moved = [...new Set([...Object.keys(now), ...Object.keys(memory.sources)])].filter((name) => now[name] !== memory.sources[name])
  if (moved.length === 0) return { ok: true, value: planned }
  return { ok: false, failure: planChanged(`the files of ${stack.settings.source} (${moved.join(', ')}) were changed since the plan was made`) }
}

/** What was planned elsewhere, or not at all, is planned here; it is carried out only if it does what was approved. */
async function planAgain(stack: LocatedStack, folder: StackFolder, { request, memory }: Omit<Work, 'planned'>): Promise<Step<Ready>> {
  const change = await planIn(stack, folder, request)
  const made = memoryFromJson(change.memory)
  if (made === null) return { ok: false, failure: planChanged('the new plan cannot be read') }
  if (memory !== null && memory.effect !== effectOf(change.inner)) {
    return { ok: false, failure: planChanged('planned again in its own folder, it would do something else than what was approved') }
  }
  return { ok: true, value: { path: change.artifacts['tfplan'] ?? '', memory: made } }
}

async function carryOut(stack: LocatedStack, workshop: Workshop, { request, ready }: { request: ApplyRequest; ready: Ready }): Promise<StepOutcome> {
  const before = stack.backend.kind === 'kept' ? ((await stack.context.stateBackend.read(stack.address))?.serial ?? null) : null
  await keepPriorState(stack, ready.path)
  const result = await runApply(stack, workshop, ready)
  if (result.ok) {
    if (request.desired === null) return { ok: true, recorded: null }
    return {
      ok: true,
      recorded: recordedAs(stack, ready.memory, await stateAfter(stack, workshop, { outputs: result.outputs, before: lineageOf(ready.memory) })),
      ...noted(ready.memory.note),
    }
  }
  const kept = await rescueErroredState(stack.house.ports.files, workshop.folder.base, workerOf(stack))
  const failure = outcomeFailure(result, { places: workshop.places, erroredState: kept })
  const left = await leftBehind(stack, { request, result, before })
  if (!result.started && left !== null && left.serial !== null) stack.house.leftSerials.set(stack.address, left.serial)
  if (left === null) return { ok: false, failure }
  return { ok: false, failure, recorded: recordedAs(stack, ready.memory, left), ...noted(noteThatHolds(ready.memory.note, left.addresses)) }
}

/** What a failed apply left; null when it had not begun to act. */
async function leftBehind(
  stack: LocatedStack,
  { request, result, before }: { request: ApplyRequest; result: ApplyResult; before: number | null },
): Promise<TerraformState | null> {
  const text = stack.backend.kind === 'kept' ? ((await stack.context.stateBackend.read(stack.address))?.body ?? null) : await readLocalState(stack)
  const state = text === null ? null : parseStateFile(text)
  const wrote = stack.backend.kind === 'kept' && state !== null && state.serial !== before
  if (!result.started && !wrote) return null
  await keepCopyAfter(stack, text)
  return state ?? { ...emptyState, outputs: request.recorded?.outputs ?? {} }
}

/** The state where Terraform has nothing to do: the kept one, or the one inside the plan file. */
async function stateWithoutApply(stack: LocatedStack, path: string | null): Promise<TerraformState> {
  if (stack.backend.kind === 'kept') {
    const kept = await stack.context.stateBackend.read(stack.address)
    return (kept === null ? null : parseStateFile(kept.body)) ?? emptyState
  }
  return (path === null ? null : await priorState(stack, path)) ?? emptyState
}

function lineageOf({ serial, lineage }: PlanMemory): Pick<TerraformState, 'serial' | 'lineage'> {
  return lineage === null ? { serial: null, lineage: null } : { serial, lineage }
}

function recordedAs(stack: LocatedStack, { terraformVersion }: PlanMemory, state: TerraformState): ReturnType<typeof recordOf> {
  const { settings, identity, varFiles } = stack
  const hidden = { ...state, outputs: hideInOutputs(state.outputs, stackSecrets(stack)) }
  return recordOf({ settings, identity, varFiles, terraformVersion, sensitiveVariables: sensitiveVariables(stack) }, hidden)
}

function busy(context: ProviderContext): Failure {
  if (context.signal.aborted) return { ...troubleFailure('it was stopped before Terraform ran'), reason: 'interrupted' }
  return { ...troubleFailure('another process works in its folder, and does not end'), hint: 'look for another genesis that plans or applies this stack' }
}
