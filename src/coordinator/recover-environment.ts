import { providerContext } from '../apply/provider-context.ts'
import { recover, type Settled } from '../apply/recover.ts'
import { redactingSink } from '../apply/redacting-sink.ts'
import { createStateBackend } from '../apply/state-backend.ts'
import { ExitCode } from '../events/exit-code.ts'
import type { RunCounts } from '../events/event.ts'
import { isUnsettled, type Intent } from '../plan/intent.ts'
import type { SourceTree } from '../plan/source-tree.ts'
import { materialiseTree } from '../sources/materialise-tree.ts'
import type { RunRecord, RunToken } from '../ports/store.ts'
import { lookingContexts } from './looking-contexts.ts'
import { outsideFor } from './outside/outside-for.ts'
import { answered, refused, type Result } from './result.ts'
import { ownScratch } from './scratch-folders.ts'
import type { StateChangeOptions } from './state-change-options.ts'

/** Recovers an environment under its lock; see {@link recoverLocked}. Refused while somebody holds it. */
export async function recoverEnvironment(options: StateChangeOptions, environment: string): Promise<Result<null>> {
  // Most often there is nothing: then nothing is made or held.
  const { interrupted, unsettled } = await openIn(options, environment)
  if (interrupted === null && unsettled.length === 0) return answered(null)
  return options.locks.under(options, environment, () => recoverLocked(options, environment))
}

/**
 * Settles what earlier runs of an environment left open, as a run of its own, and tells what was found out; the caller holds the
 * environment's lock. Does nothing when there is nothing to settle. What nobody can tell stays unsettled, and is asked for again the next time.
 */
export async function recoverLocked(options: StateChangeOptions, environment: string): Promise<Result<null>> {
  const { store, ports, host, signal } = options
  const { interrupted, unsettled } = await openIn(options, environment)
  if (interrupted === null && unsettled.length === 0) return answered(null)
  const id = ports.random.id()
  const holder = { process: await ports.processes.self(), host: host.name, user: host.user }
  const startedAt = ports.clock.now()
  const token = await store.startRun({ id, environment, mode: 'recover', plan: null, part: null, startedAt, holder, steps: unsettled.length })
  const restored = await store.restoreErrored(token)
  const left = restored === 0 ? unsettled : (await openIn(options, environment)).unsettled
  const settled = await settleAll(options, { id, token })
  const found = countsOf(settled, left)
  const counts = { ...found, succeeded: found.succeeded + restored }
  const outcome = signal.aborted ? 'interrupted' : counts.indeterminate > 0 ? 'partial' : 'succeeded'
  await store.endRun(token, { at: ports.clock.now(), outcome, counts, complete: false })
  if (signal.aborted) return refused([stopped(environment)], ExitCode.interrupted)
  options.events.emit({ type: 'notice', at: ports.clock.now(), level: 'info', code: 'run-recovered', message: summary(interrupted, { settled, restored }) })
  return answered(null)
}

/** Refuses what would need an environment recovered first; for where documents have mistakes, which are the refusal. */
export async function unlessOpen(options: Pick<StateChangeOptions, 'store'>, environment: string, mistakes: Result<never>): Promise<Result<null>> {
  const { interrupted, unsettled } = await openIn(options, environment)
  return interrupted === null && unsettled.length === 0 ? answered(null) : mistakes
}

interface Open {
  /** The run that did not end by itself; null where at most steps of ended runs are unsettled. */
  readonly interrupted: RunRecord | null
  readonly unsettled: readonly Intent[]
}

async function openIn({ store }: Pick<StateChangeOptions, 'store'>, environment: string): Promise<Open> {
  return { interrupted: await store.unfinishedRun(environment), unsettled: (await store.intents(environment)).filter(isUnsettled) }
}

async function settleAll(options: StateChangeOptions, { id, token }: { id: string; token: RunToken }): Promise<readonly Settled[]> {
  const { project, store, ports, signal } = options
  const { clock, http, random, files, processes } = ports
  const { environment } = token
  const outside = outsideFor(options, environment, id)
  const { redactor } = outside
  const events = redactingSink(options.events, (text) => redactor.redact(text))
  const stateBackend = createStateBackend({ http, store, random, clock, token })
  const workFolder = `${project.folders.runs}/${id}`
  await files.makeDirectory(workFolder, { mode: 0o700 })
  await ownScratch({ ports, host: options.host, scratch: project.folders.scratch }, id)
  const contexts = lookingContexts(options, { environment, outside, workFolder, stateBackend, events })
  const sources = await sourcesOfIntents(options, environment)
  const sourcesOf = (address: string) => sources.get(address)
  const context = ({ step, address }: Intent) =>
    providerContext({ ...contexts, sourcesOf, generation: {} }, { name: step, address, timeoutMs: project.config.operationTimeoutMs })
  try {
    return await recover({
      run: id,
      environment,
      store,
      writeJournal: store.writeJournal.bind(store, token),
      provider: options.provider,
      context,
      files,
      processes,
      clock,
      events,
      addSecrets: (secrets) => redactor.add(secrets),
      redact: (text) => redactor.redact(text),
      concurrency: project.config.maxConcurrentOperations,
      signal,
    })
  } finally {
    await stateBackend.close()
    await files.remove(`${project.folders.scratch}/${id}`)
  }
}

/** The copies of the sources that steps were to be done with, where these are not those of the working tree, by address. */
async function sourcesOfIntents({ project, store, ports, host }: StateChangeOptions, environment: string): Promise<ReadonlyMap<string, SourceTree>> {
  const folder = `${host.cacheFolder}/${project.folders.key}/checkpoints`
  const found = new Map<string, SourceTree>()
  for (const { address, sources } of await store.intents(environment)) {
    const copy = sources === undefined ? null : await materialiseTree({ files: ports.files, store, folder }, sources)
    if (copy?.ok === true) found.set(address, copy.sources)
  }
  return found
}

function countsOf(settled: readonly Settled[], unsettled: readonly Intent[]): RunCounts {
  const indeterminate = settled.filter(({ found }) => found === 'unknown').length
  return { succeeded: settled.length - indeterminate, failed: indeterminate, skipped: unsettled.length - settled.length, indeterminate, awaitingApproval: 0 }
}

function stopped(environment: string): Parameters<typeof refused>[0][number] {
  const message = `stopped before it was known what became of the interrupted steps of ${environment}`
  return { code: 'run-interrupted', severity: 'error', message, hint: 'nothing was lost: the next run, or "genesis resume", goes on with it' }
}

function summary(interrupted: RunRecord | null, { settled, restored }: { readonly settled: readonly Settled[]; readonly restored: number }): string {
  const what = interrupted === null ? 'steps of earlier runs were open' : `run ${interrupted.id} (${interrupted.mode}) did not end`
  if (restored > 0 && settled.length === 0) return `${what}: the ends of ${steps(restored)} that it could not write are recorded now`
  if (settled.length === 0) return `${what}: every step that had begun had ended, so nothing was lost`
  const unknown = settled.filter(({ found }) => found === 'unknown').length
  const known = settled.length - unknown
  const left = unknown === 0 ? '' : `, and nobody can tell of ${steps(unknown)}: "genesis state resolve" takes a person's word`
  return `${what}: it is known now what became of ${steps(known)}${left}`
}

function steps(count: number): string {
  return `${count} ${count === 1 ? 'step' : 'steps'}`
}
