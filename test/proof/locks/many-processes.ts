import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LockWorld, overlapOf } from './lock-world.ts'

/** What many processes came to that applied one environment at the same time. */
export interface ManyProcesses {
  readonly applies: number
  /** Those that did not end with exit code 0, each with what it said. */
  readonly failed: readonly string[]
  /** How many programs, and how many runs, went on at one moment at most. */
  readonly overlap: number
  /** Turns that a counter without any care of its own does not know of. */
  readonly lostUpdates: number
  /** Records whose revision does not count their applies. */
  readonly forkedRevisions: number
  /** What is left of locks and lines. */
  readonly left: readonly string[]
}

/** A counter that would lose turns if two of them overlapped, and a ledger that shows whether they did. */
const script = `#!/bin/sh
cd "$(dirname "$0")"
echo begin >>ledger
read -r count <count
echo $((count + 1)) >count
echo end >>ledger
echo '{}'
`

/** Lets so many processes, each so often, change something of one environment, all standing in line. */
export async function manyProcesses(program: string, { processes, applies }: { readonly processes: number; readonly applies: number }): Promise<ManyProcesses> {
  const world = new LockWorld(program)
  try {
    world.write('turn', script, 0o755)
    world.write('count', '0\n')
    const names = Array.from({ length: processes }, (_, index) => `p-${index}`)
    for (const name of names) world.declare(name, 'turn', 0)
    const failed = (await Promise.all(names.map((name) => applyOften(world, name, applies)))).flat()
    return { applies: processes * applies, failed, ...(await figuresOf(world, { processes, applies })) }
  } finally {
    world.close()
  }
}

async function applyOften(world: LockWorld, name: string, applies: number): Promise<readonly string[]> {
  const failed: string[] = []
  for (let round = 1; round <= applies; round++) {
    world.declare(name, 'turn', round)
    const { end, err } = await world.start('apply', 'dev', name, '--yes', '--lock-timeout', '1h').ended
    if (end !== 0) failed.push(`${name}, round ${round}, ended with ${end}:\n${err}`)
  }
  return failed
}

async function figuresOf(
  world: LockWorld,
  { processes, applies }: { readonly processes: number; readonly applies: number },
): Promise<Pick<ManyProcesses, 'overlap' | 'lostUpdates' | 'forkedRevisions' | 'left'>> {
  const ledger = readFileSync(join(world.folder, 'ledger'), 'utf8').trim().split('\n')
  let now = 0
  const programs = Math.max(...ledger.map((line) => (now += line === 'begin' ? 1 : -1)))
  const runs = await world.runs()
  const counted = Number(readFileSync(join(world.folder, 'count'), 'utf8'))
  const records = await world.records()
  const locks = join(world.folder, '.genesis/locks')
  const line = join(locks, 'dev.lock.line')
  return {
    overlap: Math.max(programs, overlapOf(runs.map(({ startedAt, endedAt }) => ({ from: startedAt, to: endedAt ?? Infinity })))),
    lostUpdates: processes * applies - counted,
    forkedRevisions: records.filter(({ revision }) => revision !== applies).length + Math.abs(records.length - processes),
    left: [...readdirSync(locks).filter((name) => name.endsWith('.holder')), ...(existsSync(line) ? readdirSync(line) : [])],
  }
}
