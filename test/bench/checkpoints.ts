/** What a checkpoint of ten thousand resources costs beside the commit of one step: `npm run bench:checkpoints`. The goal is at most twice as much. */
import { openSqliteStore } from '../../src/adapters/sqlite/open-sqlite-store.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sampleRecord, sampleRun, begin, end } from '../adapters/sqlite/support/samples.ts'
const folder = mkdtempSync(join(process.cwd(), '.bench-checkpoints-'))
const opened = await openSqliteStore({ path: `${folder}/s/state.db`, project: { name: 'p', id: null }, clock: systemClock(), create: true })
if (!opened.ok) throw new Error(opened.diagnostic.message)
const store = opened.store
const token = await store.startRun(sampleRun())
const rec = (i: number, revision: number): ReturnType<typeof sampleRecord> => sampleRecord({ address: `prod/r${i}`, name: `r${i}`, revision, dependencies: [] })
await Promise.all(Array.from({ length: 10000 }, (_, i) => store.writeJournal(token, end(`prod/r${i}`, { put: rec(i, 1) }))))
const taken = { at: 1, cause: 'barrier', address: null, tree: 'sha256:1', stable: false, note: null, genesisVersion: '1' } as const
await store.addCheckpoint(token, taken)
const med = (x: readonly number[]): number => x.toSorted((a, b) => a - b)[Math.floor(x.length / 2)] ?? 0
const steps: number[] = [],
  cps: number[] = []
for (let k = 0; k < 60; k++) {
  let t = performance.now()
  await store.writeJournal(token, begin(`prod/r${k}`))
  await store.writeJournal(token, end(`prod/r${k}`, { put: rec(k, k + 2) }))
  steps.push(performance.now() - t)
  t = performance.now()
  await store.addCheckpoint(token, taken)
  cps.push(performance.now() - t)
}
process.stdout.write(
  `step (begin + end with record) ${med(steps).toFixed(2)} ms, checkpoint ${med(cps).toFixed(2)} ms, ${(med(cps) / med(steps)).toFixed(2)} ×\n`,
)
await store.close()
rmSync(folder, { recursive: true })
