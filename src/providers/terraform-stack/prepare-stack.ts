import type { PrepareRequest, ProviderContext } from '../../plan/provider.ts'
import { openWorkshop } from './open-workshop.ts'
import { openStableFolder, stableFolder } from './snapshot/stack-folder.ts'
import { settingsOfSpec } from './stack-settings.ts'
import { locateStack, workerOf, type StackHouse } from './stack-work.ts'

/**
 * Brings the folder of a stack up to date and runs `init` in it, so that its plan needs no more than its variables. Where the folder is busy
 * nothing is done: the plan will do it. Throws a {@link StackTrouble} for what would keep it from being planned.
 */
export async function prepareStack(house: StackHouse, { address, declaration, spec }: PrepareRequest, context: ProviderContext): Promise<void> {
  const stack = await locateStack({ house, context, address, settings: settingsOfSpec(declaration, spec), declaration })
  const folder = await openStableFolder(house.ports, stableFolder(house.ports.cacheFolder, context.projectKey, address), workerOf(stack))
  if (folder === null) return
  try {
    const workshop = await openWorkshop(stack, folder, { kind: 'sync' })
    await workshop.init()
  } finally {
    await folder.release()
  }
}
