import { chmodSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startEngine, type Engine } from '../crash/engine-process.ts'

/** A run, as far as the proof looks at it. */
export interface ProvenRun {
  readonly id: string
  readonly mode: string
  readonly outcome: string | null
  readonly startedAt: number
  readonly endedAt: number | null
}

/** A record, as far as the proof looks at it. */
export interface ProvenRecord {
  readonly address: string
  readonly revision: number
  readonly run: string
}

/** A project of its own with one environment, `dev`, and engines that work on it in processes of their own. */
export class LockWorld {
  readonly folder: string
  readonly #program: string

  /** `program` is the file that Node runs: Genesis as it is shipped, or from its sources. */
  constructor(program: string) {
    this.#program = program
    this.folder = mkdtempSync(join(realpathSync(tmpdir()), 'genesis-locks-'))
    this.write('genesis.yaml', 'apiVersion: genesis/v1\nkind: Project\nmetadata: { name: locks, id: "10c4" }\n')
    this.write('environments/dev.yaml', 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\n')
  }

  /** Writes a file as a whole: engines may be reading it. */
  write(path: string, text: string, mode = 0o644): void {
    const target = join(this.folder, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(`${target}~`, text, { mode })
    chmodSync(`${target}~`, mode)
    renameSync(`${target}~`, target)
  }

  /** Declares a Command whose `create` and `update` run a script of the project; another `round` is a change. */
  declare(name: string, script: string, round: number): void {
    const spec = { inputs: { round }, create: [`../${script}`], update: [`../${script}`] }
    this.write(`system/${name}.yaml`, JSON.stringify({ apiVersion: 'genesis/v1', kind: 'Command', metadata: { name }, spec }))
  }

  start(...words: readonly string[]): Engine {
    return startEngine({ program: this.#program, project: this.folder, home: this.folder, words, variables: {}, doom: null })
  }

  async runs(): Promise<readonly ProvenRun[]> {
    const { out } = await this.start('runs', 'dev', '--limit', '100000', '-o', 'json').ended
    return (JSON.parse(out) as { runs: readonly ProvenRun[] }).runs
  }

  async records(): Promise<readonly ProvenRecord[]> {
    const { out } = await this.start('state', 'list', 'dev', '-o', 'json').ended
    return (JSON.parse(out) as { resources: readonly ProvenRecord[] }).resources
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** How many of some spans overlapped at most; one that ends when another begins does not. */
export function overlapOf(spans: readonly { readonly from: number; readonly to: number }[]): number {
  const turns = spans.flatMap(({ from, to }) => [
    { at: from, by: 1 },
    { at: to, by: -1 },
  ])
  let now = 0
  let most = 0
  for (const { by } of turns.sort((one, other) => one.at - other.at || one.by - other.by)) most = Math.max(most, (now += by))
  return most
}
