import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { StoredJournalEntry } from '../../../src/ports/store.ts'
import { sampleRun } from './support/samples.ts'
import { openStore, storePath } from './support/test-store.ts'

interface Writer {
  readonly child: ChildProcess
  readonly acknowledged: string[]
  /** Resolves when that many lines came. */
  readonly reached: Promise<void>
  readonly ended: Promise<unknown[]>
}

function startWriter(path: string, options: { environment: string; pairs: number; until?: number }): Writer {
  const program = join(import.meta.dirname, 'support', 'writer-program.ts')
  const child = spawn(process.execPath, [program, path, options.environment, String(options.pairs)], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'close')
  const acknowledged: string[] = []
  const reached = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (acknowledged.push(line) === (options.until ?? options.pairs)) resolve()
    })
    void ended.then(() => reject(new Error('the writer ended too early')))
  })
  return { child, acknowledged, reached, ended }
}

function addresses(journal: readonly StoredJournalEntry[], type: StoredJournalEntry['type']): string[] {
  return journal.filter((entry) => entry.type === type).map((entry) => entry.address)
}

describe('a writer that is killed', () => {
  it('leaves every entry it was promised, whole ones only, and each end with its record', async () => {
    const path = storePath()
    const writer = startWriter(path, { environment: 'prod', pairs: 1_000_000, until: 200 })
    await writer.reached
    writer.child.kill('SIGKILL')
    await writer.ended

    const store = await openStore(path)
    const journal = await store.journal('run-prod')
    const ends = addresses(journal, 'end')
    expect(journal.map((entry) => entry.sequence)).toEqual(journal.map((_, index) => index + 1))
    expect(new Set(ends).size).toBe(ends.length)
    const recorded = await store.resources()
    expect(recorded.map((record) => record.address)).toEqual([...ends].sort())
    expect(recorded.every((record) => record.outputs['password'] === 'hunter2')).toBe(true)
    expect(ends).toEqual(expect.arrayContaining(writer.acknowledged))
    expect(addresses(journal, 'begin')).toEqual(expect.arrayContaining(ends))
    expect(await store.unfinishedRun('prod')).toMatchObject({ id: 'run-prod', endedAt: null, outcome: null })
    expect(await store.startRun(sampleRun({ id: 'next' }))).toMatchObject({ token: 2 })
  })
})

describe('two processes', () => {
  it('write to one new store at the same time without disturbing each other', async () => {
    const path = storePath()
    const writers = ['dev', 'prod'].map((environment) => startWriter(path, { environment, pairs: 300 }))
    const ends = await Promise.all(writers.map((writer) => writer.ended))
    expect(ends).toEqual([
      [0, null],
      [0, null],
    ])
    const store = await openStore(path)
    for (const environment of ['dev', 'prod']) {
      expect(await store.resources(environment)).toHaveLength(300)
      expect(await store.journal(`run-${environment}`)).toHaveLength(600)
      expect(await store.run(`run-${environment}`)).toMatchObject({ outcome: 'succeeded' })
    }
  })
})
