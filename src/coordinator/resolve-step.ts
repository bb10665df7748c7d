import { providerContext } from '../apply/provider-context.ts'
import { recordsAfter } from '../apply/records-after.ts'
import { createStateBackend } from '../apply/state-backend.ts'
import { closest } from '../events/did-you-mean.ts'
import { isUnsettled, probeRequest, type Intent } from '../plan/intent.ts'
import { OutsideError } from '../plan/outside-error.ts'
import type { AssumeAnswer } from '../plan/provider.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { JournalEntry, RunToken } from '../ports/store.ts'
import { addressParts } from './explain-resource.ts'
import { lookingContexts } from './looking-contexts.ts'
import { outsideFor } from './outside/outside-for.ts'
import { answered, refused, type Result } from './result.ts'
import { ownScratch } from './scratch-folders.ts'
import type { RecordChangeOptions, StateChangeOptions } from './state-change-options.ts'
import { stateRun } from './state-run.ts'

/** What a person says became of a step; `id` is what the thing is called where it lives. */
export type Verdict = { readonly kind: 'applied' } | { readonly kind: 'not-applied' } | { readonly kind: 'adopt'; readonly id: string }

/**
 * Settles a step of which nobody could tell, on a person's word. What can be found out is found out first: then the word is not needed, and
 * the answer is null.
 */
export async function resolveStep(options: StateChangeOptions & RecordChangeOptions, address: string, verdict: Verdict): Promise<Result<Intent | null>> {
  const { environment } = addressParts(address)
  // Asked for twice: what was open before recovery and is not afterwards was found out.
  const seen = { open: false }
  return stateRun<Intent | null>(options, { environment, mode: 'state-resolve' }, async () => {
    const unsettled = (await options.store.intents()).filter(isUnsettled)
    const intent = unsettled.find((one) => one.address === address)
    if (intent === undefined) return seen.open ? answered({ preview: null, write: () => Promise.resolve(null) }) : refused([nothingOpen(address, unsettled)])
    seen.open = true
    const recorded = (await options.store.resources(environment)).find((record) => record.address === address) ?? null
    const answer = verdict.kind === 'not-applied' ? null : await assume(options, { intent, recorded, id: verdict.kind === 'adopt' ? verdict.id : null })
    if (answer?.ok === false) return refused([{ code: 'resource-invalid', severity: 'error', address, ...answer }])
    const write = async (token: RunToken): Promise<Intent> => {
      await options.store.writeJournal(token, endOf(options, token.run, { intent, recorded, answer }))
      return intent
    }
    return answered({ preview: intent, write })
  })
}

function nothingOpen(address: string, unsettled: readonly Intent[]): Parameters<typeof refused>[0][number] {
  const open = unsettled.map((intent) => intent.address)
  const near = closest(address, open)
  const list = open.length === 0 ? 'nothing has to be resolved' : `to be resolved: ${open.join(', ')}`
  const hint = near === null ? list : `did you mean "${near}"?`
  return { code: 'unknown-target', severity: 'error', message: `no step of ${address} is unsettled`, hint }
}

async function assume(
  options: StateChangeOptions,
  { intent, recorded, id }: { readonly intent: Intent; readonly recorded: RecordedResource | null; readonly id: string | null },
): Promise<AssumeAnswer> {
  const provider = options.provider(intent.kind)
  if (provider === null) return { ok: false, message: `no kind ${intent.kind} is installed` }
  const { project, store, ports, events } = options
  const { clock, http, random } = ports
  const stateBackend = createStateBackend({ http, store, random, clock, token: null })
  const work = random.id()
  const workFolder = `${project.folders.scratch}/${work}`
  await ownScratch({ ports, host: options.host, scratch: project.folders.scratch }, work)
  const outside = outsideFor(options, intent.environment, work)
  const contexts = lookingContexts(options, { environment: intent.environment, outside, workFolder, stateBackend, events })
  const context = providerContext(contexts, { name: intent.step, address: intent.address, timeoutMs: project.config.operationTimeoutMs })
  try {
    return await provider.assume(probeRequest(intent, recorded), id, context)
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    return { ok: false, message: error.message }
  } finally {
    await stateBackend.close()
    await ports.files.remove(workFolder)
  }
}

interface Ended {
  readonly intent: Intent
  readonly recorded: RecordedResource | null
  /** Null: it did not take effect. */
  readonly answer: Extract<AssumeAnswer, { ok: true }> | null
}

function endOf({ ports }: StateChangeOptions, run: string, { intent, recorded, answer }: Ended): JournalEntry {
  const at = ports.clock.now()
  const end = { type: 'end', step: intent.step, address: intent.address, at, failure: null } as const
  if (answer === null) return { ...end, records: [], leaves: { kind: 'not-applied' } }
  return { ...end, records: recordsAfter({ intent, recorded, state: answer.recorded, status: 'ready', run, at }), leaves: null }
}
