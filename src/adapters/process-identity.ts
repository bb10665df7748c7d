import { readdirSync, readFileSync } from 'node:fs'
import type { ProcessIdentity } from '../ports/processes.ts'

/** A process as the kernel shows it. */
interface ProcessStatus {
  /** In the form that the wrapper writes down. */
  readonly startTime: string
  /** It ended and only waits for its parent to ask how. Where nobody does, it stays like this for good. */
  readonly isZombie: boolean
  readonly group: number
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

/**
 * A process that runs in the group that a process led which is gone; null when there is none. The kernel gives a group's number to no new
 * process as long as anybody is in it, so a process of that number means that the group ended.
 */
export function memberOfGroup(leader: number): ProcessIdentity | null {
  const status = statusOf(leader)
  if (status !== null && !status.isZombie) return null
  for (const pid of everyProcess()) {
    const member = statusOf(pid)
    if (member !== null && member.group === leader && !member.isZombie) return { pid, startTime: member.startTime }
  }
  return null
}

function everyProcess(): readonly number[] {
  const names =
    process.platform === 'linux'
      ? readdirSync('/proc')
      : process.getBuiltinModule('node:child_process').execFileSync('/bin/ps', ['-axo', 'pid='], { encoding: 'utf8' }).split('\n')
  return names
    .map((name) => name.trim())
    .filter((name) => /^[1-9]\d*$/.test(name))
    .map(Number)
}

function statusOf(pid: number): ProcessStatus | null {
  return process.platform === 'linux' ? linuxStatus(pid) : otherStatus(pid)
}

function linuxStatus(pid: number): ProcessStatus | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in parentheses may itself hold spaces and parentheses. What follows is the third field of proc(5), the state.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { startTime: `${fields[19] ?? ''} ${bootId()}`, isZombie: fields[0] === 'Z' || fields[0] === 'X', group: Number(fields[2]) }
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
    const answer = execFileSync('/bin/ps', ['-o', 'stat=,pgid=,lstart=', '-p', String(pid)], {
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [state = '', group, ...start] = answer.trim().split(/\s+/)
    return state === '' ? null : { startTime: start.join(' '), isZombie: state.startsWith('Z'), group: Number(group) }
  } catch {
    return null
  }
}
