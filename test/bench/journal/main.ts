/**
 * What the journal costs: `npm run bench:journal`. Ten steps at a time each write their begin with an intent, and their end with a record, into
 * a state database on this disk. Where g entries share a commit, none can cost less than a sync ÷ g, and a step has two: the exit code tells whether
 * an entry costs at most twice that, and as much in a run of ten thousand steps as in one of a thousand. It says as well what it costs to open the
 * database with what each of these runs left recorded; every command does that once.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'
import { systemClock } from '../../../src/adapters/system-clock.ts'
import type { Intent } from '../../../src/plan/intent.ts'
import type { Store } from '../../../src/ports/store.ts'
import { begin, counts, end, sampleRecord, sampleRun } from '../../adapters/sqlite/support/samples.ts'
import { median } from '../measure.ts'

const concurrency = 10
const rounds = 5
const sizes = [1_000, 10_000] as const
const flatness = 1.25

/** What one size of run came to, in milliseconds. */
interface Cost {
  readonly perStep: number
  /** Entries that shared a commit, on average. */
  readonly group: number
  /** To open the database afterwards, SQLite's quick check included. */
  readonly opening: number
}

let commits = 0
const exec = DatabaseSync.prototype.exec
DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
  if (sql === 'COMMIT') commits++
  exec.call(this, sql)
}

const folder = mkdtempSync(join(process.argv[2] ?? tmpdir(), 'genesis-journal-'))
try {
  const syncs: number[] = []
  const costs = new Map<number, Cost[]>(sizes.map((size) => [size, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const size of sizes) {
      syncs.push(oneSync(join(folder, `sync-${round}-${size}`)))
      const cost = await journal(join(folder, `${round}-${size}`), size)
      if (round > 0) costs.get(size)?.push(cost)
    }
  }
  process.exitCode = judge(median(syncs.toSorted(byNumber)), costs) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The middle of many appends of a page, each followed by a sync. */
function oneSync(path: string): number {
  const descriptor = openSync(path, 'w')
  const page = Buffer.alloc(4096, 1)
  const times = Array.from({ length: 200 }, () => {
    const started = performance.now()
    writeSync(descriptor, page)
    fdatasyncSync(descriptor)
    return performance.now() - started
  })
  closeSync(descriptor)
  return median(times.toSorted(byNumber))
}

async function journal(path: string, size: number): Promise<Cost> {
  const store = await open(path)
  const token = await store.startRun(sampleRun({ steps: size }))
  commits = 0
  const started = performance.now()
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < size) {
      const address = `prod/step-${next++}`
      await store.writeJournal(token, { ...begin(address), intent: intentOf(address) })
      await store.writeJournal(token, end(address, { put: sampleRecord({ address, name: address.slice(5) }) }))
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  const perStep = (performance.now() - started) / size
  const group = (2 * size) / commits
  await store.endRun(token, { at: 2, outcome: 'succeeded', counts, complete: true })
  await store.close()
  return { perStep, group, opening: await openingOf(path) }
}

async function open(path: string): Promise<Store> {
  const opened = await openSqliteStore({ path: join(path, 'state.db'), project: { name: 'bench', id: 'bench' }, clock: systemClock(), create: true })
  if (!opened.ok) throw new Error(opened.diagnostic.message)
  return opened.store
}

async function openingOf(path: string): Promise<number> {
  const started = performance.now()
  const store = await open(path)
  const took = performance.now() - started
  await store.close()
  return took
}

function intentOf(address: string): Intent {
  const { step, action, key, folder: place, at } = begin(address)
  const keeps = { owns: [], dependencies: [], preventDestroy: false, onRemove: null, declared: null }
  return {
    address,
    environment: 'prod',
    kind: 'File',
    run: 'run1',
    step,
    action,
    key,
    folder: place,
    at,
    desired: null,
    keeps,
    memory: { seen: 'nothing' },
    state: { kind: 'open' },
  }
}

function judge(sync: number, costs: ReadonlyMap<number, readonly Cost[]>): boolean {
  say('one sync of this disk', sync, '')
  const middles = sizes.map((size) => middleOf(sync, size, costs.get(size) ?? []))
  const growth = (middles[1]?.perStep ?? 0) / (middles[0]?.perStep ?? 1)
  const flat = growth <= flatness
  process.stdout.write(`ten thousand steps against one thousand: × ${growth.toFixed(2)}  goal × ${flatness}: ${flat ? 'kept' : 'MISSED'}\n`)
  return flat && middles.every(({ kept }) => kept)
}

function middleOf(sync: number, size: number, all: readonly Cost[]): { readonly perStep: number; readonly kept: boolean } {
  const perStep = median(all.map((cost) => cost.perStep).toSorted(byNumber))
  const group = median(all.map((cost) => cost.group).toSorted(byNumber))
  const limit = (2 * sync) / group
  const kept = perStep / 2 <= limit
  say(`${size} steps, ${group.toFixed(1)} entries to a commit: a step`, perStep, '')
  say('  to open the database with what it recorded', median(all.map(({ opening }) => opening).toSorted(byNumber)), '')
  say('  an entry of it', perStep / 2, `goal 2 × sync ÷ ${group.toFixed(1)} = ${limit.toFixed(3)} ms: ${verdict(kept, perStep / 2 / limit)}`)
  return { perStep, kept }
}

function verdict(kept: boolean, ratio: number): string {
  return `${kept ? 'kept' : 'MISSED'}, × ${ratio.toFixed(2)}`
}

function say(title: string, ms: number, rest: string): void {
  process.stdout.write(`${title.padEnd(48)} ${ms.toFixed(3).padStart(8)} ms  ${rest}\n`)
}

function byNumber(one: number, two: number): number {
  return one - two
}
