/**
 * The proof of locks: `npm run proof:locks`. Sixteen processes apply one environment ten times each, all standing in line; the holder of an
 * environment is stopped for a minute and goes on. Prints its figures, and exits 1 where one of them is not what it should be.
 *
 * `--processes N`, `--applies N`, `--stopped SECONDS` ask for less or more.
 */
import { parseArgs } from 'node:util'
import { shipped } from '../crash/engine-process.ts'
import { manyProcesses } from './many-processes.ts'
import { stoppedHolder } from './stopped-holder.ts'

const { values } = parseArgs({
  options: { processes: { type: 'string', default: '16' }, applies: { type: 'string', default: '10' }, stopped: { type: 'string', default: '60' } },
})

const many = await manyProcesses(shipped, { processes: Number(values.processes), applies: Number(values.applies) })
print(`${values.processes} processes, ${values.applies} applies each`, [
  ['ended otherwise than well', many.failed.length, 0],
  ['at one moment at most', many.overlap, 1],
  ['lost updates', many.lostUpdates, 0],
  ['forked revisions', many.forkedRevisions, 0],
  ['locks and places left', many.left.length, 0],
])
for (const text of many.failed) process.stdout.write(`  ${text}\n`)

const stopped = await stoppedHolder(shipped, Number(values.stopped) * 1000)
print(`a holder that was stopped for ${values.stopped} s`, [
  ['commands that got its environment', stopped.takeovers.length, 0],
  ['runs at one moment at most', stopped.overlap, 1],
  ['stale writes accepted', stopped.staleWrites.length, 0],
  ['did not go on', stopped.stuck.length, 0],
])
for (const text of [...stopped.takeovers, ...stopped.staleWrites, ...stopped.stuck]) process.stdout.write(`  ${text}\n`)

function print(title: string, figures: readonly (readonly [what: string, found: number, goal: number])[]): void {
  process.stdout.write(`${title}\n`)
  for (const [what, found, goal] of figures) {
    process.stdout.write(`  ${what}: ${found}${found === goal ? '' : ` (should be ${goal})`}\n`)
    if (found !== goal) process.exitCode = 1
  }
}
