import { isJsonObject, type JsonObject } from '../../src/events/json.ts'
import type { ProcessExit, Processes, ProcessFate, ProcessIdentity, ProcessRequest, RunningProcess } from '../../src/ports/processes.ts'
import type { FaultKind } from './fault.ts'
import type { Machine } from './machine.ts'
import type { Owner } from './scheduler.ts'

/** How the next program that acts on a thing behaves. */
export type Manners =
  | { readonly kind: 'well' }
  | { readonly kind: 'slow'; readonly ms: number }
  /** Ends with exit code 1; `after`: it has acted, and its answer tells nothing. */
  | { readonly kind: 'fails'; readonly when: 'before' | 'after' }
  /** Somebody kills it. */
  | { readonly kind: 'killed'; readonly when: 'before' | 'after' }
  /** Acts and prints what nobody can read. */
  | { readonly kind: 'babbles' }

interface Program {
  readonly request: ProcessRequest
  readonly identity: ProcessIdentity
  /** The engine that started it. */
  readonly owner: Owner
  fate: ProcessFate
  stdout: string
  stderr: string
  /** Null once it ended, or when nothing can stop it any more. */
  stop: ((exit: ProcessExit) => void) | null
}

/**
 * The programs that are installed, called with a verb and a name. `thing` finds what it is about by its name; `server` finds it by the id
 * that it gave it, or by the key of the step that made it, and makes another one for another key.
 */
export const installed = ['thing', 'server'] as const

const actingTimeMs = 20

/** The programs of a machine. They go on when the engine that started them dies. */
export class Programs {
  readonly #machine: Machine
  readonly #byFolder = new Map<string, Program>()
  readonly #manners = new Map<string, Manners[]>()

  constructor(machine: Machine) {
    this.#machine = machine
  }

  /** How the next programs that act on the thing behave, one after the other. */
  script(name: string, ...manners: readonly Manners[]): void {
    this.#manners.set(name, [...(this.#manners.get(name) ?? []), ...manners])
  }

  /** From now on all programs behave. */
  behave(): void {
    this.#manners.clear()
  }

