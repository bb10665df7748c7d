import { isJsonObject, type Json } from '../../events/json.ts'
import type { ProviderContext, RepairAnswer, RepairRequest } from '../../plan/provider.ts'
import type { RecordedState } from '../../plan/recorded-resource.ts'
import { formerApply } from './former-apply.ts'
import { keepCopyAfter } from './keep-state-copy.ts'
import { isTorn, localStatePath, readLocalState } from './local-state.ts'
import { lostCreations, type LostCreation } from './lost-creations.ts'
import { openWorkshop, type Workshop } from './open-workshop.ts'
import { parseStateFile } from './planned/terraform-state.ts'
import { stateIds } from './planned/state-ids.ts'
import { recorded } from './probe-stack.ts'
import { inStableFolder, pushState, readState } from './settled-state.ts'
import type { StackFolder } from './snapshot/stack-folder.ts'
import { damageOfText, knownState, placeOfState, tornText } from './state-damage.ts'
import { diagnosticsText, StackTrouble } from './stack-trouble.ts'
import type { LocatedStack, StackHouse } from './stack-work.ts'
import { runTerraform, type TerraformEnd } from './terraform/run-terraform.ts'
import { withVariables } from './with-variables.ts'

const graceMs = 30_000
const lockTimeout = '60s'

/**
 * Puts the newest copy of a damaged state back, by Terraform's own `state push`, and takes over by `import` what the log of a killed apply says
 * that it made and the state does not know. What was there is put aside, not lost. May be done again wherever it stopped.
 */
export async function repairStack(house: StackHouse, request: RepairRequest, context: ProviderContext): Promise<RepairAnswer> {
  try {
    return await inStableFolder({ house, request, context }, (stack, folder) => repairIn(stack, folder, request))
  } catch (error) {
    if (!(error instanceof StackTrouble)) throw error
    return { ok: false, message: diagnosticsText(error) }
  }
}

async function repairIn(stack: LocatedStack, folder: StackFolder, request: RepairRequest): Promise<RepairAnswer> {
  const workshop = await openWorkshop(stack, folder, { kind: 'sync' })
  await workshop.init()
  const done: string[] = []
  const put = await putBack(stack, workshop, request)
  if (!put.ok) return put
  done.push(...put.done)
  const before = await readState(stack, workshop)
  if (!before.ok) return before
  const left = await takeOverLost(stack, workshop, { request, state: before.state, done })
  const after = done.length === put.done.length ? before : await readState(stack, workshop)
  if (!after.ok) return after
  await keepCopyAfter(stack, after.state)
  return { ok: true, done, left, recorded: recordAfter(stack, after.state, request) }
}

type Put = { readonly ok: true; readonly done: readonly string[] } | Extract<RepairAnswer, { ok: false }>

async function putBack(stack: LocatedStack, workshop: Workshop, { recorded: record }: RepairRequest): Promise<Put> {
  const local = await readLocalState(stack)
  const torn = local !== null && isTorn(local)
  const found = torn ? null : await readState(stack, workshop)
  if (found !== null && !found.ok) return found
  const state = found === null ? null : found.state
  const damage = torn ? tornText(stack) : await damageOfText(stack, record, state)
  if (damage === null) return { ok: true, done: [] }
  const known = await knownState(stack, record)
  // The first apply of a stack, cut off: there was nothing before, and what it made is in its log.
  if (known === null && torn) return { ok: true, done: await putAside(stack) }
  const copy = known?.copy ?? null
  if (known === null || copy === null) return noCopy(stack, damage)
  const there = state === null ? null : parseStateFile(state)
  const lineage = there?.lineage ?? null
  if (lineage !== null && lineage !== known.lineage) return foreignState(damage)
  const aside = state === null ? await putAside(stack) : []
  const serial = Math.max(known.serial, there?.serial ?? 0) + 1
  const end = await pushCopy(stack, workshop, withSerial(copy.body, serial))
  if (end !== null) return { ok: false, message: `its backend does not take the copy:\n${end}` }
  return { ok: true, done: [...aside, `the copy of serial ${copy.serial} was put back as serial ${serial}`] }
}

