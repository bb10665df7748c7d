import { StoreError } from '../../ports/store.ts'
import { readZipEntry } from './planned/zip-entry.ts'
import { parseStateFile } from './planned/terraform-state.ts'
import { placeOfState } from './state-damage.ts'
import type { LocatedStack } from './stack-work.ts'

const maxPlanBytes = 1024 * 1024 * 1024

/** Keeps a copy of the state of a stack with a backend of its own; what is no state, or none yet, is left alone. */
export async function keepStateCopy(stack: LocatedStack, text: string | null): Promise<void> {
  if (stack.backend.kind === 'kept' || text === null) return
  const state = parseStateFile(text)
  if (state === null || state.serial === null || state.lineage === null) return
  const { serial, lineage } = state
  await stack.context.stateBackend.keepCopy(stack.address, { backend: placeOfState(stack), serial, lineage, body: text })
}

/** The same after an apply: what it did is recorded whether or not there is room for a copy. */
export async function keepCopyAfter(stack: LocatedStack, text: string | null): Promise<void> {
  try {
    await keepStateCopy(stack, text)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
  }
}

/** Keeps the state that a plan was made from, which is in its file. */
export async function keepPriorState(stack: LocatedStack, planPath: string): Promise<void> {
  if (stack.backend.kind === 'kept') return
  await keepStateCopy(stack, await stateInPlan(stack, planPath))
}

/** The whole state inside a plan file; null when the file cannot be read: it may be encrypted, or of a newer format. */
export async function stateInPlan({ house }: Pick<LocatedStack, 'house'>, path: string): Promise<string | null> {
  const entry = readZipEntry(await house.ports.files.read(path, { maxBytes: maxPlanBytes }), 'tfstate')
  return entry === null ? null : Buffer.from(entry).toString('utf8')
}