  /** The command lines of what runs, started by this engine or by any. */
  running(owner: Owner | null): readonly string[] {
    const all = [...this.#byFolder.values()].filter(({ fate }) => fate.kind === 'running')
    return all.filter((one) => owner === null || one.owner === owner).map(({ request }) => request.argv.join(' '))
  }

  /** The port that an engine has; `fault` tells what goes wrong with a start. */
  portFor(owner: Owner, fault: () => FaultKind | null): Processes {
    const { scheduler } = this.#machine
    const at = (folder: string): Program | undefined => this.#byFolder.get(folder)
    return {
      find: (name) => Promise.resolve(installed.some((one) => one === name) ? `/bin/${name}` : null),
      start: (request) => this.#start(request, owner, fault()),
      inspect: (folder) => scheduler.call(owner, `inspect ${folder}`, () => at(folder)?.fate ?? { kind: 'never-started' }),
      readOutput: (folder, stream) => scheduler.call(owner, `read ${stream} of ${folder}`, () => at(folder)?.[stream] ?? ''),
      killLeft: (folder) => scheduler.call(owner, `kill what runs in ${folder}`, () => at(folder)?.stop?.({ kind: 'signalled', signal: 'SIGKILL' })),
      isAlive: ({ startTime }) => Promise.resolve(this.#machine.living.has(startTime)),
      self: () => Promise.resolve({ pid: 1, startTime: owner.name }),
    }
  }

  #start(request: ProcessRequest, owner: Owner, fault: FaultKind | null): RunningProcess {
    const identity = { pid: this.#byFolder.size + 2, startTime: '1' }
    const ended = Promise.withResolvers<ProcessExit>()
    const running = { identity, exited: ended.promise }
    if (fault === 'kill-before') this.#machine.kill(owner)
    if (owner.isDead) return { ...running, interrupt: () => undefined, kill: () => undefined }
    if (fault === 'fails-full' || fault === 'fails-io' || this.#byFolder.has(request.folder)) {
      ended.resolve({ kind: 'not-started', reason: 'system', message: 'nothing more can be started' })
      return { ...running, interrupt: () => undefined, kill: () => undefined }
    }
    const program: Program = { request, identity, owner, fate: { kind: 'running', identity }, stdout: '', stderr: '', stop: null }
    this.#byFolder.set(request.folder, program)
    void this.#run(program).then((exit) => this.#tell(program, exit, ended.resolve))
    if (fault === 'kill-after') this.#machine.kill(owner)
    const stop = (exit: ProcessExit): void => program.stop?.(exit)
    return {
      ...running,
      interrupt: () => stop({ kind: 'signalled', signal: 'SIGINT' }),
      kill: () => stop({ kind: 'signalled', signal: 'SIGKILL' }),
    }
  }

  async #tell(program: Program, exit: ProcessExit, resolve: (exit: ProcessExit) => void): Promise<void> {
    const { identity, owner, request } = program
    const dies = exit.kind === 'signalled' && exit.signal === 'SIGKILL'
    program.fate = dies ? { kind: 'vanished' } : { kind: 'exited', code: exit.kind === 'exited' ? exit.code : 130 }
    await this.#machine.scheduler.turn(owner, `program ${identity.pid} ended`)
    for (const stream of ['stdout', 'stderr'] as const) {
      for (const line of program[stream].split('\n').filter((text) => text !== '')) request.onLine?.(stream, line)
    }
    resolve(exit)
  }

  /** Takes its time, acts, and ends; all of that on the machine, whoever started it. */
  async #run(program: Program): Promise<ProcessExit> {
    const { scheduler, owner } = this.#machine
    const [, verb = '', name = ''] = program.request.argv
    const manners = verb === 'read' ? well : (this.#manners.get(name)?.shift() ?? well)
    program.stderr = `${verb} ${name} with ${program.request.stdin ?? ''}`
    const stopped = new AbortController()
    const stops = new Promise<ProcessExit>((resolve) => {
      program.stop = (exit) => {
        program.stop = null
        stopped.abort()
        resolve(exit)
      }
    })
    await scheduler.sleep(owner, manners.kind === 'slow' ? manners.ms : actingTimeMs, stopped.signal)
    if (stopped.signal.aborted) return stops
    program.stop = null
    await scheduler.turn(owner, `${verb} ${name}`)
    const exit = this.#act(program, manners)
    await scheduler.sleep(owner, actingTimeMs)
    return exit
  }

  #act(program: Program, manners: Manners): ProcessExit {
    const [, verb = '', name = ''] = program.request.argv
    if (manners.kind === 'fails' && manners.when === 'before') return { kind: 'exited', code: 1 }
    if (manners.kind === 'killed' && manners.when === 'before') return { kind: 'signalled', signal: 'SIGKILL' }
    const answer = this.#do({ verb, name, isServer: program.request.argv[0] === 'server' }, readInput(program.request.stdin))
    if (manners.kind === 'fails') return { kind: 'exited', code: 1 }
    if (manners.kind === 'killed') return { kind: 'signalled', signal: 'SIGKILL' }
    program.stdout = manners.kind === 'babbles' ? 'done!' : JSON.stringify(answer)
    return { kind: 'exited', code: 0 }
  }

  /** The thing as it is afterwards; null for none. */
  #do({ verb, name, isServer }: { verb: string; name: string; isServer: boolean }, { inputs, id, key }: Input): JsonObject | null {
    const { world } = this.#machine
    const address = `dev/${name}`
    const there = isServer ? (world.find(id) ?? world.madeWith(key)) : (world.of(address)[0] ?? null)
    if (verb === 'read') return there === null ? null : { id: there.id, ...there.fields }
    if (verb === 'delete') {
      if (there !== null) world.delete(there.id, key)
      return null
    }
    const fields = { size: inputs['size'] ?? null }
    const made = there === null ? world.create(address, fields, key) : (world.update(there.id, fields, key) ?? there)
    return { id: made.id, ...made.fields }
  }
}

const well: Manners = { kind: 'well' }

interface Input {
  readonly inputs: JsonObject
  /** What is recorded as its id; empty for nothing. */
  readonly id: string
  readonly key: string
}

function readInput(stdin: string | undefined): Input {
  const read: unknown = JSON.parse(stdin ?? '{}')
  const { inputs, recorded, key } = isJsonObject(read) ? read : {}
  const id = isJsonObject(recorded) ? recorded['id'] : ''
  return { inputs: isJsonObject(inputs) ? inputs : {}, id: typeof id === 'string' ? id : '', key: typeof key === 'string' ? key : '' }
}
