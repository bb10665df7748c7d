import type { RecordedResource } from '../../plan/recorded-resource.ts'
import { isJsonObject } from '../../events/json.ts'
import type { StateCopy } from '../../plan/provider.ts'
import { isTorn, localStatePath, readLocalState } from './local-state.ts'
import { parseStateFile, type TerraformState } from './planned/terraform-state.ts'
import { trouble } from './stack-trouble.ts'
import type { LocatedStack } from './stack-work.ts'

/** What is known of the state that a stack's own backend should have. */
interface KnownState {
  readonly serial: number
  readonly lineage: string
  /** The newest copy of this very state; null where none was kept. */
  readonly copy: StateCopy | null
}

type Found = Pick<TerraformState, 'serial' | 'lineage'>

/** Where a stack's own state is, as its copies name it. */
export function placeOfState({ identity }: Pick<LocatedStack, 'identity'>): string {
  return `${identity.type}:${identity.key ?? ''}`
}

/**
 * What is wrong with the state in a stack's own backend, compared with what was recorded and copied; null where nothing is. A state that is
 * gone, or older than what is known, is never taken for a stack that has nothing: Terraform would make everything again.
 */
export async function stateDamage(stack: LocatedStack, recorded: RecordedResource | null, found: Found): Promise<string | null> {
  if (stack.backend.kind === 'kept') return null
  const known = await knownState(stack, recorded)
  // A state that cannot be looked into, because it is encrypted, says nothing.
  if (known === null || found.serial === null) return null
  const what = `the Terraform state of ${stack.address} in ${describePlace(stack)}`
  const should = `serial ${known.serial} of lineage ${known.lineage} was recorded`
  if (found.lineage === null) return `${what} is gone or empty: ${should}`
  if (found.lineage !== known.lineage) return `${what} is another one (lineage ${found.lineage}): ${should}`
  return found.serial < known.serial ? `${what} is older (serial ${found.serial}): ${should}` : null
}

/** The same for a state that could only be looked at as a text; null for none at all. */
export function damageOfText(stack: LocatedStack, recorded: RecordedResource | null, state: string | null): Promise<string | null> {
  const found = state === null ? { serial: 0, lineage: null } : (parseStateFile(state) ?? { serial: null, lineage: null })
  return stateDamage(stack, recorded, found)
}

/** Throws a {@link StackTrouble} where the state is damaged. */
export async function refuseDamaged(stack: LocatedStack, recorded: RecordedResource | null, found: Found): Promise<void> {
  const damage = await stateDamage(stack, recorded, found)
  if (damage !== null) throw damaged(stack, damage)
}

/** Throws where the file of a local state is the beginning of one: Terraform itself would say that it cannot read it, and not why. */
export async function refuseTorn(stack: LocatedStack): Promise<void> {
  const text = await readLocalState(stack)
  if (text !== null && isTorn(text)) throw damaged(stack, tornText(stack))
}

/** Says that the file of a local state is cut off. */
export function tornText(stack: LocatedStack): string {
  return `the Terraform state of ${stack.address} in ${describePlace(stack)} is cut off: Terraform was killed while it wrote it, or its disk was full`
}

function damaged({ address, declaration }: LocatedStack, message: string): Error {
  const at = declaration === null ? {} : { at: declaration.at }
  return trouble({ code: 'state-damaged', message, hint: `nothing was touched: ${repairHint(address)}`, address, ...at })
}

/** What to do about a damaged state. */
export function repairHint(address: string): string {
  return `"genesis state repair ${address}" puts the newest copy back; where it was given up on purpose, "genesis state rm ${address}" forgets it`
}

/**
 * The state that should be there: the record names its lineage, and the newest copy of it may know a later serial. Null where nothing was
 * recorded, or it was known to hold nothing.
 */
export async function knownState(stack: LocatedStack, recorded: RecordedResource | null): Promise<KnownState | null> {
  const byRecord = recordedSerial(recorded)
  if (byRecord === null) return null
  const newest = await stack.context.stateBackend.readCopy(stack.address)
  const copy = newest?.backend === placeOfState(stack) && newest.lineage === byRecord.lineage ? newest : null
  if (copy !== null && copy.serial >= byRecord.serial && parseStateFile(copy.body)?.hasResources === false) return null
  return { lineage: byRecord.lineage, serial: Math.max(byRecord.serial, copy?.serial ?? 0), copy }
}

function recordedSerial(recorded: RecordedResource | null): { readonly serial: number; readonly lineage: string } | null {
  const memory = recorded?.memory
  if (!isJsonObject(memory)) return null
  const { serial, lineage } = memory
  return typeof serial === 'number' && typeof lineage === 'string' ? { serial, lineage } : null
}

function describePlace(stack: LocatedStack): string {
  const { type, key } = stack.identity
  return localStatePath(stack) ?? `the ${type} backend${key === null ? '' : ` (${key})`}`
}
