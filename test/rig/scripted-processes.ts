import { resolve } from 'node:path'
import type { ProcessExit, Processes, ProcessFate, ProcessIdentity, ProcessRequest, RunningProcess } from '../../src/ports/processes.ts'

/** What a program was started with. */
export interface Start {
  readonly argv: readonly string[]
  readonly workingDirectory: string
  readonly environment: Readonly<Record<string, string>>
  readonly stdin: string
}

/** How a scripted program ends; exit code 0 unless said otherwise. `hangs`: only when it is interrupted, or, if `stubborn`, killed. */
export interface Ending {
  readonly stdout?: string
  readonly stderr?: string
  readonly code?: number
  readonly hangs?: 'polite' | 'stubborn'
}

/** A program of the test. */
export type Script = (start: Start) => Ending

/** Programs that are functions of the test, found by name or by absolute path. */
export class ScriptedProcesses implements Processes {
  readonly starts: Start[] = []
  readonly #scripts = new Map<string, Script>()
  readonly #outputs = new Map<string, Ending>()

  /** Adds or replaces a program. */
  install(name: string, script: Script): void {
    this.#scripts.set(name, script)
  }

  uninstall(name: string): void {
    this.#scripts.delete(name)
  }

  find(name: string, { workingDirectory }: { readonly workingDirectory: string }): Promise<string | null> {
    const place = name.includes('/') ? resolve(workingDirectory, name) : name
    return Promise.resolve(this.#scripts.has(place) ? place : null)
  }

  start({ argv, workingDirectory, environment, stdin = '', folder, onLine }: ProcessRequest): RunningProcess {
    const place = argv[0].includes('/') ? resolve(workingDirectory, argv[0]) : argv[0]
    const script = this.#scripts.get(place)
    if (script === undefined) return ended({ kind: 'not-started', reason: 'program-not-found', message: `no ${argv[0]}` })
    if (this.#outputs.has(folder)) return ended({ kind: 'not-started', reason: 'system', message: 'the folder was used before' })
    const start = { argv, workingDirectory, environment, stdin }
    this.starts.push(start)
    const ending = script(start)
    this.#outputs.set(folder, ending)
    for (const stream of ['stdout', 'stderr'] as const) {
      for (const line of (ending[stream] ?? '').split('\n').filter((text) => text !== '')) onLine?.(stream, line)
    }
    return ending.hangs === undefined ? ended({ kind: 'exited', code: ending.code ?? 0 }) : hanging(ending.hangs)
  }

  inspect(folder: string): Promise<ProcessFate> {
    const ending = this.#outputs.get(folder)
    if (ending === undefined) return Promise.resolve({ kind: 'never-started' })
    return Promise.resolve(ending.hangs === undefined ? { kind: 'exited', code: ending.code ?? 0 } : { kind: 'vanished' })
  }

  killLeft(): Promise<void> {
    return Promise.resolve()
  }

  readOutput(folder: string, stream: 'stdout' | 'stderr', { maxBytes }: { readonly maxBytes: number }): Promise<string> {
    const text = this.#outputs.get(folder)?.[stream] ?? ''
    return Promise.resolve(text.length > maxBytes ? `${text.slice(0, maxBytes)}\n[${text.length - maxBytes} bytes left out]\n` : text)
  }

  isAlive(): Promise<boolean> {
    return Promise.resolve(false)
  }

  self(): Promise<ProcessIdentity> {
    return Promise.resolve(identity)
  }
}

const identity: ProcessIdentity = { pid: 1, startTime: '1' }

function ended(exit: ProcessExit): RunningProcess {
  return { identity, exited: Promise.resolve(exit), interrupt: () => undefined, kill: () => undefined }
}

function hanging(manners: 'polite' | 'stubborn'): RunningProcess {
  const { promise, resolve: end } = Promise.withResolvers<ProcessExit>()
  return {
    identity,
    exited: promise,
    interrupt: () => (manners === 'polite' ? end({ kind: 'exited', code: 130 }) : undefined),
    kill: () => end({ kind: 'signalled', signal: 'SIGKILL' }),
  }
}
