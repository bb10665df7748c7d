import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { errorCode } from '../file-error.ts'

const form = /^(\d+)-[0-9a-f]{12}\.tmp(-wal|-shm|-journal)?$/

/** A new name for a file that is written as a whole before it gets its own: it begins with a path, and says which process writes it. */
export function temporaryPath(start: string): string {
  return `${start}${process.pid}-${randomBytes(6).toString('hex')}.tmp`
}

/**
 * Removes the files that processes which are gone were writing under {@link temporaryPath}s, from this start on; for a folder of this machine. Where a
 * number is in use again they stay until the next time, and where nothing may be removed they stay.
 */
export function removeLeftBehind(start: string): void {
  const [folder, prefix] = [dirname(start), basename(start)]
  for (const name of namesIn(folder)) {
    const writer = name.startsWith(prefix) ? form.exec(name.slice(prefix.length))?.[1] : undefined
    if (writer !== undefined && isGone(Number(writer))) ignoring(() => rmSync(join(folder, name), { force: true }))
  }
}

function namesIn(folder: string): readonly string[] {
  return ignoring(() => readdirSync(folder)) ?? []
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return errorCode(error) === 'ESRCH'
  }
}

/** What the file system refuses is no reason not to go on: nothing rests on it. */
function ignoring<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (errorCode(error) === '') throw error
    return null
  }
}
