import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../../../src/adapters/system-clock.ts'
import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'
import type { Engine } from '../crash/engine-process.ts'
import { LockWorld, overlapOf } from './lock-world.ts'

/** What came of a holder that was stopped while its program ran, and went on later. */
export interface StoppedHolder {
  /** Commands that got the environment while its holder was stopped. */
  readonly takeovers: readonly string[]
  /** How many runs went on at one moment at most. */
  readonly overlap: number
  /** Writes of a run that were accepted after a newer one had begun, which cannot happen while the lock holds. */
  readonly staleWrites: readonly string[]
  /** What should have gone on and did not. */
  readonly stuck: readonly string[]
}

/** Says that it has begun, and waits for a file. */
const script = `#!/bin/sh
cd "$(dirname "$0")"
: >begun
while [ ! -e go ]; do sleep 0.02; done
echo '{}'
`

/**
 * Stops the holder of an environment for a time, lets others try to get at it, and lets it go on. Then once more with a run that begins in spite of
 * the lock, as on a file system whose locks do not hold: whatever the stopped one still writes has to be refused.
 */
export async function stoppedHolder(program: string, stoppedMs: number): Promise<StoppedHolder> {
  const [waited, overtaken] = [await whileOthersTry(program, stoppedMs), await inSpiteOfTheLock(program)]
  return { ...waited, ...overtaken, stuck: [...waited.stuck, ...overtaken.stuck] }
}

/** A holder that has been stopped while its program waits. */
async function stopped(program: string): Promise<{ readonly world: LockWorld; readonly holder: Engine }> {
  const world = new LockWorld(program)
  world.write('wait', script, 0o755)
  world.declare('dns', 'wait', 1)
  const holder = world.start('apply', 'dev', '--yes')
  while (!existsSync(join(world.folder, 'begun'))) await pause(10)
  process.kill(holder.pid, 'SIGSTOP')
  return { world, holder }
}

function goOn(world: LockWorld, holder: Engine): void {
  world.write('go', '')
  process.kill(holder.pid, 'SIGCONT')
}

async function whileOthersTry(program: string, stoppedMs: number): Promise<Omit<StoppedHolder, 'staleWrites'>> {
  const { world, holder } = await stopped(program)
  try {
    const next = world.start('apply', 'dev', '--yes', '--lock-timeout', '1h')
    await pause(stoppedMs)
    const attempts = [
      ['apply', 'dev', '--yes'],
      ['apply', 'dev', '--yes', '--lock-timeout', '1s'],
      ['destroy', 'dev', '--yes'],
      ['unlock', 'dev'],
    ]
    const takeovers: string[] = []
    for (const words of attempts) {
      const { end } = await world.start(...words).ended
      if (end !== 5) takeovers.push(`${words.join(' ')} ended with ${end}`)
    }
    goOn(world, holder)
    const ends = { holder: await holder.ended, next: await next.ended }
    const stuck = Object.entries(ends).flatMap(([who, { end, err }]) => (end === 0 ? [] : [`the ${who} ended with ${end}:\n${err}`]))
    const spans = (await world.runs()).map(({ startedAt, endedAt }) => ({ from: startedAt, to: endedAt ?? Infinity }))
    return { takeovers, overlap: overlapOf(spans), stuck }
  } finally {
    holder.kill()
    world.close()
  }
}

async function inSpiteOfTheLock(program: string): Promise<Pick<StoppedHolder, 'staleWrites' | 'stuck'>> {
  const { world, holder } = await stopped(program)
  try {
    const clock = systemClock()
    const path = join(world.folder, '.genesis/state.db')
    const opened = await openSqliteStore({ path, project: { name: 'locks', id: '10c4' }, create: false, clock })
    if (!opened.ok) throw new Error(opened.diagnostic.message)
    const { store } = opened
    const old = await store.unfinishedRun('dev')
    const before = old === null ? 0 : (await store.journal(old.id)).length
    const at = { process: { pid: process.pid, startTime: '' }, host: 'elsewhere', user: 'somebody' }
    await store.startRun({ id: 'newer', environment: 'dev', mode: 'apply', plan: null, part: null, startedAt: clock.now(), holder: at, steps: 0 })
    goOn(world, holder)
    const { end } = await holder.ended
    const entries = old === null ? [] : (await store.journal(old.id)).slice(before).map(({ type, step }) => `${type} of ${step}`)
    const records = (await store.resources('dev')).filter(({ run }) => run === old?.id).map(({ address }) => `the record of ${address}`)
    await store.close()
    return { staleWrites: [...entries, ...records], stuck: end === 0 ? ['the holder whose run was not its own any more ended with 0'] : [] }
  } finally {
    holder.kill()
    world.close()
  }
}
