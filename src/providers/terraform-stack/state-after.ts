import { Sensitive, type Value } from '../../expressions/value.ts'
import { FileError } from '../../ports/files.ts'
import { keepCopyAfter } from './keep-state-copy.ts'
import { readLocalState } from './local-state.ts'
import { emptyState, parseStateFile, type TerraformState } from './planned/terraform-state.ts'
import type { ApplyResult } from './run-apply.ts'
import type { LocatedStack } from './stack-work.ts'
import type { Workshop } from './open-workshop.ts'
import { runTerraform } from './terraform/run-terraform.ts'

const maxStateBytes = 256 * 1024 * 1024

/** What is known of a successful apply. */
export interface AfterApply extends Pick<ApplyResult, 'outputs'> {
  /** The state that it started from. */
  readonly before: Pick<TerraformState, 'serial' | 'lineage'>
}

/**
 * The state after a successful apply; a copy of it is kept where it lies elsewhere. A kept one is here already, a local one in a file. From any
 * other backend the end of the apply told every output but the sensitive ones; only for those the state is fetched once more.
 */
export async function stateAfter(stack: LocatedStack, workshop: Workshop, { outputs, before }: AfterApply): Promise<TerraformState> {
  const { backend, context, address } = stack
  if (backend.kind === 'kept') {
    const kept = await context.stateBackend.read(address)
    return (kept === null ? null : parseStateFile(kept.body)) ?? emptyState
  }
  const hasSecrets = Object.values(outputs).some((output) => output.sensitive)
  const text = (await readLocalState(stack)) ?? (hasSecrets ? await pullState(stack, workshop) : null)
  const state = text === null ? null : parseStateFile(text)
  await keepCopyAfter(stack, text)
  if (state !== null) return state
  if (hasSecrets) context.warn('its sensitive outputs could not be read: what depends on them has to wait for the next apply')
  const values = Object.entries(outputs).map(([name, { sensitive, value = null }]): [string, Value] => [name, sensitive ? new Sensitive(value) : value])
  // The serial is higher by now, and the lineage is that one: enough to tell a state that is gone or older.
  return { ...emptyState, ...before, outputs: Object.fromEntries(values), hasResources: true }
}

async function pullState(stack: LocatedStack, { site }: Workshop): Promise<string | null> {
  const { files } = stack.house.ports
  const end = await runTerraform(site, { argv: ['state', 'pull'], graceMs: 30_000, output: 'private' })
  try {
    if (end.exit.kind !== 'exited' || end.exit.code !== 0) return null
    return await files.readText(`${end.folder}/stdout`, { maxBytes: maxStateBytes })
  } catch (error) {
    // The apply has succeeded: what cannot be read afterwards must not make a failure of it.
    if (error instanceof FileError) return null
    throw error
  } finally {
    await files.remove(end.folder)
  }
}
