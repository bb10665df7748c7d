import type { AssumeAnswer, ProbeAnswer, ProbeRequest, ProviderContext } from '../../plan/provider.ts'
import { formerApply, type FormerApply } from './former-apply.ts'
import { lostCreations, type LostCreation } from './lost-creations.ts'
import { emptyState, parseStateFile } from './planned/terraform-state.ts'
import { memoryFromJson } from './plan-memory.ts'
import { recordOf } from './stack-record.ts'
import { damageOfText, repairHint } from './state-damage.ts'
import { settledState } from './settled-state.ts'
import { diagnosticsText, StackTrouble } from './stack-trouble.ts'
import { sensitiveVariables, type LocatedStack, type StackHouse } from './stack-work.ts'
import { noted, noteThatHolds } from './way-back/note-of-plan.ts'

/**
 * What became of an apply that nobody saw the end of. A Terraform that came to its own end has written all it knows, to its backend or beside
 * itself. One that was killed writes its state every 20 seconds only: what it told of and no state knows is named, and left to a person.
 */
export async function probeStack(house: StackHouse, request: ProbeRequest, context: ProviderContext): Promise<ProbeAnswer> {
  const former = await formerApply(house.ports, request.folder)
  if (former.kind === 'never-started') return { kind: 'not-applied' }
  try {
    const settled = await settledState(house, request, context)
    if (!settled.ok) return { kind: 'unknown', message: settled.message }
    const damage = await damageOfText(settled.stack, request.recorded, settled.state)
    return damage === null ? judge(former, request, settled) : { kind: 'unknown', message: `${damage}\n${repairHint(request.address)}` }
  } catch (error) {
    if (!(error instanceof StackTrouble)) throw error
    return { kind: 'unknown', message: diagnosticsText(error) }
  }
}

/** Records the stack as its state has it. What the state does not know has no name here: it is taken over by `import` blocks of the module. */
export async function assumeStack(house: StackHouse, request: ProbeRequest, id: string | null, context: ProviderContext): Promise<AssumeAnswer> {
  if (id !== null) {
    const hint = 'write an import block into its module for what the state does not know, and say --applied'
    return { ok: false, message: 'a stack has many things inside, so that one id does not tell which is meant', hint }
  }
  if (request.desired === null) return { ok: true, recorded: null }
  try {
    const settled = await settledState(house, request, context)
    if (!settled.ok) return settled
    const damage = await damageOfText(settled.stack, request.recorded, settled.state)
    if (damage !== null) return { ok: false, message: damage, hint: repairHint(request.address) }
    return { ok: true, recorded: recorded(settled, request) }
  } catch (error) {
    if (!(error instanceof StackTrouble)) throw error
    return { ok: false, message: diagnosticsText(error) }
  }
}

/** A stack with its state, as far as it could be found out. */
export interface Settled {
  readonly stack: LocatedStack
  /** The whole state file; null when there is none. */
  readonly state: string | null
}

function judge(former: Exclude<FormerApply, { kind: 'never-started' }>, request: ProbeRequest, settled: Settled): ProbeAnswer {
  const started = former.messages.some(({ type }) => type === 'apply-start')
  if (former.kind === 'ended' && former.code === 0)
    return { kind: 'applied', recorded: request.desired === null ? null : recorded(settled, request), ...noteOf(settled, request) }
  if (former.kind === 'ended' && !started) return { kind: 'not-applied' }
  const lost = former.kind === 'cut-off' ? lostCreations(former.messages, settled.state) : []
  if (lost.length > 0) return { kind: 'unknown', message: lostText(request.address, lost) }
  const message = former.kind === 'ended' ? `Terraform ended with exit code ${former.code}` : 'Terraform was killed; the state knows of all that it had told'
  return { kind: 'partly', recorded: recorded(settled, request), message, ...noteOf(settled, request) }
}

function noteOf({ state }: Settled, { desired, change }: ProbeRequest): Pick<Extract<ProbeAnswer, { kind: 'applied' }>, 'note'> {
  const memory = desired === null ? null : memoryFromJson(change.memory)
  const parsed = state === null ? null : parseStateFile(state)
  return memory === null || parsed === null ? {} : noted(noteThatHolds(memory.note, parsed.addresses))
}

function lostText(address: string, lost: readonly LostCreation[]): string {
  const list = lost.map(({ text }) => `  ${text}`).join('\n')
  const mend = lost.some(({ id }) => id !== null) ? `\n"genesis state repair ${address}" takes over what has an id` : ''
  return `Terraform was killed, and the state does not know of what it had told:\n${list}${mend}`
}

/** The record of a stack as its state has it. */
export function recorded({ stack, state }: Settled, { change }: Pick<ProbeRequest, 'change'>): ReturnType<typeof recordOf> {
  const { settings, identity, varFiles } = stack
  const terraformVersion = memoryFromJson(change.memory)?.terraformVersion ?? null
  const parsed = (state === null ? null : parseStateFile(state)) ?? emptyState
  return recordOf({ settings, identity, varFiles, terraformVersion, sensitiveVariables: sensitiveVariables(stack) }, parsed)
}
