import type { Diagnostic } from '../events/diagnostic.ts'
import { ExitCode } from '../events/exit-code.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { HeldLock } from '../ports/locks.ts'
import type { Host, Ports } from '../ports/ports.ts'
import type { Store } from '../ports/store.ts'
import { environmentHolder, heldDiagnostic, holderPath, holderText, removeHolder, writeHolder } from './environment-holder.ts'
import type { LoadedProject } from './load-project.ts'
import { answered, refused, type Result } from './result.ts'

/** What taking the locks of environments needs. */
export interface EnvironmentLocksOptions {
  readonly ports: Pick<Ports, 'clock' | 'files' | 'locks' | 'processes'>
  readonly host: Host
  readonly events: EventSink
  /** How long to stand in line for an environment that somebody else holds; null for not at all. */
  readonly timeoutMs: number | null
  /** Aborted when nobody wants to wait any longer. */
  readonly signal: AbortSignal
}

/** Where an environment's lock is, and what tells who holds it. */
export interface LockPlace {
  readonly project: Pick<LoadedProject, 'folders'>
  readonly store: Pick<Store, 'unfinishedRun'>
}

const pollMs = 100

/**
 * The locks of environments, as one coordinator takes them: at once, or after standing in line, in the order in which those came who wait.
 * The kernel keeps lock and line: who dies has left both, who is stopped keeps them, and no time takes them away.
 */
export class EnvironmentLocks {
  readonly #options: EnvironmentLocksOptions
  readonly #kept = new Map<string, HeldLock>()

  constructor(options: EnvironmentLocksOptions) {
    this.#options = options
  }

  /** How long it stands in line for what somebody else holds; null for not at all. */
  get timeoutMs(): number | null {
    return this.#options.timeoutMs
  }

  /** Whether it stands in line for what somebody else holds. */
  get waits(): boolean {
    return this.timeoutMs !== null
  }

  /** Works while nobody else can change the environment. Refused, with the holder named, while somebody holds it and the waiting is over. */
  async under<T>(place: LockPlace, environment: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
    if (this.#kept.has(environment)) return work()
    const taken = await this.#take(place, environment)
    if (!taken.ok) return taken
    try {
      return await work()
    } finally {
      await taken.value.release()
    }
  }

  /** Takes an environment and keeps it, also for {@link under}, until {@link letGo}. */
  async keep(place: LockPlace, environment: string): Promise<Result<null>> {
    if (this.#kept.has(environment)) return answered(null)
    const taken = await this.#take(place, environment)
    if (!taken.ok) return taken
    this.#kept.set(environment, taken.value)
    return answered(null)
  }

  /** Gives back what was kept; nothing where nothing was. */
  async letGo(environment: string): Promise<void> {
    const kept = this.#kept.get(environment)
    this.#kept.delete(environment)
    await kept?.release()
  }

  async #take(place: LockPlace, environment: string): Promise<Result<HeldLock>> {
    const { files, locks } = this.#options.ports
    const { folders } = place.project
    await files.makeDirectory(folders.locks, { mode: 0o700 })
    const path = `${folders.locks}/${environment}.lock`
    const free = (await locks.isAwaited(path)) ? null : await locks.tryAcquire(path)
    if (free !== null) return answered(await this.#named(free, holderPath(place.project, environment)))
    return this.waits
      ? this.#standInLine(place, environment, path)
      : refused([heldDiagnostic(environment, await this.#holder(place, environment))], ExitCode.locked)
  }

  async #standInLine(place: LockPlace, environment: string, path: string): Promise<Result<HeldLock>> {
    const { ports, timeoutMs, signal } = this.#options
    const { clock, locks } = ports
    const until = clock.monotonicMs() + (timeoutMs ?? 0)
    const line = await locks.joinLine(path)
    try {
      for (let told = ''; ;) {
        const ahead = await line.ahead()
        const lock = ahead === 0 ? await locks.tryAcquire(path) : null
        if (lock !== null) return answered(await this.#named(lock, holderPath(place.project, environment)))
        told = await this.#tell(told, { place, environment, ahead })
        if (signal.aborted) return refused([stoppedWaiting(environment)], ExitCode.interrupted)
        const leftMs = until - clock.monotonicMs()
        if (leftMs <= 0) return refused([await this.#stillHeld(place, environment)], ExitCode.locked)
        await clock.sleep(Math.min(pollMs, leftMs), signal)
      }
    } finally {
      await line.leave()
    }
  }

  /** Once for each holder, and when somebody before it has gone. */
  async #tell(told: string, { place, environment, ahead }: { place: LockPlace; environment: string; ahead: number }): Promise<string> {
    const { ports, events } = this.#options
    const others = ahead === 0 ? '' : `; ${ahead === 1 ? 'one other waits' : `${ahead} others wait`} before it`
    const message = `waiting for ${environment}, which is held by ${holderText(await this.#holder(place, environment))}${others}`
    if (message !== told) events.emit({ type: 'notice', at: ports.clock.now(), level: 'info', code: 'environment-awaited', message })
    return message
  }

  async #stillHeld(place: LockPlace, environment: string): Promise<Diagnostic> {
    const holder = holderText(await this.#holder(place, environment))
    const seconds = (this.#options.timeoutMs ?? 0) / 1000
    const message = `${environment} is still held after ${seconds} s, by ${holder}`
    return { code: 'environment-held', severity: 'error', message, hint: 'nothing was done; wait longer, or look at what the holder does: genesis runs' }
  }

  #holder(place: LockPlace, environment: string): ReturnType<typeof environmentHolder> {
    return environmentHolder({ ports: this.#options.ports, store: place.store, path: holderPath(place.project, environment) }, environment)
  }

  async #named(lock: HeldLock, path: string): Promise<HeldLock> {
    const { ports, host } = this.#options
    const holder = { process: await ports.processes.self(), host: host.name, user: host.user, since: ports.clock.now() }
    await writeHolder(ports.files, path, holder)
    return {
      async release() {
        await removeHolder(ports.files, path)
        await lock.release()
      },
    }
  }
}

function stoppedWaiting(environment: string): Diagnostic {
  return { code: 'environment-held', severity: 'error', message: `stopped waiting for ${environment}`, hint: 'nothing was done' }
}
