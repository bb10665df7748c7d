import { recordsAfter } from '../apply/records-after.ts'
import { providerContext } from '../apply/provider-context.ts'
import { redactingSink } from '../apply/redacting-sink.ts'
import { createStateBackend } from '../apply/state-backend.ts'
import { collectSecrets } from '../expressions/secret-values.ts'
import { isUnsettled, probeRequest, type Intent } from '../plan/intent.ts'
import type { Provider, RepairAnswer } from '../plan/provider.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { JournalEntry, RunToken } from '../ports/store.ts'
import { addressParts } from './explain-resource.ts'
import { lookingContexts } from './looking-contexts.ts'
import { outsideFor } from './outside/outside-for.ts'
import { recordAt } from './record-at.ts'
import { answered, refused, type Result } from './result.ts'
import type { RecordChangeOptions, StateChangeOptions } from './state-change-options.ts'
import { stateRun } from './state-run.ts'

/** What repairing a resource came to; lines for people. */
export interface Repaired {
  readonly address: string
  readonly done: readonly string[]
  /** What could not be put back: the resource stays blocked as long as there is any. */
  readonly left: readonly string[]
}

interface Subject {
  readonly address: string
  readonly recorded: RecordedResource | null
  /** The step of which nobody could tell; null for none. */
  readonly intent: Intent | null
}

/** Puts back what the own state of a resource lost, as a run of its own, and settles the step that was open on it if that is known now. */
export async function repairState(options: StateChangeOptions & RecordChangeOptions, address: string): Promise<Result<Repaired>> {
  const { environment } = addressParts(address)
  const what = { environment, mode: 'state-repair', outcomeOf: ({ ok }: RepairAnswer) => (ok ? 'succeeded' : 'failed') } as const
  const repaired = await stateRun<RepairAnswer>(options, what, async () => {
    const intent = (await options.store.intents(environment)).find((one) => one.address === address && isUnsettled(one)) ?? null
    const recorded = (await options.store.resources(environment)).find((one) => one.address === address) ?? null
    const found = intent === null ? await recordAt(options.store, address) : answered(intent)
    if (!found.ok) return found
    const { kind } = found.value
    const provider = options.provider(kind)
    if (provider?.repair === undefined) return refused([{ code: 'unknown-target', severity: 'error', message: `a ${kind} has no state of its own to repair` }])
    const write = (token: RunToken) => repairWith(options, { address, recorded, intent }, { token, provider })
    return answered({ preview: { ok: false, message: 'nothing was tried' }, write })
  })
  if (!repaired.ok) return repaired
  const answer = repaired.value
  if (answer.ok) return answered({ address, done: answer.done, left: answer.left }, repaired.diagnostics)
  return refused([{ code: 'state-damaged', severity: 'error', address, ...answer }])
}

async function repairWith(
  options: StateChangeOptions,
  subject: Subject,
  { token, provider }: { readonly token: RunToken; readonly provider: Provider },
): Promise<RepairAnswer> {
  const { project, store, ports } = options
  const { clock, http, random } = ports
  const { address, recorded, intent } = subject
  const outside = outsideFor(options, token.environment, token.run)
  const stateBackend = createStateBackend({ http, store, random, clock, token })
  const workFolder = `${project.folders.runs}/${token.run}`
  const events = redactingSink(options.events, (text) => outside.redactor.redact(text))
  const contexts = lookingContexts(options, { environment: token.environment, outside, workFolder, stateBackend, events })
  const context = providerContext(contexts, { name: `${address}#repair`, address, timeoutMs: null })
  outside.redactor.add(collectSecrets(intent?.desired?.spec ?? null))
  const open = intent === null ? null : probeRequest(intent, recorded)
  const request = {
    address,
    recorded,
    desired: open?.desired ?? null,
    isOpen: intent !== null,
    folder: open?.folder ?? null,
    memory: open?.change.memory ?? null,
  }
  try {
    const answer = (await provider.repair?.(request, context)) ?? { ok: false, message: 'it cannot be repaired' }
    if (answer.ok) await store.writeJournal(token, endOf(options, { subject, answer, run: token.run }))
    return answer
  } finally {
    await stateBackend.close()
  }
}

interface Ended {
  readonly subject: Subject
  readonly answer: Extract<RepairAnswer, { ok: true }>
  readonly run: string
}

function endOf({ ports }: StateChangeOptions, { subject, answer, run }: Ended): JournalEntry {
  const { address, intent, recorded } = subject
  const at = ports.clock.now()
  const end = { type: 'end', step: intent?.step ?? `${address}#repair`, address, at, failure: null } as const
  if (answer.left.length > 0) {
    const message = `what was made and its state does not know:\n${answer.left.join('\n')}`
    return { ...end, records: [], leaves: intent === null ? null : { kind: 'indeterminate', message } }
  }
  const state = answer.recorded
  if (intent !== null) return { ...end, records: recordsAfter({ intent, recorded, state, status: 'incomplete', run, at }), leaves: null }
  if (recorded === null || state === null) return { ...end, records: [], leaves: null }
  return { ...end, records: [{ put: { ...recorded, ...state, revision: recorded.revision + 1, run, updatedAt: at } }], leaves: null }
}
