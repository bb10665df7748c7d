import { describe, expect, it } from 'vitest'
import { EnvironmentLocks, type LockPlace } from '../../src/coordinator/environment-locks.ts'
import { answered } from '../../src/coordinator/result.ts'
import type { HeldLock, Locks } from '../../src/ports/locks.ts'
import { CollectingSink } from '../rig/collecting-sink.ts'
import { MemoryFiles } from '../rig/memory-files.ts'
import { ScriptedProcesses } from '../rig/scripted-processes.ts'
import { VirtualClock } from '../rig/virtual-clock.ts'

/** One lock, and a line for it, in memory. */
class OneLock implements Locks {
  held = false
  readonly line: number[] = []
  #last = 0

  tryAcquire(): Promise<HeldLock | null> {
    if (this.held) return Promise.resolve(null)
    this.held = true
    return Promise.resolve({
      release: () => {
        this.held = false
        return Promise.resolve()
      },
    })
  }

  joinLine(): ReturnType<Locks['joinLine']> {
    const own = ++this.#last
    this.line.push(own)
    return Promise.resolve({
      ahead: () => Promise.resolve(this.line.indexOf(own)),
      leave: () => Promise.resolve(void this.line.splice(this.line.indexOf(own), 1)),
    })
  }

  isAwaited(): Promise<boolean> {
    return Promise.resolve(this.line.length > 0)
  }
}

class Trial {
  readonly clock = new VirtualClock()
  readonly lock = new OneLock()
  readonly sink = new CollectingSink()
  readonly stop = new AbortController()
  readonly #files = new MemoryFiles()
  readonly #folders = { root: '/p', key: 'k', store: '/p/state.db', runs: '/p/runs', locks: '/p/locks', scratch: '/p/scratch' }

  locks(timeoutMs: number | null): EnvironmentLocks {
    const ports = { clock: this.clock, files: this.#files, locks: this.lock, processes: new ScriptedProcesses() }
    const host = { name: 'here', user: 'somebody', variables: {}, cacheFolder: '/cache' }
    return new EnvironmentLocks({ ports, host, events: this.sink, timeoutMs, signal: this.stop.signal })
  }

  /** How long it took to be refused, or when it had its turn; in milliseconds of the monotonic clock. */
  async turn(timeoutMs: number | null): Promise<string> {
    const place = { project: { folders: this.#folders }, store: { unfinishedRun: () => Promise.resolve(null) } } as unknown as LockPlace
    const result = await this.locks(timeoutMs).under(place, 'dev', () => Promise.resolve(answered('done')))
    return `${result.ok ? result.value : result.exitCode} after ${this.clock.monotonicMs()}`
  }
}

describe('whoever stands in line', () => {
  it.each([0, 3_600_000, -3_600_000])('waits by a clock that does not jump: the other one by %d', async (jumpMs) => {
    const trial = new Trial()
    trial.lock.held = true
    const turn = trial.turn(10_000)
    await trial.clock.advance(5_000)
    trial.clock.jump(jumpMs)
    await trial.clock.advance(20_000)
    expect(await turn).toBe('5 after 10000')
    expect(trial.lock.line).toEqual([])
    expect(trial.clock.sleepers).toBe(0)
  })

  it('has its turn when the lock is free, not before those ahead, and before those who come later', async () => {
    const trial = new Trial()
    trial.lock.held = true
    const [first, second] = [trial.turn(60_000), trial.turn(60_000)]
    await trial.clock.advance(1_000)
    trial.lock.held = false
    expect(await trial.turn(null)).toBe('5 after 1000')
    await trial.clock.advance(1_000)
    expect(await Promise.all([first, second])).toEqual(['done after 1100', 'done after 1200'])
    expect(
      trial.sink
        .ofType('notice')
        .map(({ message }) => message)
        .sort(),
    ).toEqual(['waiting for dev, which is held by another process', 'waiting for dev, which is held by another process; one other waits before it'])
  })

  it('leaves the line when it is stopped', async () => {
    const trial = new Trial()
    trial.lock.held = true
    const turn = trial.turn(60_000)
    await trial.clock.advance(1_000)
    trial.stop.abort()
    expect(await turn).toBe('130 after 1000')
    expect(trial.lock.line).toEqual([])
  })
})
