import { FileError } from '../../ports/files.ts'
import type { LocatedStack } from './stack-work.ts'
import type { Workshop } from './open-workshop.ts'

/** Puts the state that Terraform could not write to its backend aside, where no synchronisation touches it; null when there is none. */
export async function keepErroredState(stack: LocatedStack, { site, folder }: Workshop): Promise<string | null> {
  const { files, random } = stack.house.ports
  const from = `${site.workingDirectory}/errored.tfstate`
  if ((await files.stat(from, { follow: false })) === null) return null
  const to = `${folder.base}/errored-${random.id()}.tfstate`
  try {
    await files.rename(from, to)
    await files.setMode(to, 0o600)
    return to
  } catch (error) {
    if (error instanceof FileError) return from
    throw error
  }
}
