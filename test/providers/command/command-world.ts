import { isJsonObject, type Json, type JsonObject } from '../../../src/events/json.ts'
import { createCommandProvider } from '../../../src/providers/command/command-provider.ts'
import type { Provider } from '../../../src/plan/provider.ts'
import { MemoryFiles } from '../../rig/memory-files.ts'
import { VirtualClock } from '../../rig/virtual-clock.ts'
import { ScriptedProcesses, type Ending, type Start } from '../../rig/scripted-processes.ts'

/** What a program of a Command gets on its standard input. */
export interface Told {
  readonly inputs: JsonObject
  readonly recorded: JsonObject | null
  readonly key: string | null
}

/** Reads a program's standard input. */
export function told({ stdin }: Pick<Start, 'stdin'>): Told {
  return JSON.parse(stdin) as Told
}

/** A service whose things are made by `service create|read|update|delete`; each thing is an output `id` and the inputs it was made of. */
export class CommandWorld {
  readonly clock = new VirtualClock()
  readonly files = new MemoryFiles()
  readonly processes = new ScriptedProcesses()
  readonly provider: Provider
  readonly things = new Map<string, JsonObject>()
  readonly #madeWith = new Map<string, string>()
  /** What reading answers instead of the truth. */
  readAnswers: Ending | undefined

  constructor() {
    const { processes, files, clock } = this
    this.provider = createCommandProvider({ processes, files, clock })
    processes.install('service', (start) => this.#serve(start))
  }

  /** Makes the folder of the project. Called once, before anything else. */
  async open(...folders: readonly string[]): Promise<this> {
    for (const folder of ['/project', '/work', ...folders]) await this.files.makeDirectory(folder, { mode: 0o755 })
    return this
  }

  /** The verbs that were run so far. */
  get verbs(): readonly string[] {
    return this.processes.starts.map(({ argv }) => argv[1] ?? '')
  }

  snapshot(): Json {
    return Object.fromEntries(this.things)
  }

  #serve(start: Start): Ending {
    const { inputs, recorded, key } = told(start)
    const id = typeof recorded?.['id'] === 'string' ? recorded['id'] : null
    switch (start.argv[1]) {
      case 'create':
        return this.#answer(this.#create(key ?? '', inputs))
      case 'read':
        return this.readAnswers ?? this.#answer(id)
      case 'update':
        if (id !== null) this.things.set(id, inputs)
        return this.#answer(id)
      case 'delete':
        if (id !== null) this.things.delete(id)
        return {}
      default:
        return { code: 2, stderr: 'usage: service create|read|update|delete' }
    }
  }

  #create(key: string, inputs: JsonObject): string {
    const id = this.#madeWith.get(key) ?? `thing-${this.#madeWith.size + 1}`
    this.#madeWith.set(key, id)
    this.things.set(id, inputs)
    return id
  }

  #answer(id: string | null): Ending {
    const inputs = id === null ? undefined : this.things.get(id)
    return { stdout: inputs === undefined ? 'null' : JSON.stringify({ id, inputs }) }
  }
}

/** A spec with all four programs, or the named ones. */
export function serviceSpec(inputs: JsonObject, verbs: readonly string[] = ['create', 'read', 'update', 'delete']): JsonObject {
  return { inputs, ...Object.fromEntries(verbs.map((verb) => [verb, ['service', verb]])) }
}

/** The object a JSON text holds. */
export function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}
