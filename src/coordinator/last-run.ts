import type { GenesisEvent } from '../events/event.ts'
import { readLog } from '../events/read-log.ts'
import type { LastEnd, LastRun } from '../plan/explanation.ts'
import { FileError, type Files } from '../ports/files.ts'
import type { RunRecord, Store } from '../ports/store.ts'
import { addressParts } from './explain-resource.ts'
import { runLogFile } from './run-log.ts'

/** Where the history of runs is. */
export interface HistoryPlace {
  readonly store: Pick<Store, 'runs' | 'journal'>
  readonly files: Pick<Files, 'readText'>
  /** The folder of all runs. */
  readonly folder: string
}

/** How many runs are looked at, and how much of each one's log: nobody waits longer for a remark. */
const maxRuns = 10
const maxLogBytes = 64 * 1024 * 1024

/** The newest of the last runs of its environment that was about a resource, and how it ended for it; null when none was. */
export async function lastRun(place: HistoryPlace, address: string): Promise<LastRun | null> {
  const runs = await place.store.runs({ environment: addressParts(address).environment, limit: maxRuns })
  for (const run of runs) {
    const end = run.mode === 'apply' || run.mode === 'destroy' ? await endOf(place, run, address) : null
    if (end !== null) return { run: run.id, mode: run.mode, startedAt: run.startedAt, end }
  }
  return null
}

async function endOf(place: HistoryPlace, run: RunRecord, address: string): Promise<LastEnd | null> {
  const events = await stepEvents(place, run.id)
  const own = events.findLast((event) => 'address' in event && event.address === address)
  switch (own?.type) {
    case 'step-succeeded':
      return { kind: 'succeeded' }
    case 'step-failed':
      return { kind: 'failed', failure: own.failure }
    case 'step-skipped':
      return { kind: 'skipped', because: own.because, cause: causeOf(own.because, events) }
    default:
      return run.outcome === null && (await beganIn(place, run.id, address)) ? { kind: 'cut-off' } : null
  }
}

/** What the log says of steps; nothing where it is gone or too large. */
async function stepEvents({ files, folder }: HistoryPlace, run: string): Promise<readonly GenesisEvent[]> {
  try {
    const text = await files.readText(`${folder}/${run}/${runLogFile}`, { maxBytes: maxLogBytes })
    // Lines of output are most of a log, and need not be parsed.
    return readLog(text.replaceAll(/^\{"type":"output-line".*\n/gm, ''))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return []
  }
}

/** The failure that a reason for skipping names. */
function causeOf(because: string, events: readonly GenesisEvent[]): Extract<LastEnd, { kind: 'skipped' }>['cause'] {
  const words = new Set(because.split(/[ ,]+/))
  const failed = events.find((event) => event.type === 'step-failed' && words.has(event.address))
  return failed?.type === 'step-failed' ? { address: failed.address, failure: failed.failure } : null
}

/** Of a run that was killed the journal knows more than its log. */
async function beganIn({ store }: HistoryPlace, run: string, address: string): Promise<boolean> {
  return (await store.journal(run)).some((entry) => entry.address === address)
}
