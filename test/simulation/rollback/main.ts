/**
 * Takes a change of each of a thousand generated systems back, and kills rollbacks at every write and at every write of what recovers them:
 * `npm run proof:rollback`. Words: how many systems, and the first seed. Fails where a system did not come back, or where something else came
 * back than was announced.
 */
import { crashTwice } from '../crash-twice.ts'
import { changesTakenBack } from '../small-changes.ts'
import { goBack } from './go-back.ts'

const [count = 1_000, first = 1] = process.argv.slice(2).map(Number)
const started = performance.now()
const fates = { restored: 0, recreated: 0, lost: 0, deferred: 0 }
let whole = 0
let wrong = 0
for (let seed = first; seed < first + count; seed++) {
  const story = await goBack(seed)
  if (story.isWhole) whole++
  for (const fate of Object.keys(fates) as (keyof typeof fates)[]) fates[fate] += story.fates[fate]
  if (story.violations.length === 0) continue
  wrong++
  say(`seed ${seed}: ${story.violations.join('\n  ')}`)
}
const seconds = (performance.now() - started) / 1_000
say(`${count - wrong} of ${count} systems came back as announced; ${whole} of them with nothing made anew; ${seconds.toFixed(0)} s`)
say(`announced of things: ${fates.restored} restored, ${fates.recreated} recreated, ${fates.lost} lost, ${fates.deferred} not known yet`)
const crashes = { lives: 0, violations: 0 }
for (const change of changesTakenBack) {
  const { lives, violations } = await crashTwice(change)
  violations.slice(0, 5).forEach(say)
  crashes.lives += lives
  crashes.violations += violations.length
}
say(`rollbacks killed at every write, and at every write of what came next: ${crashes.lives}, ${crashes.violations} violations`)
process.exitCode = wrong + crashes.violations === 0 ? 0 : 1

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
