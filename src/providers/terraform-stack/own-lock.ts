import { FileError } from '../../ports/files.ts'
import type { Workshop } from './open-workshop.ts'
import type { LocatedStack } from './stack-work.ts'
import { runTerraform } from './terraform/run-terraform.ts'
import { parseStateLock, stateLockText, type StateLock } from './terraform/state-lock.ts'

/** In the folder of the step. */
const fileName = 'state-lock'
const graceMs = 30_000
const maxBytes = 64 * 1024

/** What a command says of itself that takes the lock and changes nothing. */
const probe = { argv: ['state', 'rm', '-dry-run', '-no-color', '-lock-timeout=0s', 'terraform_data.genesis'], operation: 'state-rm' } as const

/**
 * Whether a lock outlives a Terraform that is killed. Those of files and of PostgreSQL are the kernel's or the connection's; what Genesis keeps has
 * locks of the engine that serves it.
 */
function canStick({ backend }: LocatedStack): boolean {
  return backend.kind === 'own' && backend.type !== 'local' && backend.type !== 'pg'
}

/**
 * Writes down the id of the lock that our Terraform holds, while it is known to hold it. Terraform tells its id to nobody else, and who is killed gives
 * nothing back.
 */
export async function noteOwnLock(stack: LocatedStack, workshop: Workshop): Promise<void> {
  if (!canStick(stack)) return
  const lock = await heldLock(stack, workshop)
  if (lock === null) return
  try {
    await stack.house.ports.files.write(`${stack.context.folder}/${fileName}`, lock.id, { mode: 0o600, durable: true })
  } catch (error) {
    // A lock that nobody knows is left to a person, should it come to that.
    if (!(error instanceof FileError)) throw error
  }
}

/** Frees the lock that the Terraform of a step had left, whose folder is `folder`; it has ended. Any other is named and stays. */
export async function releaseOwnLock(stack: LocatedStack, workshop: Workshop, folder: string): Promise<void> {
  const own = canStick(stack) ? await notedLock(stack, folder) : null
  const held = own === null ? null : await heldLock(stack, workshop)
  if (held === null) return
  const { context } = stack
  if (held.id !== own) {
    context.warn(`its state is locked by ${stateLockText(held)}: not by the step that was interrupted, so it stays locked`)
    return
  }
  const end = await runTerraform(workshop.site, { argv: ['force-unlock', '-no-color', '-force', own], graceMs })
  if (end.exit.kind === 'exited' && end.exit.code === 0)
    context.warn(`freed the lock ${own} of its state: the Terraform of the step that was interrupted had left it`)
  else context.warn(`the lock ${own} of its state, which the step that was interrupted had left, cannot be freed: ${end.lines.slice(-5).join('\n')}`)
}

async function notedLock({ house }: LocatedStack, folder: string): Promise<string | null> {
  try {
    const text = await house.ports.files.readText(`${folder}/${fileName}`, { maxBytes })
    return text === '' ? null : text
  } catch (error) {
    if (error instanceof FileError) return null
    throw error
  }
}

/** The lock that is held now. Where none is, it is taken for a moment, and nothing is changed. */
async function heldLock({ house }: LocatedStack, { site }: Workshop): Promise<StateLock | null> {
  const { files, processes } = house.ports
  const end = await runTerraform(site, { argv: probe.argv, graceMs, output: 'private' })
  const said = await processes.readOutput(end.folder, 'stderr', { maxBytes })
  await files.remove(end.folder)
  const lock = parseStateLock(said)
  // Some backends show the lock that was asked for: that says nothing of the one that is held.
  return lock?.holder?.operation === probe.operation ? null : lock
}
