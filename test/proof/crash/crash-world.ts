import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processesOf, remaining } from '../../rig/leak-check.ts'
import { serveStates, type ServedStates, type StateMoment } from '../../rig/serve-states.ts'
import { attachProvider } from '../../rig/terraform-provider/attach-provider.ts'
import { startLedger } from '../../rig/terraform-provider/ledger/start-ledger.ts'
import type { Ledger } from '../../rig/terraform-provider/ledger/ledger.ts'
import { providerEnvironment } from '../../rig/terraform-provider/provider-environment.ts'
import type { CrashPoint } from './crash-point.ts'
import { writeSystem } from './crash-system.ts'
import type { Doom } from './doom.ts'
import { startEngine, type Engine } from './engine-process.ts'
import { parseThings, type Thing } from './thing-program.ts'

/** Where worlds are made, one after the other, all at one path: a plan's folders and Terraform's know where they are. */
export class CrashYard {
  readonly #folder = mkdtempSync(join(realpathSync(tmpdir()), 'genesis-crash-'))
  readonly #server: ServedStates
  readonly #watch: Watch
  readonly #program: string

  private constructor({ server, watch, program }: Pick<Furniture, 'server' | 'watch' | 'program'>) {
    this.#server = server
    this.#watch = watch
    this.#program = program
  }

  /** Writes the system, and lets a plan initialise what can be. `program` is Genesis: `shipped`, or `fromSource`. */
  static async open(program: string): Promise<CrashYard> {
    const watch: Watch = { moment: () => undefined }
    const yard = new CrashYard({ server: await serveStates((moment) => watch.moment(moment)), watch, program })
    const { project, things } = yard.#site
    for (const folder of [project, things]) mkdirSync(folder, { recursive: true })
    writeSystem(yard.#site)
    const world = await yard.#furnish()
    const planned = await world.run('plan', 'dev').ended
    await world.close()
    if (planned.end !== 0) throw new Error(`the system cannot be planned:\n${planned.err}`)
    rmSync(join(yard.#world, 'lab'), { recursive: true })
    cpSync(yard.#world, yard.#template, { recursive: true, verbatimSymlinks: true })
    return yard
  }

  /** A world in which nothing was made yet. The one before is gone. */
  async world(): Promise<CrashWorld> {
    rmSync(this.#world, { recursive: true, force: true })
    cpSync(this.#template, this.#world, { recursive: true, verbatimSymlinks: true })
    this.#server.states.clear()
    this.#server.locks.clear()
    return this.#furnish()
  }

  async close(): Promise<void> {
    await this.#server.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  get #world(): string {
    return join(this.#folder, 'world')
  }

  get #template(): string {
    return join(this.#folder, 'template')
  }

  get #site(): { readonly project: string; readonly things: string; readonly states: string } {
    return { project: join(this.#world, 'project'), things: join(this.#world, 'things'), states: this.#server.url }
  }

  async #furnish(): Promise<CrashWorld> {
    const { ledger, address, close } = await startLedger(join(this.#world, 'lab'))
    const attached = await attachProvider(ledger, { folder: join(this.#world, 'lab') })
    const variables = providerEnvironment({ ledger: address, reattach: attached.reattach })
    const end = async (): Promise<void> => {
      await attached.close()
      await close()
    }
    return new CrashWorld({ folder: this.#world, ledger, server: this.#server, variables, watch: this.#watch, program: this.#program, end })
  }
}

/** Told of what is asked of the state server. */
interface Watch {
  moment: (moment: StateMoment) => void
}

interface Furniture {
  readonly folder: string
  readonly ledger: Ledger
  readonly server: ServedStates
  readonly variables: Readonly<Record<string, string>>
  readonly watch: Watch
  readonly program: string
  readonly end: () => Promise<void>
}

/** One life of the system, with what it is made in. */
export class CrashWorld {
  readonly ledger: Ledger
  readonly #furniture: Furniture

  constructor(furniture: Furniture) {
    this.ledger = furniture.ledger
    this.#furniture = furniture
  }

  get project(): string {
    return join(this.#furniture.folder, 'project')
  }

  /** The locks that Terraform holds on the state server, by path. */
  get locks(): ReadonlyMap<string, string> {
    return this.#furniture.server.locks
  }

  /** What the commands made, in the order in which they made it. */
  things(): readonly Thing[] {
    const path = join(this.#things, 'things')
    return existsSync(path) ? parseThings(readFileSync(path, 'utf8')) : []
  }

  /** The content of a file below the project; null where there is none. */
  file(path: string): string | null {
    const whole = join(this.project, path)
    return existsSync(whole) ? readFileSync(whole, 'utf8') : null
  }

  /** Starts `genesis WORDS`. */
  run(...words: readonly string[]): Engine {
    return this.#start(words, null)
  }

  /** Starts an apply that dies as it is said. */
  applyUntil(doom: Doom): Engine {
    if (doom.kind === 'nth' || !isOutside(doom.point)) return this.#start(applyWords, doom)
    const engine = this.#start(applyWords, null)
    this.#killFromOutside(doom.point, engine)
    return engine
  }

  apply(): Engine {
    return this.run(...applyWords)
  }

  /** What still runs of this world after it was given time to end. */
  leftProcesses(): Promise<readonly string[]> {
    return remaining(() => processesOf(this.#furniture.folder), 10_000)
  }

  /** Lets go whatever a kill has left hanging. */
  release(): void {
    this.#furniture.watch.moment = () => undefined
    this.ledger.unscript()
    this.ledger.release()
  }

  async close(): Promise<void> {
    this.release()
    await this.#furniture.end()
  }

  get #things(): string {
    return join(this.#furniture.folder, 'things')
  }

  #start(words: readonly string[], doom: Doom | null): Engine {
    const { folder, variables, program } = this.#furniture
    const engine = startEngine({ program, project: this.project, home: folder, words, variables, doom })
    writeFileSync(join(this.#things, 'engine'), `${engine.pid}\n`)
    return engine
  }

  /** What a step makes is made outside, and so is the kill there. */
  #killFromOutside({ step, phase }: CrashPoint, engine: Engine): void {
    const when = phase.endsWith('before') ? 'before' : 'after'
    if (step.startsWith('thing-')) writeFileSync(join(this.#things, 'kill'), `${step}:${phase}`)
    else if (phase.startsWith('state-')) {
      this.#furniture.watch.moment = ({ method, path, when: now }) => {
        if (method === 'POST' && path === `/${step}` && now === when) engine.kill()
      }
    } else {
      const match = { operation: 'create', name: `${step}-b` } as const
      this.ledger.script({ ...match, times: 1, does: { kind: 'hang', when } })
      void this.ledger.called({ ...match, hangs: true }).then(() => engine.kill())
    }
  }
}

const applyWords = ['apply', 'dev', '--yes', '--concurrency', '8'] as const

function isOutside({ step, phase }: CrashPoint): boolean {
  if (phase.startsWith('effect-')) return !step.startsWith('file-')
  return phase.startsWith('state-') && step.startsWith('own-')
}
