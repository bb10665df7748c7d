import type { PlanRequest, ProbeRequest, ProviderContext } from '../../plan/provider.ts'
import { readHead } from '../../sources/snapshot-index.ts'
import { isTorn, readLocalState } from './local-state.ts'
import { haveSameContent, isUnwritten } from './planned/state-content.ts'
import { repairHint, tornText } from './state-damage.ts'
import { openWorkshop, type Workshop } from './open-workshop.ts'
import { releaseOwnLock } from './own-lock.ts'
import { locateForPlan } from './plan-stack.ts'
import { erroredStatePath } from './snapshot/stack-worker.ts'
import { stableFolder, waitForStableFolder, type StackFolder } from './snapshot/stack-folder.ts'
import { workerOf, type LocatedStack, type StackHouse } from './stack-work.ts'
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
  const left = (folder: StackFolder) => ({ errored: erroredStatePath(folder.base, request), stepFolder: request.folder })
  return inStableFolder({ house, request, context }, (stack, folder) => settle(stack, folder, left(folder)))
}

/** What is asked of a stack. */
interface StackRequest {
  readonly house: StackHouse
  readonly request: PlanRequest
  readonly context: ProviderContext
}

/** Does something in the stable folder of the stack that a request is about, once nobody else works there. */
export async function inStableFolder<T>(
  { house, request, context }: StackRequest,
  work: (stack: LocatedStack, folder: StackFolder) => Promise<T>,
): Promise<T | { readonly ok: false; readonly message: string }> {
  const { address, recorded, desired } = request
  const stack = await locateForPlan(house, { address, recorded, desired }, context)
  const folder = await waitForStableFolder(house.ports, stableFolder(house.ports.cacheFolder, context.projectKey, address), {
    worker: workerOf(stack),
    signal: context.signal,
    waitMs: waitForFolderMs,
    onWait: () => context.progress('waiting for another process that works in its folder'),
  })
  if (folder === null) return { ok: false, message: 'another process works in its folder' }
  try {
    return await work(stack, folder)
  } finally {
    await folder.release()
  }
}

/** What the step's Terraform may have left. */
interface Left {
  /** Where a state would be that it could not write. */
  readonly errored: string
  readonly stepFolder: string
}

/** The state that could not be written goes once its backend has it, so all of this may be done again. */
async function settle(stack: LocatedStack, folder: StackFolder, { errored, stepFolder }: Left): Promise<SettledState> {
  const { files } = stack.house.ports
  // The files stay as they are: they are what Terraform worked with.
  const head = await readHead(files, folder.base)
  const workshop = await openWorkshop(stack, folder, head === null ? { kind: 'sync' } : { kind: 'keep', treeDigest: head.treeDigest })
  await workshop.init()
  await releaseOwnLock(stack, workshop, stepFolder)
  const found = await readState(stack, workshop)
  const isThere = (await files.stat(errored)) !== null
  if (!found.ok || !isThere) return found
  const kept = await bringHome(workshop, { errored, text: await files.readText(errored, { maxBytes: maxStateBytes }), found: found.state })
  if (kept !== null) return { ok: false, message: `the state that Terraform could not write is kept in ${errored}, and ${kept}` }
  await files.remove(errored)
  return readState(stack, workshop)
}

interface Errored {
  /** Its path. */
  readonly errored: string
  readonly text: string
  /** The backend's state. */
  readonly found: string | null
}

/** Why it could not be brought home; null when it is. An earlier recovery may have done it, and ended before it could say so. */
async function bringHome(workshop: Workshop, { errored, text, found }: Errored): Promise<string | null> {
  if (found !== null && haveSameContent(found, text)) return null
  if (found !== null && isUnwritten(text)) return 'its backend has another state by now: compare them, and keep what is right'
  const pushed = await pushState(workshop, errored)
  return succeeded(pushed) ? null : `its backend does not take it:\n${told(pushed)}`
}

function told({ lines }: TerraformEnd): string {
  return lines
    .filter((line) => line.trim() !== '')
    .slice(0, 10)
    .join('\n')
}

/** The whole state as Terraform gives it. What cannot be read is never taken for none. */
export async function readState(stack: LocatedStack, { site }: Workshop): Promise<SettledState> {
  const local = await readLocalState(stack)
  if (local !== null && isTorn(local)) return { ok: false, message: `${tornText(stack)}\n${repairHint(stack.address)}` }
  const { files } = stack.house.ports
  const end = await runTerraform(site, { argv: ['state', 'pull'], graceMs, output: 'private' })
  try {
    if (!succeeded(end)) {
      const said = await stack.house.ports.processes.readOutput(end.folder, 'stderr', { maxBytes: 16 * 1024 })
      return { ok: false, message: `its state cannot be read${said.trim() === '' ? '' : `:\n${said.trim()}`}` }
    }
    const text = await files.readText(`${end.folder}/stdout`, { maxBytes: maxStateBytes })
    // Where there is none, Terraform makes up one that nobody has written.
    return { ok: true, stack, state: text.trim() === '' || isUnwritten(text) ? null : text }
  } finally {
    await files.remove(end.folder)
  }
}

/** Lets Terraform bring a state file into the backend: lineage, serial and lock are looked at as always. */
export function pushState({ site }: Workshop, path: string): Promise<TerraformEnd> {
  return runTerraform(site, { argv: ['state', 'push', path], graceMs })
}

function succeeded({ exit }: TerraformEnd): boolean {
  return exit.kind === 'exited' && exit.code === 0
}
