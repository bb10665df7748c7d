import { closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import type { ProcessFate, ProcessIdentity } from '../ports/processes.ts'
import { errorCode } from './file-error.ts'
import { isIdentityAlive } from './process-identity.ts'

/** Descriptors for a child's standard streams. */
export interface ChildStreams {
  readonly stdin: number | 'ignore'
  readonly stdout: number
  readonly stderr: number
  /** Closes this process's copies; the child keeps its own. */
  close(): void
}

/** Makes the private files of one start. Throws the platform's error: `EEXIST` when the folder was used before. */
export function openChildStreams(folder: string, stdin: string | undefined): ChildStreams {
  const opened: number[] = []
  const close = (): void => opened.forEach(closeSync)
  const open = (name: string, flags: string): number => {
    const descriptor = openSync(join(folder, name), flags, 0o600)
    opened.push(descriptor)
    return descriptor
  }
  try {
    // Appending, so that the end of the file is where the program writes even if it truncates its output.
    const stdout = open('stdout', 'ax')
    const stderr = open('stderr', 'ax')
    if (stdin === undefined) return { stdin: 'ignore', stdout, stderr, close }
    writeFileSync(join(folder, 'stdin'), stdin, { mode: 0o600, flag: 'wx' })
    return { stdin: open('stdin', 'r'), stdout, stderr, close }
  } catch (error) {
    close()
    throw error
  }
}

/** Who the folder's wrapper was; null when it has not written that down. */
export function recordedIdentity(folder: string): ProcessIdentity | null {
  const [pid, startTime, end] = (readIfThere(join(folder, 'process')) ?? '').split('\n')
  // Without the line end behind it, the start time may be half written.
  if (pid === undefined || startTime === undefined || end === undefined || !/^[1-9]\d*$/.test(pid)) return null
  return { pid: Number(pid), startTime: startTime.replace(/\s+/g, ' ') }
}

/**
 * What became of the program started in a folder. Where it is about to start but has not yet begun, it is kept from starting, so
 * that `never-started` stays true.
 */
export function readFate(folder: string): ProcessFate {
  const ended = recordedExit(folder)
  if (ended !== null) return ended
  const identity = recordedIdentity(folder)
  if (identity !== null) {
    if (isIdentityAlive(identity)) return { kind: 'running', identity }
    // It may have ended between the two looks.
    return recordedExit(folder) ?? { kind: 'vanished' }
  }
  if (!isThere(join(folder, 'stdout'))) return isFromEarlierBoot(folder) ? { kind: 'vanished' } : { kind: 'never-started' }
  return claim(folder)
}

function claim(folder: string): ProcessFate {
  if (isFromEarlierBoot(folder)) return { kind: 'vanished' }
  try {
    writeFileSync(join(folder, 'process'), 'abandoned\n', { mode: 0o600, flag: 'wx' })
    return { kind: 'never-started' }
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    if (readIfThere(join(folder, 'process')) === 'abandoned\n') return { kind: 'never-started' }
    const identity = recordedIdentity(folder)
    return identity === null ? { kind: 'vanished' } : { kind: 'running', identity }
  }
}

/** What a machine that went down had not yet written to its disk is missing: then the absence of a file proves nothing. */
function isFromEarlierBoot(folder: string): boolean {
  const changedMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs
  return changedMs !== undefined && changedMs < Date.now() - uptime() * 1000
}

function recordedExit(folder: string): ProcessFate | null {
  const text = readIfThere(join(folder, 'exit')) ?? ''
  return /^\d+\n$/.test(text) ? { kind: 'exited', code: Number(text) } : null
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'latin1')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return null
    throw error
  }
}
