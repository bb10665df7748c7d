import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CrashWorld } from './crash-world.ts'
import { members } from './crash-system.ts'

/** What is wrong after a crash and the next command, in words; the proof is that each list is empty. */
export interface Verdict {
  /** What the world has and no record knows, or the other way round. */
  readonly lost: readonly string[]
  /** More than one of a name. */
  readonly twice: readonly string[]
  /** Locks that need a person, and programs that nobody waits for. */
  readonly locked: readonly string[]
  readonly unconverged: readonly string[]
  /** Files that belong to nobody. */
  readonly littered: readonly string[]
}

/** The kinds of faults, in the order of the report. */
export const faults = ['lost', 'twice', 'locked', 'unconverged', 'littered'] as const satisfies readonly (keyof Verdict)[]

/** Compares what is recorded with what is there. No program but engines was killed, so that there is no excuse for a second thing. */
export async function judgeWorld(world: CrashWorld): Promise<Verdict> {
  const locked = [...world.locks.keys(), ...(await world.leftProcesses())]
  const planned = await world.run('plan', 'dev', '--detailed-exitcode').ended
  const recorded = await recordedIds(world)
  const made = madeIn(world)
  const counts = Map.groupBy(made, ({ name }) => name)
  return {
    lost: [
      ...made.filter((one) => !recorded.has(one.id)).map(({ name, id }) => `${name} (${id}) is there, and no record knows it`),
      ...expectedNames.filter((name) => !counts.has(name)).map((name) => `${name} is not there`),
      ...members.flatMap(({ name, sort }) => (sort === 'file' && !isWhole(world, name) ? [`${name} is not whole`] : [])),
    ],
    twice: [...counts].filter(([, all]) => all.length > 1).map(([name, all]) => `${name}: ${all.map(({ id }) => id).join(', ')}`),
    locked,
    unconverged: planned.end === 0 ? [] : [`the next plan ended with ${planned.end}:\n${planned.out}${planned.err}`],
    littered: litter(world),
  }
}

interface Made {
  readonly name: string
  readonly id: string
}

function madeIn(world: CrashWorld): readonly Made[] {
  return [...world.ledger.objects().map(({ name, id }) => ({ name, id })), ...world.things()]
}

/** The names of all that the world outside is to have. */
const expectedNames: readonly string[] = members.flatMap(({ name, sort }) => (sort === 'file' ? [] : sort === 'thing' ? [name] : [`${name}-a`, `${name}-b`]))

interface OutputsDocument {
  readonly outputs?: Readonly<Record<string, Readonly<Record<string, { readonly value: unknown }>>>>
}

/** The ids that any record has among its outputs. */
async function recordedIds(world: CrashWorld): Promise<ReadonlySet<string>> {
  const { out } = await world.run('outputs', 'dev', '-o', 'json').ended
  const { outputs = {} } = JSON.parse(out) as OutputsDocument
  return new Set(Object.values(outputs).flatMap((of) => Object.values(of).map(({ value }) => String(value))))
}

function isWhole(world: CrashWorld, name: string): boolean {
  return world.file(`out/${name}.txt`)?.startsWith(`${name} of `) === true
}

function litter(world: CrashWorld): readonly string[] {
  const folder = join(world.project, 'out')
  return readdirSync(folder).filter((name) => !/^file-\d+\.txt$/u.test(name))
}