function noCopy(stack: LocatedStack, damage: string): Put {
  const hint = `bring it back from a backup or an earlier version of the backend with "terraform state push", or forget the stack with "genesis state rm ${stack.address}"`
  return { ok: false, message: `${damage}\nno copy of it is kept in ${placeOfState(stack)}`, hint }
}

function foreignState(message: string): Put {
  return { ok: false, message, hint: 'a state with another lineage is never written over: lead the stack to its own state, or move the other one away' }
}

/** A local state that cannot be used stays beside its place: nobody else may have what is in it. */
async function putAside(stack: LocatedStack): Promise<readonly string[]> {
  const path = localStatePath(stack)
  const { files, random } = stack.house.ports
  if (path === null || (await files.stat(path)) === null) return []
  const aside = `${path}.damaged-${random.id()}`
  await files.rename(path, aside)
  return [`what was there is in ${aside}`]
}

/** Null when it was taken, else what Terraform said. */
async function pushCopy(stack: LocatedStack, workshop: Workshop, body: string): Promise<string | null> {
  const { files, random } = stack.house.ports
  const path = `${workshop.folder.base}/copy-${random.id()}.tfstate`
  await files.write(path, body, { mode: 0o600, durable: false })
  try {
    return failureOf(await pushState(workshop, path))
  } finally {
    await files.remove(path)
  }
}

function withSerial(body: string, serial: number): string {
  const json = JSON.parse(body) as Json
  return JSON.stringify(isJsonObject(json) ? { ...json, serial } : json, null, 2)
}

interface Losses {
  readonly request: RepairRequest
  readonly state: string | null
  /** Gets a line for each thing that was taken over. */
  readonly done: string[]
}

/** Gives a line for each thing that could not be taken over. */
async function takeOverLost(stack: LocatedStack, workshop: Workshop, { request, state, done }: Losses): Promise<readonly string[]> {
  if (request.desired === null || request.folder === null) return []
  const former = await formerApply(stack.house.ports, request.folder)
  if (former.kind !== 'cut-off') return []
  const known = state === null ? new Map<string, unknown>() : stateIds(state)
  const left: string[] = []
  for (const lost of lostCreations(former.messages, state)) {
    const problem = await takeOver(stack, workshop, { lost, isReplaced: known.has(lost.address) })
    if (problem === null) done.push(`${lost.address} was taken over with the id ${lost.id ?? ''}`)
    else left.push(`${lost.text}\n${problem}`)
  }
  return left
}

async function takeOver(
  stack: LocatedStack,
  workshop: Workshop,
  { lost, isReplaced }: { readonly lost: LostCreation; readonly isReplaced: boolean },
): Promise<string | null> {
  const { address, id } = lost
  if (id === null) return 'Terraform was killed before it knew the id: look whether it is there, and write an import block into the module if it is'
  if (isReplaced) {
    const removed = failureOf(await runTerraform(workshop.site, { argv: ['state', 'rm', `-lock-timeout=${lockTimeout}`, '--', address], graceMs }))
    if (removed !== null) return removed
  }
  return withVariables(stack, workshop.folder, async (varFiles) => {
    const argv = ['import', '-input=false', `-lock-timeout=${lockTimeout}`, ...varFiles, '--', address, id] as const
    return failureOf(await runTerraform(workshop.site, { argv: [...argv], graceMs }))
  })
}

function failureOf({ exit, lines }: TerraformEnd): string | null {
  if (exit.kind === 'exited' && exit.code === 0) return null
  return lines
    .filter((line) => line.trim() !== '')
    .slice(0, 10)
    .join('\n')
}

/** Without a step that is open the record stays what it was, but for where its state is. */
function recordAfter(stack: LocatedStack, state: string | null, { recorded: record, memory, isOpen }: RepairRequest): RecordedState | null {
  if (isOpen || record === null) return recorded({ stack, state }, { change: { action: 'update', memory } })
  const { serial, lineage } = (state === null ? null : parseStateFile(state)) ?? { serial: null, lineage: null }
  const { attributes, attributesSensitive, outputs, outputsSensitive } = record
  const said = isJsonObject(record.memory) ? record.memory : {}
  return { attributes, attributesSensitive, outputs, outputsSensitive, memory: { ...said, serial, lineage } }
}
