import type { Failure } from '../events/outcome.ts'
import { collectSecrets } from '../expressions/secret-values.ts'
import { isUnsettled, probeRequest, type Intent, type IntentState } from '../plan/intent.ts'
import { OutsideError } from '../plan/outside-error.ts'
import type { ProbeAnswer, Provider, ProviderContext } from '../plan/provider.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { Clock } from '../ports/clock.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { Files } from '../ports/files.ts'
import type { Processes } from '../ports/processes.ts'
import type { JournalEntry, Store } from '../ports/store.ts'
import { Pool } from './pool.ts'
import { recordsAfter } from './records-after.ts'
import { waitForChildren } from './wait-for-children.ts'

/** What recovery needs. The environment's lock is held by the caller. */
export interface RecoverOptions {
  /** The recovery's own run. */
  readonly run: string
  readonly environment: string
  readonly store: Pick<Store, 'intents' | 'resources'>
  readonly writeJournal: (entry: JournalEntry) => Promise<void>
  readonly provider: (kind: string) => Provider | null
  readonly context: (intent: Intent) => ProviderContext
  readonly files: Pick<Files, 'stat' | 'list'>
  readonly processes: Pick<Processes, 'inspect'>
  readonly clock: Clock
  readonly events: EventSink
  readonly addSecrets: (secrets: readonly string[]) => void
  /** Takes the secrets out of a text that is to be kept. */
  readonly redact: (text: string) => string
  readonly concurrency: number
  /** Aborted when nobody wants to wait any longer: what is not settled by then stays as it is. */
  readonly signal: AbortSignal
}

/** What became of one step whose end nobody saw. */
export interface Settled {
  readonly address: string
  readonly found: 'applied' | 'partly' | 'not-applied' | 'unknown'
  /** What a person should know of it. */
  readonly message: string | null
}

/**
 * Finds out what became of every step whose end is not recorded, and records it: waits for the programs that still run, then asks the
 * provider. Each answer is recorded on its own, so that a recovery that is interrupted goes on where it stopped. Ends early, with what it
 * has, when it is stopped; rejects only once nobody is asked any more.
 */
export async function recover(options: RecoverOptions): Promise<readonly Settled[]> {
  const unsettled = (await options.store.intents(options.environment)).filter(isUnsettled)
  const records = new Map((await options.store.resources(options.environment)).map((record) => [record.address, record]))
  const settled: Settled[] = []
  await new Pool(options.concurrency).each(unsettled, async (intent) => {
    const one = await settle(options, intent, records.get(intent.address) ?? null)
    if (one !== null) settled.push(one)
  })
  return settled
}

async function settle(options: RecoverOptions, intent: Intent, recorded: RecordedResource | null): Promise<Settled | null> {
  const { clock, events, run, signal } = options
  if (!(await waitForChildren(options, intent))) return null
  if (intent.desired !== null) options.addSecrets(collectSecrets(intent.desired.spec))
  const answer = redacted(await ask(options, intent, recorded), options.redact)
  // A provider that was stopped while it looked knows nothing.
  if (signal.aborted && answer.kind === 'unknown') return null
  const before: JournalEntry = { type: 'begin', ...placeOf(intent), key: intent.key, attempt: 1, at: clock.now(), records: [], intent: null }
  await options.writeJournal(before)
  await options.writeJournal(endOf(options, { intent, recorded, answer }))
  const { address, action, step } = intent
  const settled = { address, found: answer.kind, message: 'message' in answer ? answer.message : null }
  events.emit({ type: 'step-recovered', at: clock.now(), run, step, action, ...settled })
  return settled
}

async function ask({ provider, context }: RecoverOptions, intent: Intent, recorded: RecordedResource | null): Promise<ProbeAnswer> {
  const kind = provider(intent.kind)
  if (kind === null) return { kind: 'unknown', message: `no kind ${intent.kind} is installed` }
  try {
    return await kind.probe(probeRequest(intent, recorded), context(intent))
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    return { kind: 'unknown', message: error.message }
  }
}

function redacted(answer: ProbeAnswer, redact: (text: string) => string): ProbeAnswer {
  return 'message' in answer ? { ...answer, message: redact(answer.message) } : answer
}

function placeOf({ step, address, action, folder }: Intent): Pick<Extract<JournalEntry, { type: 'begin' }>, 'step' | 'address' | 'action' | 'folder'> {
  return { step, address, action, folder }
}

function endOf(
  { run, clock }: RecoverOptions,
  { intent, recorded, answer }: { intent: Intent; recorded: RecordedResource | null; answer: ProbeAnswer },
): JournalEntry {
  const at = clock.now()
  const end = { type: 'end', step: intent.step, address: intent.address, at } as const
  const wrote = (status: RecordedResource['status'], state: RecordedResource | Extract<ProbeAnswer, { kind: 'partly' | 'applied' }>['recorded']) =>
    recordsAfter({ intent, recorded, state, status, run, at })
  const note = 'note' in answer ? { note: answer.note } : {}
  switch (answer.kind) {
    case 'applied':
      return { ...end, failure: null, records: wrote('ready', answer.recorded), leaves: null, ...note }
    case 'partly':
      return { ...end, failure: interrupted(answer.message, false), records: wrote('incomplete', answer.recorded), leaves: null, ...note }
    case 'not-applied':
      return { ...end, failure: interrupted('it had not taken effect', false), records: [], leaves: { kind: 'not-applied' } }
    case 'unknown':
      return { ...end, failure: interrupted(answer.message, true), records: [], leaves: indeterminate(answer.message) }
    default:
      return answer satisfies never
  }
}

function interrupted(message: string, indeterminate: boolean): Failure {
  return { reason: 'interrupted', message, transient: false, indeterminate }
}

function indeterminate(message: string): Extract<IntentState, { kind: 'indeterminate' }> {
  return { kind: 'indeterminate', message }
}
