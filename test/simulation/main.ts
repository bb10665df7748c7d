/**
 * Lives ten thousand lives, and crashes small changes at every write and every write of the recovery: `npm run proof:simulation`. Words: how
 * many seeds, and the first one. Fails where an invariant was broken, or where the same seed came to another trace.
 */
import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { crashTwice } from './crash-twice.ts'
import { live } from './life.ts'
import { readyMadeTest } from './ready-made-test.ts'
import { smallChanges } from './small-changes.ts'

/** Seeds from `first` on, each `stride`-th one. */
interface Share {
  readonly first: number
  readonly count: number
  readonly stride: number
}

interface Found {
  readonly faulty: readonly number[]
  readonly compared: number
  readonly different: readonly number[]
}

/** Each so many seeds one is lived twice. */
const comparedEach = 10

if (isMainThread) await main()
else parentPort?.postMessage(await liveAll(workerData as Share))

async function main(): Promise<void> {
  const [count = 10_000, first = 1] = process.argv.slice(2).map(Number)
  const started = performance.now()
  const stride = Math.min(availableParallelism(), count)
  const shares = Array.from({ length: stride }, (_, index) => ({ first: first + index, count: Math.ceil((count - index) / stride), stride }))
  const found = await Promise.all(shares.map(inWorker))
  const seconds = (performance.now() - started) / 1_000
  const [faulty, different] = [found.flatMap((one) => one.faulty), found.flatMap((one) => one.different)]
  const compared = found.reduce((sum, one) => sum + one.compared, 0)
  const lived = count + compared
  say(`${count} seeds from ${first} on: ${faulty.length} with violations; ${lived} lives in ${seconds.toFixed(0)} s, ${(lived / seconds).toFixed(0)} a second`)
  say(`same seed, same trace: ${compared - different.length} of ${compared}`)
  for (const seed of faulty.slice(0, 5)) say(await readyMadeTest(seed))
  for (const seed of different.slice(0, 5)) say(`seed ${seed} had another trace the second time`)
  process.exitCode = [...faulty, ...different].length + (await crashEverywhere()) === 0 ? 0 : 1
}

async function crashEverywhere(): Promise<number> {
  let broken = 0
  for (const change of smallChanges) {
    const { lives, violations } = await crashTwice(change)
    say(`${change.name}, killed at every write and at every write of the recovery: ${lives} lives, ${violations.length} violations`)
    violations.slice(0, 5).forEach((violation) => say(`  ${violation}`))
    broken += violations.length
  }
  return broken
}

function inWorker(share: Share): Promise<Found> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share })
    worker.once('message', (found: Found) => resolve(found))
    worker.once('error', reject)
  })
}

async function liveAll({ first, count, stride }: Share): Promise<Found> {
  const faulty: number[] = []
  const different: number[] = []
  let compared = 0
  for (let index = 0; index < count; index++) {
    const seed = first + index * stride
    const { violations, trace } = await live({ seed })
    if (violations.length > 0) faulty.push(seed)
    if (index % comparedEach !== 0) continue
    compared++
    if ((await live({ seed })).trace.join('\n') !== trace.join('\n')) different.push(seed)
  }
  return { faulty, compared, different }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
