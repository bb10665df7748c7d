import type { Action } from '../../plan/action.ts'
import { composeNotes } from '../../plan/compose-notes.ts'
import type { FieldDrift, PlanAnswer, PlannedChange, PlanRequest, ProviderContext, Reversibility } from '../../plan/provider.ts'
import type { RecordedResource } from '../../plan/recorded-resource.ts'
import { recordedAttributes, recordedOutputs } from '../../plan/recorded-value.ts'
import { shown } from '../../plan/flat-changes.ts'
import { sameValue } from '../../plan/same-value.ts'
import type { Value } from '../../expressions/value.ts'
import type { TraceNote } from '../../ports/checkpoint-store.ts'
import { stateInPlan } from './keep-state-copy.ts'
import { locateModule } from './locate-module.ts'
import { openWorkshop, type Workshop } from './open-workshop.ts'
import { effectOf, memoryToJson, type PlanMemory } from './plan-memory.ts'
import { addressesToReplace, notReplaced } from './replaced-addresses.ts'
import { runPlan, type TerraformPlan } from './run-plan.ts'
import { openScratchFolder, openStableFolder, stableFolder, takeOverFolder, type StackFolder } from './snapshot/stack-folder.ts'
import { recordedIdentity, settingsOfRecord, stackAttributes } from './stack-record.ts'
import { refuseDamaged, refuseTorn } from './state-damage.ts'
import { settingsOfSpec } from './stack-settings.ts'
import { hideInOutputs, stackSecrets } from './stack-secrets.ts'
import { layoutOf, locateStack, sensitiveVariables, stackSources, workerOf, type LocatedStack, type StackHouse, type StackTask } from './stack-work.ts'
import { StackTrouble, trouble } from './stack-trouble.ts'
import { noteOfPlan } from './way-back/note-of-plan.ts'
import { planWithBlocks } from './way-back/plan-with-blocks.ts'
import { wayBackBlocks } from './way-back/way-back-blocks.ts'

/** Plans a stack with Terraform, in its stable folder, or in a scratch folder when that is busy. Throws a {@link StackTrouble}. */
export async function planStack(house: StackHouse, request: PlanRequest, context: ProviderContext): Promise<PlanAnswer> {
  const stack = await locateForPlan(house, request, context)
  const { cacheFolder } = house.ports
  const path = stableFolder(cacheFolder, context.projectKey, request.address)
  if (request.movedFrom !== undefined) await takeOverFolder(house.ports, { from: stableFolder(cacheFolder, context.projectKey, request.movedFrom), to: path })
  const folder = (await openStableFolder(house.ports, path, workerOf(stack))) ?? (await openScratchFolder(house.ports.files, `${context.folder}/scratch`))
  if (folder.isScratch) {
    context.warn('another process works in its folder: planned in a scratch folder, so this plan cannot be saved')
  }
  try {
    return { ok: true, change: await planIn(stack, folder, request) }
  } finally {
    await folder.release()
    if (folder.isScratch) await house.ports.files.remove(folder.base)
  }
}

/** Plans a stack in a folder whose lock is held. */
export async function planIn(stack: LocatedStack, folder: StackFolder, request: PlanRequest): Promise<PlannedChange> {
  const replace = addressesToReplace(stack.address, request.replace)
  const workshop = await openWorkshop(stack, folder, { kind: 'sync' })
  // Before Terraform runs: a file that changes meanwhile makes the plan stale, never the other way round.
  const sources = await stackSources(stack, stack.context.generation)
  const brief = request.brief === true
  await refuseTorn(stack)
  const blocks = request.desired === null ? [] : wayBackBlocks(composeNotes(request.since ?? []))
  const plan = (): Promise<TerraformPlan> => runPlan(stack, workshop, { destroy: request.desired === null, replace, brief })
  const found = blocks.length === 0 ? await plan() : await planWithBlocks(stack, workshop, { blocks, plan })
  await refuseDamaged(stack, request.recorded, found.prior)
  const problems = brief ? [] : notReplaced(stack.address, found, replace)
  if (problems.length > 0) throw new StackTrouble(problems)
  const secrets = stackSecrets(stack)
  const note = await noteOfPlan(found.inner, { state: () => stateInPlan(stack, found.path), secrets })
  const hidden = { ...found, outputs: hideInOutputs(found.outputs, secrets) }
  return toChange({ stack, workshop, plan: hidden, note, sources, recorded: request.recorded, isDeletion: request.desired === null })
}

/** The stack that a request is about, by its document, or by its record alone where it is to be deleted. */
export async function locateForPlan(house: StackHouse, request: PlanRequest, context: ProviderContext): Promise<LocatedStack> {
  const { address, recorded, desired } = request
  if (desired !== null) {
    const { declaration, spec } = desired
    const stack = await locateStack({ house, context, address, settings: settingsOfSpec(declaration, spec), declaration })
    if (recorded !== null) refuseMovedState(stack, recorded, request.movedFrom ?? null)
    return stack
  }
  const settings = recorded === null ? null : settingsOfRecord(recorded)
  if (settings === null) throw trouble({ code: 'resource-invalid', message: `the record of ${address} does not say which module it is`, address })
  return locateRecorded({ house, context, address, settings, declaration: null })
}

