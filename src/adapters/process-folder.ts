import { closeSync, openSync, readSync, statSync, writeFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import type { ProcessFate, ProcessIdentity } from '../ports/processes.ts'
import { errorCode } from './file-error.ts'
import { isIdentityAlive, memberOfGroup } from './process-identity.ts'
import { notClaimedCode } from './process-wrapper.ts'

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

/** What the file `process` says. `empty`: its writer ended, or was stopped, between making and filling it. */
type Claim =
  { readonly kind: 'none' } | { readonly kind: 'abandoned' } | { readonly kind: 'empty' } | { readonly kind: 'wrapper'; readonly identity: ProcessIdentity }

const abandoned = 'abandoned\n'

function readClaim(folder: string): Claim {
  const text = readIfThere(join(folder, 'process'))
  if (text === null) return { kind: 'none' }
  if (text === abandoned) return { kind: 'abandoned' }
  const [pid, startTime, end] = text.split('\n')
  // Without the line end behind it, the start time may be half written.
  if (pid === undefined || startTime === undefined || end === undefined || !/^[1-9]\d*$/.test(pid)) return { kind: 'empty' }
  return { kind: 'wrapper', identity: { pid: Number(pid), startTime: startTime.replace(/\s+/g, ' ') } }
}

/** Whether the program was let run by its wrapper, as far as it is known. */
export function wasClaimedByWrapper(folder: string): boolean {
  return readClaim(folder).kind === 'wrapper'
}

/**
 * Keeps the program from running where its wrapper has not yet come to it. False when it has, or when that could not be found out:
 * from then on, signals to the group reach the program.
 */
export function abandonStart(folder: string): boolean {
  try {
    writeFileSync(join(folder, 'process'), abandoned, { mode: 0o600, flag: 'wx' })
    return true
  } catch {
    return false
  }
}

/**
 * What became of the program started in a folder. Where it is about to run but has not yet begun, it is kept from running, so
 * that `never-started` stays true.
 */
export function readFate(folder: string): ProcessFate {
  const claim = readClaim(folder)
  switch (claim.kind) {
    case 'abandoned':
      return { kind: 'never-started' }
    case 'wrapper':
      return recordedExit(folder) ?? fateOfGroup(folder, claim.identity)
    case 'empty':
      return fateOfEmptyClaim(folder)
    case 'none':
      return fateOfUnclaimed(folder)
    default:
      return claim satisfies never
  }
}

/** The number of the group of the program started in a folder; null where nothing of it runs. */
export function runningGroup(folder: string): number | null {
  if (readFate(folder).kind !== 'running') return null
  const claim = readClaim(folder)
  return claim.kind === 'wrapper' ? claim.identity.pid : null
}

/** Where the wrapper alone was killed, the program and what it started may go on: they are still of its group. */
function fateOfGroup(folder: string, wrapper: ProcessIdentity): ProcessFate {
  const identity = isIdentityAlive(wrapper) ? wrapper : memberOfGroup(wrapper.pid)
  if (identity !== null) return { kind: 'running', identity }
  // It may have ended since its exit was looked for: now that nothing runs, what is not written never will be.
  return recordedExit(folder) ?? { kind: 'vanished' }
}

function fateOfUnclaimed(folder: string): ProcessFate {
  if (isFromEarlierBoot(folder)) return { kind: 'vanished' }
  if (!isThere(join(folder, 'stdout')) || abandonStart(folder)) return { kind: 'never-started' }
  return readClaim(folder).kind === 'none' ? { kind: 'vanished' } : readFate(folder)
}

/** A full disk keeps the claim from being written; the wrapper then says so by its code, and the program does not run. */
function fateOfEmptyClaim(folder: string): ProcessFate {
  const exit = recordedExit(folder)
  if (exit === null) return { kind: 'vanished' }
  return exit.code === notClaimedCode ? { kind: 'never-started' } : exit
}

/** What a machine that went down had not yet written to its disk is missing: then the absence of a file proves nothing. */
function isFromEarlierBoot(folder: string): boolean {
  const changedMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs
  return changedMs !== undefined && changedMs < Date.now() - uptime() * 1000
}

/** What the wrapper wrote down of the end of its program; null as long as it did not. */
export function recordedExit(folder: string): Extract<ProcessFate, { kind: 'exited' }> | null {
  const text = readIfThere(join(folder, 'exit')) ?? ''
  return /^\d+\n$/.test(text) ? { kind: 'exited', code: Number(text) } : null
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

/** The beginning of a file, which is longer than what any of these files holds. */
function readIfThere(path: string): string | null {
  const buffer = Buffer.alloc(256)
  let descriptor: number
  try {
    descriptor = openSync(path, 'r')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return null
    throw error
  }
  try {
    return buffer.toString('latin1', 0, readSync(descriptor, buffer))
  } finally {
    closeSync(descriptor)
  }
}
