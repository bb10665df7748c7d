import { basename, dirname, join, resolve } from 'node:path'
import { FileError } from '../ports/files.ts'
import { fileCalls } from './file-calls.ts'
import { errorCode } from './file-error.ts'

/** As many as Linux itself follows. */
const longestLinkChain = 40

/**
 * The path with every symlink resolved, also where its last parts are missing. A symlink that points to nothing is followed as
 * well: what would be written through it lands at its target, and that is what containment must be judged by.
 */
export async function resolveRealPath(path: string, hops = 0): Promise<string> {
  if (hops > longestLinkChain) throw new FileError('loop', path)
  try {
    return await fileCalls.realPath(path)
  } catch (error) {
    const parent = dirname(path)
    if (errorCode(error) !== 'ENOENT' || parent === path) throw error
    const realParent = await resolveRealPath(parent, hops)
    const target = await linkTarget(join(realParent, basename(path)))
    return target === null ? join(realParent, basename(path)) : resolveRealPath(resolve(realParent, target), hops + 1)
  }
}

async function linkTarget(path: string): Promise<string | null> {
  try {
    return await fileCalls.readLink(path)
  } catch (error) {
    if (['EINVAL', 'ENOENT'].includes(errorCode(error))) return null
    throw error
  }
}
