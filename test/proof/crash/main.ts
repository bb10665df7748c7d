/**
 * The proof of recovery: `npm run proof:crash`. An apply of fifty steps is killed at each point once, then killed anywhere with its recoveries; each
 * time the next apply has to find everything and to finish it. Exits 1 where anything was lost, made twice in silence, left locked or unfinished.
 *
 * `--point kept-1:begin-durable` (again for more; with `+`, the next apply is killed, too) strikes there alone; `--all` at every phase of every step; `--recoveries N` kills so many
 * recoveries (200), 0 none; `--seed N` chooses where; `--results FILE` keeps what was found, and goes on behind it the next time.
 */
import { parseArgs } from 'node:util'
import { SeededRandom } from '../../rig/seeded-random.ts'
import { nameOfChain, parseChain, type CrashPoint } from './crash-point.ts'
import { chosenChains, chosenPoints, everyPoint } from './crash-system.ts'
import { CrashYard } from './crash-world.ts'
import { shipped } from './engine-process.ts'
import { CrashReport } from './crash-report.ts'
import { strikeAt, strikeRecovery } from './strike.ts'

const { values } = parseArgs({
  options: {
    point: { type: 'string', multiple: true },
    all: { type: 'boolean', default: false },
    recoveries: { type: 'string' },
    seed: { type: 'string', default: '1' },
    results: { type: 'string' },
  },
})
const alone = values.point?.map((name) => parseChain(name) ?? unknown(name))
const single = (values.all ? everyPoint() : chosenPoints()).map((point) => [point])
const chains = alone ?? [...single, ...chosenChains()]
const recoveries = Number(values.recoveries ?? (alone === undefined ? 200 : 0))
const killsOfOneWorld = 20

const report = new CrashReport(values.results ?? null)
const yard = await CrashYard.open(shipped)
try {
  for (const points of chains) await report.add(nameOfChain(points), () => strikeAt(yard, points))
  for (let world = 1; report.recoveryKills < recoveries; world++) {
    const seed = Number(values.seed) * 1000 + world
    await report.add(`recovery:${seed}`, () => strikeRecovery(yard, new SeededRandom(seed), Math.min(killsOfOneWorld, recoveries - report.recoveryKills)))
  }
} finally {
  await yard.close()
}
process.exitCode = report.print() ? 0 : 1

function unknown(name: string): readonly CrashPoint[] {
  throw new Error(`${name} is no point: say STEP:PHASE, as in kept-1:begin-durable`)
}
