import { readdirSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { HeldLock, LinePlace } from '../ports/locks.ts'
import { errorCode } from './file-error.ts'

/** Takes a kernel lock; null when it is held. */
type TryLock = (path: string) => Promise<HeldLock | null>

/**
 * A line is a folder beside the lock. Each place is a file that its owner holds a kernel lock on, named by a number and something of its
 * own: a name belongs to one place for good, so that whoever finds a dead one may remove it. Numbers count up from the highest that is there;
 * who comes at the same moment may get the same one, and then the name decides.
 */
function lineFolder(lockPath: string): string {
  return `${lockPath}.line`
}

const placeName = /^\d{12}-/

/** Takes the last place in the line for a lock; see {@link LinePlace}. `own` is what tells this place from all others. */
export async function joinLine(lockPath: string, own: string, tryLock: TryLock): Promise<LinePlace> {
  const folder = lineFolder(lockPath)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // Under its final name it is seen by others, who would take it for dead before it is locked.
  const unseen = join(folder, `new-${own}`)
  const lock = await tryLock(unseen)
  if (lock === null) throw new Error(`the place ${own} is taken`)
  const name = `${String(highest(folder) + 1).padStart(12, '0')}-${own}`
  const path = join(folder, name)
  renameSync(unseen, path)
  return {
    ahead: () => countAhead(folder, name, tryLock),
    async leave() {
      rmSync(path, { force: true })
      await lock.release()
    },
  }
}

/** Whether anybody who lives stands in the line for a lock. */
export async function isAwaited(lockPath: string, tryLock: TryLock): Promise<boolean> {
  return (await countAhead(lineFolder(lockPath), null, tryLock)) > 0
}

/** Only the last one before is looked at, unless it is dead: who stands further ahead is looked at by those behind him. */
async function countAhead(folder: string, own: string | null, tryLock: TryLock): Promise<number> {
  const before = places(folder).filter((name) => own === null || name < own)
  for (let count = before.length; count > 0; count--) {
    const path = join(folder, before[count - 1] ?? '')
    const dead = await tryLock(path)
    if (dead === null) return count
    rmSync(path, { force: true })
    await dead.release()
  }
  return 0
}

function highest(folder: string): number {
  return Number(places(folder).at(-1)?.slice(0, 12) ?? 0)
}

/** In the order of the line. */
function places(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => placeName.test(name))
      .sort()
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}