async function locateRecorded(task: StackTask): Promise<LocatedStack> {
  const { house, context, settings } = task
  const layout = await layoutOf(house, context)
  try {
    await locateModule(house.ports.files, layout, settings)
  } catch (error) {
    if (!(error instanceof StackTrouble)) throw error
    throw trouble({
      code: 'module-invalid',
      message: `${task.address} is to be deleted, but its module ${task.settings.source} is not there any more`,
      hint: `bring it back until it is deleted: git checkout <commit that had it> -- ${task.settings.source}`,
      address: task.address,
    })
  }
  return locateStack(task)
}

function refuseMovedState({ identity, address, declaration }: LocatedStack, recorded: RecordedResource, movedFrom: string | null): void {
  const before = recordedIdentity(recorded)
  if (before === null || before.key === null || identity.key === null) return
  if (before.type === identity.type && before.key === identity.key) return
  const recordedAs = movedFrom ?? address
  const [whose, keep] = movedFrom === null ? ['', ''] : [` of ${address}`, 'write its old place into spec.backend, and it stays there; ']
  const move = `Genesis does not move states: move it with "terraform init -migrate-state" in the module, then "genesis state rm ${recordedAs}"`
  throw trouble({
    code: 'resource-invalid',
    message: `the state of ${recordedAs} is at ${before.type}:${before.key}, but the document${whose} leads to ${identity.type}:${identity.key}`,
    hint: `${keep}${move}; the next apply adopts it`,
    address,
    ...(declaration === null ? {} : { at: declaration.locate(['backend']) }),
  })
}

interface PlannedParts {
  readonly stack: LocatedStack
  readonly workshop: Workshop
  readonly plan: TerraformPlan
  readonly note: TraceNote
  readonly sources: Readonly<Record<string, string>>
  readonly recorded: RecordedResource | null
  readonly isDeletion: boolean
}

function toChange(parts: PlannedParts): PlannedChange {
  const { stack, workshop, plan, recorded, isDeletion } = parts
  const before = recorded === null ? null : recordedAttributes(recorded)
  const { settings, identity, varFiles } = stack
  const after = isDeletion
    ? null
    : stackAttributes({ settings, identity, varFiles, terraformVersion: plan.terraformVersion, sensitiveVariables: sensitiveVariables(stack) })
  const outputDrift = isDeletion || plan.hasChanges || recorded === null ? [] : driftedOutputs(recordedOutputs(recorded), plan.outputs)
  const action = isDeletion ? 'delete' : actionOf(parts, { after, outputsDrifted: outputDrift.length > 0 })
  const memory = memoryOf(parts)
  return {
    action,
    before,
    after,
    replacePaths: [],
    outputs: isDeletion ? {} : plan.outputs,
    drift: [...plan.drift, ...outputDrift],
    inner: plan.inner,
    reversibility: reversibilityOf(parts),
    memory: memoryToJson(memory),
    artifacts: action === 'no-op' || workshop.folder.isScratch ? {} : { tfplan: plan.path },
    bindings: {
      serial: memory.serial,
      lineage: memory.lineage,
      terraformVersion: memory.terraformVersion,
      sources: { ...parts.sources },
      ...(memory.boundFolder === null ? {} : { folder: memory.boundFolder }),
    },
  }
}

function actionOf({ plan, recorded }: PlannedParts, { after, outputsDrifted }: { after: Value; outputsDrifted: boolean }): Action {
  if (recorded === null) {
    if (!plan.hasChanges) return 'adopt'
    return plan.prior.hasResources ? 'update' : 'create'
  }
  if (plan.hasChanges || outputsDrifted) return 'update'
  return sameValue(placeOf(recordedAttributes(recorded)), placeOf(after)) ? 'no-op' : 'update'
}

/** What has to be in the record for the next deletion, beside variables: those that change nothing inside are no change. */
function placeOf(attributes: Value): Value {
  if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)) return null
  const { source = null, workspace = null, backend = null } = attributes as Readonly<Record<string, Value>>
  return { source, workspace, backend }
}

/** Somebody applied the module by other means: its inside is as desired, but dependents would read old values. */
function driftedOutputs(recorded: Readonly<Record<string, Value>>, observed: Readonly<Record<string, Value>>): readonly FieldDrift[] {
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(observed)])].sort()
  return names
    .filter((name) => !sameValue(recorded[name] ?? null, observed[name] ?? null))
    .map((name) => {
      const [one, two] = [shown(recorded[name] ?? null), shown(observed[name] ?? null)]
      return {
        path: ['outputs', name],
        recorded: one.value,
        observed: two.value,
        sensitive: one.sensitive !== false || two.sensitive !== false,
        conflict: false,
      }
    })
}

function memoryOf({ workshop, plan, note, sources }: PlannedParts): PlanMemory {
  const { folder } = workshop
  return {
    hasChanges: plan.hasChanges,
    changes: plan.inner.filter(({ change }) => change.actions.some((action) => action !== 'no-op' && action !== 'read')).length,
    treeDigest: workshop.treeDigest,
    sources,
    scratch: folder.isScratch,
    effect: effectOf(plan.inner),
    boundFolder: plan.namesFolder ? folder.tree : null,
    terraformVersion: plan.terraformVersion,
    serial: plan.prior.serial,
    lineage: plan.prior.lineage,
    note,
  }
}

/** An estimate from the inner actions: what is made again has lost its content; what was let go comes back by its id alone. */
function reversibilityOf({ plan, note }: PlannedParts): Reversibility {
  if (note.forgotten.some(({ id }) => id === null)) return 'irreversible'
  return plan.inner.some(({ mode, change }) => mode === 'managed' && change.actions.includes('delete')) ? 'recreate-lossy' : 'reversible'
}
