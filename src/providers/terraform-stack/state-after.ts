import { Sensitive, type Value } from '../../expressions/value.ts'
import { FileError } from '../../ports/files.ts'
import { emptyState, parseStateFile, type TerraformState } from './planned/terraform-state.ts'
import type { ApplyResult } from './run-apply.ts'
import type { LocatedStack } from './stack-work.ts'
import type { Workshop } from './open-workshop.ts'
import { runTerraform } from './terraform/run-terraform.ts'

const maxStateBytes = 256 * 1024 * 1024

/**
 * The state after a successful apply. A kept one is here already, a local one in a file. From any other backend the end of the apply told
 * every output but the sensitive ones; only for those the state is fetched once more.
 */
export async function stateAfter(stack: LocatedStack, workshop: Workshop, { outputs }: ApplyResult): Promise<TerraformState> {
  const { backend, context, address } = stack
  if (backend.kind === 'kept') {
    const kept = await context.stateBackend.read(address)
    return (kept === null ? null : parseStateFile(kept.body)) ?? emptyState
  }
  const local = backend.type === 'local' && stack.settings.workspace === null ? await readLocal(stack, backend.config['path']) : null
  if (local !== null) return local
  if (Object.values(outputs).some((output) => output.sensitive)) {
    const pulled = await pullState(stack, workshop)
    if (pulled !== null) return pulled
    context.warn('its sensitive outputs could not be read: what depends on them has to wait for the next apply')
  }
  const values = Object.entries(outputs).map(([name, { sensitive, value = null }]): [string, Value] => [name, sensitive ? new Sensitive(value) : value])
  return { ...emptyState, outputs: Object.fromEntries(values), hasResources: true }
}

async function readLocal(stack: LocatedStack, path: unknown): Promise<TerraformState | null> {
  if (typeof path !== 'string') return null
  try {
    return parseStateFile(await stack.house.ports.files.readText(path, { maxBytes: maxStateBytes }))
  } catch (error) {
    if (error instanceof FileError) return null
    throw error
  }
}

async function pullState(stack: LocatedStack, { site }: Workshop): Promise<TerraformState | null> {
  const { files } = stack.house.ports
  const end = await runTerraform(site, { argv: ['state', 'pull'], graceMs: 30_000, output: 'private' })
  try {
    if (end.exit.kind !== 'exited' || end.exit.code !== 0) return null
    return parseStateFile(await files.readText(`${end.folder}/stdout`, { maxBytes: maxStateBytes }))
  } catch (error) {
    // The apply has succeeded: what cannot be read afterwards must not make a failure of it.
    if (error instanceof FileError) return null
    throw error
  } finally {
    await files.remove(end.folder)
  }
}
