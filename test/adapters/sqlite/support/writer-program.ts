import { openSqliteStore } from '../../../../src/adapters/sqlite/open-sqlite-store.ts'
import { systemClock } from '../../../../src/adapters/system-clock.ts'
import { begin, counts, end, sampleRecord, sampleRun } from './samples.ts'

/** Runs `environment` in the store at `path`: `pairs` resources, ten at a time. Prints a line for each one whose end is durable. */
const [path = '', environment = '', pairs = '0'] = process.argv.slice(2)
const opened = await openSqliteStore({ path, project: { name: 'platform', id: '6f1c0e52' }, clock: systemClock(), create: true })
if (!opened.ok) throw new Error(opened.diagnostic.message)
const { store } = opened
const run = `run-${environment}`
const token = await store.startRun(sampleRun({ id: run, environment }))
let next = 0

async function work(): Promise<void> {
  while (next < Number(pairs)) {
    const name = `r${next++}`
    const address = `${environment}/${name}`
    await store.writeJournal(token, begin(address))
    const record = sampleRecord({ address, environment, name, run, outputs: { password: 'hunter2' }, outputsSensitive: { password: true } })
    await store.writeJournal(token, end(address, { put: record }))
    process.stdout.write(`${address}\n`)
  }
}

await Promise.all(Array.from({ length: 10 }, work))
await store.endRun(token, { at: 1, outcome: 'succeeded', counts, complete: false })
await store.close()
