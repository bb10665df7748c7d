import { constants } from 'node:os'
import type { ProcessExit } from '../ports/processes.ts'

/** Signals that end a program when it does nothing about them. */
const fatalSignals = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGKILL',
  'SIGUSR1',
  'SIGSEGV',
  'SIGUSR2',
  'SIGPIPE',
  'SIGALRM',
  'SIGTERM',
  'SIGXCPU',
  'SIGXFSZ',
] as const

/**
 * How a program ended, by what its wrapping shell ended with: 128 and the signal's number stand for a signal. A program that itself
 * exits with such a code says by convention the same, and cannot be told apart.
 */
export function toProcessExit(code: number | null, signal: string | null): ProcessExit {
  if (code === null) return { kind: 'signalled', signal: signal ?? 'unknown' }
  const name = fatalSignals.find((candidate) => constants.signals[candidate] === code - 128)
  return name === undefined ? { kind: 'exited', code } : { kind: 'signalled', signal: name }
}
