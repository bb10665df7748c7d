import type { ProbeRequest, ProviderContext } from '../../plan/provider.ts'
import { keepErroredState } from './errored-state.ts'
import { openWorkshop, type Workshop } from './open-workshop.ts'
import { locateForPlan } from './plan-stack.ts'
import { readHead } from '../../sources/snapshot-index.ts'
import { stableFolder, waitForStableFolder, type StackFolder } from './snapshot/stack-folder.ts'
import type { LocatedStack, StackHouse } from './stack-work.ts'
import { runTerraform, type TerraformEnd } from './terraform/run-terraform.ts'

/** A stack with its whole state, once nothing of an earlier run writes to it any more; null for none yet. */
export type SettledState = { readonly ok: true; readonly stack: LocatedStack; readonly state: string | null } | { readonly ok: false; readonly message: string }

const waitForFolderMs = 60_000
const graceMs = 30_000
const maxStateBytes = 256 * 1024 * 1024

/**
 * Brings home what an earlier Terraform could not write to its backend and left beside itself, and reads the state. Terraform itself does
 * both, so that lineage, serial and lock are looked at as always. Throws a StackTrouble for what keeps Terraform from running at all.
 */
export async function settledState(house: StackHouse, request: ProbeRequest, context: ProviderContext): Promise<SettledState> {
  const { address, recorded, desired } = request
  const stack = await locateForPlan(house, { address, recorded, desired }, context)
  const folder = await waitForStableFolder(house.ports, stableFolder(house.ports.cacheFolder, context.projectKey, address), {
    signal: context.signal,
    waitMs: waitForFolderMs,
    onWait: () => context.progress('waiting for another process that works in its folder'),
  })
  if (folder === null) return { ok: false, message: 'another process works in its folder' }
  try {
    return await settle(stack, folder)
  } finally {
    await folder.release()
  }
}

async function settle(stack: LocatedStack, folder: StackFolder): Promise<SettledState> {
  // The files stay as they are: what Terraform left lies among them.
  const head = await readHead(stack.house.ports.files, folder.base)
  const workshop = await openWorkshop(stack, folder, head === null ? { kind: 'sync' } : { kind: 'keep', treeDigest: head.treeDigest })
  await workshop.init()
  const errored = await keepErroredState(stack, workshop)
  const pushed = errored === null ? null : await push(workshop, errored)
  if (pushed !== null && !succeeded(pushed)) {
    const told = pushed.lines
      .filter((line) => line.trim() !== '')
      .slice(0, 10)
      .join('\n')
    return { ok: false, message: `the state that Terraform could not write is kept in ${errored ?? ''}, and its backend does not take it:\n${told}` }
  }
  if (errored !== null) await stack.house.ports.files.remove(errored)
  return { ok: true, stack, state: await pull(stack, workshop) }
}

function push({ site }: Workshop, path: string): Promise<TerraformEnd> {
  return runTerraform(site, { argv: ['state', 'push', path], graceMs })
}

/** Empty before the first apply. */
async function pull(stack: LocatedStack, { site }: Workshop): Promise<string | null> {
  const { files } = stack.house.ports
  const end = await runTerraform(site, { argv: ['state', 'pull'], graceMs, output: 'private' })
  try {
    const text = succeeded(end) ? await files.readText(`${end.folder}/stdout`, { maxBytes: maxStateBytes }) : ''
    return text.trim() === '' ? null : text
  } finally {
    await files.remove(end.folder)
  }
}

function succeeded({ exit }: TerraformEnd): boolean {
  return exit.kind === 'exited' && exit.code === 0
}
