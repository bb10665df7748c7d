import { readFileSync } from 'node:fs'
import type { ProcessIdentity } from '../ports/processes.ts'

/** A process as the kernel shows it. */
interface ProcessStatus {
  /** In the form that the wrapper writes down. */
  readonly startTime: string
  /** It ended and only waits for its parent to ask how. Where nobody does, it stays like this for good. */
  readonly isZombie: boolean
}

/** The identity of a process that exists now; null when there is none with this pid. */
export function identityOf(pid: number): ProcessIdentity | null {
  const status = statusOf(pid)
  return status === null ? null : { pid, startTime: status.startTime }
}

/** Whether that very process runs, stopped ones included. */
export function isIdentityAlive(identity: ProcessIdentity): boolean {
  if (identity.pid <= 0) return false
  const status = statusOf(identity.pid)
  return status !== null && !status.isZombie && status.startTime === identity.startTime
}

function statusOf(pid: number): ProcessStatus | null {
  return process.platform === 'linux' ? linuxStatus(pid) : otherStatus(pid)
}

function linuxStatus(pid: number): ProcessStatus | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in parentheses may itself hold spaces and parentheses. What follows is the third field of proc(5), the state.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { startTime: `${fields[19] ?? ''} ${bootId()}`, isZombie: fields[0] === 'Z' || fields[0] === 'X' }
  } catch {
    return null
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
}

function otherStatus(pid: number): ProcessStatus | null {
  try {
    const environment = { LC_ALL: 'C', TZ: 'UTC0' }
    const { execFileSync } = process.getBuiltinModule('node:child_process')
    const answer = execFileSync('/bin/ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [state = '', ...start] = answer.trim().split(/\s+/)
    return state === '' ? null : { startTime: start.join(' '), isZombie: state.startsWith('Z') }
  } catch {
    return null
  }
}
