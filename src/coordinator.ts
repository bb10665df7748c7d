import { applyPlan } from './coordinator/apply-plan.ts'
import { diagnose, type Checkup } from './coordinator/doctor.ts'
import { explain, withPlan } from './coordinator/explain.ts'
import { addressParts } from './coordinator/explain-resource.ts'
import { environmentHolder, holderPath } from './coordinator/environment-holder.ts'
import { EnvironmentLocks } from './coordinator/environment-locks.ts'
import { listHolds, placeHold, releaseHolds } from './coordinator/holds.ts'
import { initProject } from './coordinator/init-project.ts'
import { loadProject, type LoadedProject, type LoadOptions } from './coordinator/load-project.ts'
import { environmentDeclared, environmentNamed } from './coordinator/environment-named.ts'
import { makePlan } from './coordinator/make-plan.ts'
import { observedOnly } from './coordinator/observe-guard.ts'
import { moveRecord, type RecordMove } from './coordinator/move-record.ts'
import { openPlan } from './coordinator/open-plan.ts'
import { secretDigests } from './coordinator/outside/secret-digests.ts'
import { readPlanFile, writePlanFile } from './coordinator/plan-file.ts'
import type { ApplyCommand, PlanCommand } from './coordinator/plan-request.ts'
import { projectNames, type ProjectNames } from './coordinator/project-names.ts'
import { interruptedRun, openProjectStore, unfinishedWarning } from './coordinator/project-store.ts'
import { publishedSchemas, writeSchemas, type PublishedSchema, type WrittenSchemas } from './coordinator/published-schemas.ts'
import { pullState } from './coordinator/pull-state.ts'
import { repairState, type Repaired } from './coordinator/repair-state.ts'
import { readProject, type ReadProject } from './coordinator/read-project.ts'
import { recoverEnvironment, recoverLocked, unlessOpen } from './coordinator/recover-environment.ts'
import { refusingDiskTrouble } from './coordinator/refusing-disk-trouble.ts'
import { answered, refused, type Result } from './coordinator/result.ts'
import { runLogFile, RunLog } from './coordinator/run-log.ts'
import { checkpointNamed } from './coordinator/checkpoints/checkpoint-name.ts'
import { createCheckpoint, pruneCheckpoints, type Pruned } from './coordinator/checkpoints/change-checkpoints.ts'
import { diffCheckpoints, showCheckpoint, type CheckpointDetails, type CheckpointDifference } from './coordinator/checkpoints/look-at-checkpoints.ts'
import { openPast, type Past, type PastOptions } from './coordinator/checkpoints/past.ts'
import { planTakeBack } from './coordinator/checkpoints/take-back.ts'
import { planRollback, type RollbackCommand } from './coordinator/checkpoints/plan-rollback.ts'
import { chooseEnvironments, type ChosenEnvironments, type EnvironmentsRequest } from './coordinator/choose-environments.ts'
import { resolveStep, type Verdict } from './coordinator/resolve-step.ts'
import { ownScratch, sweepScratch } from './coordinator/scratch-folders.ts'
import type { RecordChangeOptions, StateChangeOptions } from './coordinator/state-change-options.ts'
import { importState, removeRecord } from './coordinator/state-changes.ts'
import { backUpStore, restoreStore, verifyStore, type RestoredStore, type StoreCareOptions } from './coordinator/store-care.ts'
import { unlockEnvironment } from './coordinator/unlock.ts'
import type { PreparedPlan } from './apply/prepared-plan.ts'
import { RunControl } from './apply/run-control.ts'
import type { RunReport } from './apply/run-plan.ts'
import { ExitCode } from './events/exit-code.ts'
import { dependencyGraph, type DependencyGraph } from './plan/dependency-graph.ts'
import type { Explanation } from './plan/explanation.ts'
import { isUnsettled, type Intent } from './plan/intent.ts'
import type { PlanDocument } from './plan/plan-document.ts'
import type { KeptState, Provider } from './plan/provider.ts'
import type { RecordedResource } from './plan/recorded-resource.ts'
import { contradictions, everything } from './plan/selection-request.ts'
import type { EventSink } from './ports/event-sink.ts'
import type { Checkpoint } from './ports/checkpoint-store.ts'
import { FileError } from './ports/files.ts'
import type { Hold } from './ports/hold-store.ts'
import type { Host, Ports } from './ports/ports.ts'
import type { SealedCopy, StoreVerdict } from './ports/store-files.ts'
import type { RunRecord, Store, StoredJournalEntry } from './ports/store.ts'

/** What a coordinator is made of. */
export interface CoordinatorOptions {
  readonly ports: Ports
  readonly host: Host
  readonly providers: readonly Provider[]
  /** Gets every event, already redacted. */
  readonly events: EventSink
  /** Genesis' own version. */
  readonly version: string
  /** Where to look for the project, absolute. */
  readonly folder: string
  /** What is set over everything that documents say: `app.variables.size=9`. A saved plan brings its own. */
  readonly set?: readonly string[]
  /** How long to stand in line for an environment that somebody else holds; null, or left out, for not at all. */
  readonly lockTimeoutMs?: number | null
}

/** How recorded things are changed: really, or only saying what would be done. */
export type ChangeHow = Pick<RecordChangeOptions, 'dryRun'>

const forGood: ChangeHow = { dryRun: false }

/** A run with its journal. */
export interface RunDetails {
  readonly run: RunRecord
  readonly journal: readonly StoredJournalEntry[]
}

/**
 * The programmatic face of Genesis: every door the command line has, as a method. It prints nothing and never ends the process; mistakes
 * and failures are in the results, what goes on is on the event stream. One coordinator works on one project.
 */
export class SystemCoordinator {
  readonly #options: CoordinatorOptions
  readonly #providers: ReadonlyMap<string, Provider>
  readonly #sources = new Map<string, string>()
  readonly #control = new RunControl()
  readonly #locks: EnvironmentLocks
  #project: Promise<Result<LoadedProject>> | null = null

  constructor(options: CoordinatorOptions) {
    this.#options = options
    this.#providers = new Map(options.providers.map((provider) => [provider.kind, provider]))
    const { ports, host, events, lockTimeoutMs = null } = options
    this.#locks = new EnvironmentLocks({ ports, host, events, timeoutMs: lockTimeoutMs, signal: this.#control.signal })
  }

  /** The text of a file of the project that was read, for showing the lines that diagnostics point at. */
  source(file: string): string | undefined {
    return this.#sources.get(file)
  }

  /**
   * Asks what goes on to stop. A run lets its running steps end at the first call, and interrupts them, once, at the second; planning changes
   * nothing and is stopped at once. Says which.
   */
  interrupt(): 'graceful' | 'forced' {
    this.#control.interrupt()
    return this.#control.level === 'graceful' ? 'graceful' : 'forced'
  }

  /** Interrupts running steps at once. */
  terminate(): void {
    this.#control.force()
  }

  /** Writes a small working project into a folder; never over what is there. Gives the files that were written. */
  async init(folder: string): Promise<Result<readonly string[]>> {
    return initProject(this.#options.ports, folder)
  }

  /** Reads and checks the whole project; touches nothing. */
  async validate(): Promise<Result<LoadedProject>> {
    return this.#load({ wantsGit: false })
  }

  /** What waits for what and why, in some environments or in all; touches nothing. */
  async graph(environments: readonly string[] | null): Promise<Result<DependencyGraph>> {
    const loaded = await this.#load({ wantsGit: false })
    if (!loaded.ok) return loaded
    const unknown = (environments ?? []).map((name) => environmentNamed(loaded.value, name)).flatMap((named) => (named.ok ? [] : named.diagnostics))
    if (unknown.length > 0) return refused(unknown)
    return answered(dependencyGraph(loaded.value.environments, environments ?? [...loaded.value.environments.keys()]), loaded.diagnostics)
  }

  /** Chooses environments and what of each is asked for, in the order in which they are to be planned and applied; touches nothing. */
  async chooseEnvironments(request: EnvironmentsRequest): Promise<Result<ChosenEnvironments>> {
    const wrong = contradictions(request.selection, request.mode)
    if (wrong.length > 0) return refused(wrong)
    return this.#withStore(false, (project, store) => chooseEnvironments({ project, store, provider: this.#provider }, request))
  }

  /** Plans an environment; changes nothing. {@link release} drops what it left for apply. */
  async plan(command: PlanCommand): Promise<Result<PreparedPlan>> {
    const wrong = contradictions(command.selection, command.mode)
    if (wrong.length > 0) return refused(wrong)
    const { environment } = command
    return this.#lettingGo(environment, () =>
      this.#withStore(false, async (project, store) => {
        const named = environmentNamed(project, environment)
        if (!named.ok) return named
        if (command.toApply === true) {
          const ready = await this.#readyToApply(project, store, environment)
          if (!ready.ok) return ready
        }
        const interrupted = await interruptedRun(store, environment)
        const { ports, host, version, events } = this.#options
        const id = ports.random.id()
        await this.#openScratch(project, id)
        const made = await makePlan({ project, store, command, ports, host, provider: this.#provider, version, events, signal: this.#control.signal, id })
        if (!made.ok) await this.#drop(project, id)
        if (interrupted === null) return made
        const holder = await environmentHolder({ ports, store, path: holderPath(project, environment) }, environment)
        return { ...made, diagnostics: [...made.diagnostics, unfinishedWarning(interrupted, holder)] }
      }),
    )
  }

  /** Checkpoints, newest first, pruned ones included. */
  async checkpoints(environment: string | null): Promise<Result<readonly Checkpoint[]>> {
    return this.#withStore(false, async (project, store) => {
      const found = await store.checkpoints(environment ?? undefined)
      if (environment === null || found.length > 0) return answered(found)
      const named = environmentNamed(project, environment)
      return named.ok ? answered(found) : named
    })
  }

  /** One checkpoint with what it holds; by its name, or by its number where the environment is said. */
  async checkpoint(word: string, environment: string | null): Promise<Result<CheckpointDetails>> {
    return this.#withStore(false, (_, store) => showCheckpoint(store, word, environment))
  }

  /** What changed between two checkpoints, or since one. */
  async diffCheckpoints(words: Parameters<typeof diffCheckpoints>[1]): Promise<Result<CheckpointDifference>> {
    return this.#withStore(false, (_, store) => diffCheckpoints(store, words))
  }

  /** Takes a checkpoint of what is recorded now. */
  async createCheckpoint(environment: string, note: string | null): Promise<Result<Checkpoint>> {
    const { version: genesisVersion } = this.#options
    return this.#withStore(true, (project, store) => createCheckpoint(this.#changing(project, store), { environment, note, genesisVersion }))
  }

  /** Drops checkpoints that nothing needs, or those that are named; `keep` null: as many are kept as the settings say. */
  async pruneCheckpoints(
    environment: string,
    { checkpoints, keep }: { readonly checkpoints: readonly string[]; readonly keep: number | null },
  ): Promise<Result<Pruned>> {
    return this.#withStore(false, (project, store) =>
      pruneCheckpoints(this.#changing(project, store), { environment, checkpoints, keep: keep ?? project.config.checkpoints.keep }),
    )
  }

  /** Plans the way back to a checkpoint; changes nothing. {@link release} drops what it left for apply. */
  async planRollback(command: RollbackCommand): Promise<Result<PreparedPlan>> {
    const { environment, toApply } = command
    return this.#lettingGo(environment, () =>
      this.#withStore(false, async (project, store) => {
        const ready = toApply ? await this.#readyToApply(project, store, environment) : answered(null)
        if (!ready.ok) return ready
        const { ports, events } = this.#options
        const id = ports.random.id()
        await this.#openScratch(project, id)
        const made = await planRollback({ ...this.#past(project, store), command, events, signal: this.#control.signal, id })
        if (!made.ok) await this.#drop(project, id)
        return made
      }),
    )
  }

  /**
   * Where the values at a path of a resource's spec come from, or what is known of an output; without a path, everything that is known of the resource, and from a plan
   * made just now why it is in it. Changes nothing.
   */
  async explain(address: string, path: string | null): Promise<Result<Explanation>> {
    const { files } = this.#options.ports
    const found = await this.#withStore(false, (project, store) => explain({ project, store, files, provider: this.#provider }, { address, path }))
    if (!found.ok) return found
    const facts = found.value
    if (facts.kind === 'value') return answered(facts, found.diagnostics)
    const { environment, name } = addressParts(facts.address)
    const made = await this.plan({ environment, mode: 'apply', selection: { ...everything, targets: [name] }, allowEmpty: false })
    if (made.ok) await this.release(made.value)
    return answered(withPlan(facts, made), found.diagnostics)
  }

  /** Saves a plan to a file that only its owner can read. */
  async savePlan(plan: PreparedPlan, path: string): Promise<Result<null>> {
    const unsavable = plan.document.resources.filter(({ memory }) => isScratch(memory)).map(({ address }) => address)
    if (unsavable.length > 0) {
      const message = `the folder of ${unsavable.join(', ')} was in use, so this plan was made in another one and cannot be saved`
      return refused(
        [{ code: 'environment-held', severity: 'error', message, hint: 'wait until the other Terraform has ended, and plan again' }],
        ExitCode.locked,
      )
    }
    const artifacts = Object.fromEntries(
      [...plan.changes].filter(([, { artifacts }]) => Object.keys(artifacts).length > 0).map(([address, { artifacts }]) => [address, artifacts]),
    )
    try {
      const secrets = await secretDigests(plan.document.id, plan.secrets)
      await writePlanFile(this.#options.ports.files, path, { document: plan.document, artifacts, secrets, set: await this.#set() })
      return answered(null)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      return refused(
        [{ code: 'file-unreadable', severity: 'error', message: `the plan could not be written to ${path}: ${error.reason}`, hint: 'choose another place' }],
        ExitCode.error,
      )
    }
  }

  /** The document of a saved plan, whatever project it belongs to. */
  async readPlan(path: string): Promise<Result<PlanDocument>> {
    const read = await readPlanFile(this.#options.ports.files, path)
    return read.ok ? answered(read.file.document) : refused([read.diagnostic])
  }

  /** A saved plan, checked against the world and ready to be applied. */
  async openPlan(path: string, { toApply }: { readonly toApply: boolean }): Promise<Result<PreparedPlan>> {
    const { ports, host, events } = this.#options
    const read = await readPlanFile(ports.files, path)
    if (!read.ok) return refused([read.diagnostic])
    if (read.file.set.length > 0) this.#project = this.#loadAgain({ set: read.file.set })
    const { id, environment } = read.file.document
    return this.#lettingGo(environment, () =>
      this.#withStore(false, async (project, store) => {
        const ready = toApply ? await this.#readyToApply(project, store, environment) : answered(null)
        if (!ready.ok) return ready
        await this.#openScratch(project, id)
        const past = await this.#pastOf(project, store, read.file.document)
        const way = past.ok && past.value !== null ? { project: past.value.project, past: past.value } : { project }
        const opening = { ...way, store, provider: this.#provider, file: read.file, ports, host, events, signal: this.#control.signal }
        const opened = past.ok ? await openPlan(opening) : past
        if (!opened.ok) await this.#drop(project, id)
        return opened
      }),
    )
  }

  /** Applies a plan. What failed on the way is in the report; the result is a refusal only when nothing was touched. */
  async apply(plan: PreparedPlan, command: ApplyCommand): Promise<Result<RunReport>> {
    const loaded = await this.#load()
    if (!loaded.ok) return loaded
    const { ports, host, version } = this.#options
    const logs: RunLog[] = []
    const events = (run: string): EventSink => {
      if (run === '') return this.#options.events
      const log = new RunLog(ports.files, `${loaded.value.folders.runs}/${run}`)
      logs.push(log)
      return {
        emit: (event) => {
          log.emit(event)
          this.#options.events.emit(event)
        },
      }
    }
    const { value: project } = loaded
    const result = await refusingDiskTrouble(() =>
      applyPlan({ project, plan, command, ports, host, locks: this.#locks, version, provider: this.#provider, control: this.#control, events }),
    )
    await Promise.all(logs.map((log) => log.close()))
    return result
  }

  /** Takes back what a run did, without a question; refused where that is a person's to say. What failed on the way is in the report. */
  async takeBack(run: string): Promise<Result<RunReport>> {
    const made = await this.#withStore(false, async (project, store) => {
      const record = await store.run(run)
      if (record === null) return unknownRun(run)
      const { ports, events } = this.#options
      const id = ports.random.id()
      await this.#openScratch(project, id)
      const planned = await planTakeBack({ ...this.#past(project, store), events, signal: this.#control.signal, id }, record)
      if (!planned.ok) await this.#drop(project, id)
      return planned
    })
    if (!made.ok) return made
    const plan = made.value
    // Whoever approved the run approved that it is taken back; what nobody should take back unasked was refused.
    const approved = { confirmed: plan.document.environment, allowDestroy: true, saved: true, concurrency: null, onFailure: null }
    const result = await this.apply(plan, approved)
    const loaded = await this.#load()
    if (loaded.ok) await this.#drop(loaded.value, plan.document.id)
    return result
  }

  /** Drops what a plan left behind for being applied, and gives its environment back where it was kept. */
  async release({ document }: PreparedPlan): Promise<void> {
    const loaded = await this.#load()
    if (loaded.ok) await this.#drop(loaded.value, document.id)
    await this.#locks.letGo(document.environment)
  }

  /** The records of some environments, or of all; their outputs may be sensitive: whoever shows them masks them. */
  async resources(environments: readonly string[] | null): Promise<Result<readonly RecordedResource[]>> {
    return this.#withRecords(false, async ({ project, store }) => {
      const all = await store.resources(environments?.length === 1 ? environments[0] : undefined)
      const records = environments === null ? all : all.filter(({ environment }) => environments.includes(environment))
      // What is recorded of an environment can be asked for when its document is gone.
      const empty = (environments ?? []).filter((name) => !records.some(({ environment }) => environment === name))
      const unknown = empty.map((name) => environmentDeclared(project, name)).flatMap((named) => (named.ok ? [] : named.diagnostics))
      return unknown.length > 0 ? refused(unknown) : answered(records)
    })
  }

  /** What is on hold, and with `released` what was; of one environment or of all. */
  async holds(query: { readonly environment: string | null; readonly released: boolean }): Promise<Result<readonly Hold[]>> {
    return this.#withRecords(false, (options) => listHolds(options, query))
  }

  /** Keeps what applies an environment by itself out until the hold is released. A run that goes on is not stopped. */
  async placeHold(environment: string, reason: string, how = forGood): Promise<Result<Hold>> {
    return this.#withRecords(!how.dryRun, (options) => placeHold({ ...options, ...how }, environment, reason))
  }

  /** Releases one hold of an environment, or all; gives those that were held until now. A store in which there is none is written nothing. */
  async releaseHolds(environment: string, number: number | null, how = forGood): Promise<Result<readonly Hold[]>> {
    return this.#withRecords(false, (options) => releaseHolds({ ...options, ...how }, environment, number))
  }

  /** Past runs, newest first. */
  async runs(environment: string | null, limit: number): Promise<Result<readonly RunRecord[]>> {
    return this.#withRecords(false, async ({ project, store }) => {
      const runs = await store.runs({ ...(environment === null ? {} : { environment }), limit })
      if (environment === null || runs.length > 0) return answered(runs)
      // An environment whose document is gone keeps its history.
      const named = environmentDeclared(project, environment)
      return named.ok ? answered(runs) : named
    })
  }

  /** One run with its journal. */
  async run(id: string): Promise<Result<RunDetails>> {
    return this.#withRecords(false, async ({ store }) => {
      const run = await store.run(id)
      return run === null ? unknownRun(id) : answered({ run, journal: await store.journal(id) })
    })
  }

  /** The stored event stream of a run, one JSON document per line. */
  async logs(id: string): Promise<Result<string>> {
    return this.#withRecords(false, async ({ project, store }) => {
      if ((await store.run(id)) === null) return unknownRun(id)
      const path = `${project.folders.runs}/${id}/${runLogFile}`
      const stat = await this.#options.ports.files.stat(path)
      return answered(stat === null ? '' : await this.#options.ports.files.readText(path, { maxBytes: 1024 * 1024 * 1024 }))
    })
  }

  /** Takes over a Terraform state file for a stack whose state Genesis keeps. */
  async importState(address: string, path: string, how: ChangeHow = forGood): Promise<Result<KeptState>> {
    // The file may lie beside the module, which is a mistake everywhere else.
    const loaded = await this.#loadAgain({ wantsGit: false, tolerate: 'state-present' })
    return this.#withStore(true, (project, store) => importState(this.#changing(project, store, how), address, path), loaded)
  }

  /** Forgets a record; the real thing stays. */
  async removeRecord(address: string, how: ChangeHow = forGood): Promise<Result<null>> {
    return this.#withRecords(true, (options) => removeRecord({ ...options, ...how }, address))
  }

  /** Settles a step of which nobody could tell, on a person's word; null where it could be found out after all. */
  async resolve(address: string, verdict: Verdict, how: ChangeHow = forGood): Promise<Result<Intent | null>> {
    return this.#withStore(false, (project, store) => resolveStep(this.#changing(project, store, how), address, verdict))
  }

  /** Puts back what the own state of a resource lost. */
  async repairState(address: string): Promise<Result<Repaired>> {
    return this.#withStore(false, (project, store) => repairState(this.#changing(project, store), address))
  }

  /** Writes a sealed copy of the store: to the file that is named, or to a new one in `store.backup`. */
  async backUpStore(file: string | null): Promise<Result<SealedCopy>> {
    return this.#caring((options) => backUpStore(options, file))
  }

  /** Looks at everything in the store, or in a sealed copy of it, which opens with a key file. Changes nothing. */
  async verifyStore(copy: string | null, key: string | null): Promise<Result<StoreVerdict>> {
    return this.#caring((options) => verifyStore(options, copy, key))
  }

  /** Puts a sealed copy, which opens with a key file, in the place of the store; what was there stays beside it. */
  async restoreStore(from: string, key: string | null): Promise<Result<RestoredStore>> {
    return this.#caring((options) => restoreStore(options, from, key))
  }

  /** The newest Terraform state of an address that is in the store, written to a file where one is named; it holds secrets. */
  async pullState(address: string, out: string | null): Promise<Result<KeptState>> {
    const { files } = this.#options.ports
    return this.#withStore(false, (_, store) => pullState({ store, files, out }, address))
  }

  /** What steps of earlier runs may or may not have done, in all environments. */
  async unsettled(): Promise<Result<readonly Intent[]>> {
    return this.#withRecords(false, async ({ store }) => answered((await store.intents()).filter(isUnsettled)))
  }

  /** Puts a record, with the Terraform states kept for it, under another address of its environment; the real thing stays. */
  async moveRecord(move: RecordMove, how: ChangeHow = forGood): Promise<Result<Pick<RecordedResource, 'address' | 'revision'>>> {
    return this.#withRecords(true, (options) => moveRecord({ ...options, ...how }, move))
  }

  /** Lets an environment go on after a run that did not end; refused while its holder, or a program it started, lives. */
  async unlock(environment: string, how: ChangeHow = forGood): Promise<Result<RunRecord | null>> {
    return this.#withRecords(false, (options) => unlockEnvironment({ ...options, ...how }, environment))
  }

  /** What is installed, reachable or broken, and the mend for each. */
  async doctor(): Promise<readonly Checkup[]> {
    return diagnose({ ...this.#options, load: () => this.#load() })
  }

  /** The names of the environments and resources of the project around a folder, for completing what somebody types. Mistakes in its files are passed over. */
  async names(folder = this.#options.folder): Promise<ProjectNames> {
    const { ports, host, version } = this.#options
    return projectNames({ files: ports.files, startFolder: folder, cacheFolder: host.cacheFolder, version })
  }

  /** The published JSON Schemas, each usable alone. They need no project. */
  async schemas(): Promise<readonly PublishedSchema[]> {
    return publishedSchemas()
  }

  /** Writes the published JSON Schemas as files that refer to each other. */
  async writeSchemas(folder: string): Promise<Result<WrittenSchemas>> {
    return writeSchemas(this.#options.ports.files, { folder, project: this.#options.folder })
  }

  /**
   * Refuses what can never be applied, and finds out what interrupted runs left open. Where it stands in line for the environment, it keeps it
   * until the plan is released: a plan made before its turn would be stale by then.
   */
  async #readyToApply(project: LoadedProject, store: Store, environment: string): Promise<Result<unknown>> {
    const observed = observedOnly(project.environments.get(environment)?.declaration)
    if (observed.length > 0) return refused(observed)
    const kept = this.#locks.waits ? await this.#locks.keep({ project, store }, environment) : answered(null)
    if (!kept.ok) return kept
    return recoverEnvironment(this.#changing(project, store), environment)
  }

  async #openScratch({ folders: { scratch } }: LoadedProject, plan: string): Promise<void> {
    const { ports, host } = this.#options
    await sweepScratch({ ports, host, scratch })
    await ownScratch({ ports, host, scratch }, plan)
  }

  /** What was kept for a plan is given back where there is none. */
  async #lettingGo<T>(environment: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
    let hasPlan = false
    try {
      const result = await work()
      hasPlan = result.ok
      return result
    } finally {
      if (!hasPlan) await this.#locks.letGo(environment)
    }
  }

  /** What cannot be taken away stays: it is as private as it was, and nothing reads it any more. */
  async #drop({ folders }: LoadedProject, plan: string): Promise<void> {
    try {
      await this.#options.ports.files.remove(`${folders.scratch}/${plan}`)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
    }
  }

  /** Works on the store as a whole, which need not open; mistakes in documents do not stand in its way. */
  async #caring<T>(work: (options: StoreCareOptions) => Promise<Result<T>>): Promise<Result<T>> {
    const loaded = await this.#load()
    const read = loaded.ok ? loaded : await readProject(this.#reading())
    if (!read.ok) return refused(loaded.diagnostics)
    return work({ project: read.value, ports: this.#options.ports, locks: this.#locks })
  }

  #past(project: LoadedProject, store: Store): PastOptions {
    const { ports, host, version } = this.#options
    return { project, store, ports, host, version, provider: this.#provider, keepSource: (file, text) => this.#sources.set(file, text) }
  }

  /** What a saved plan goes back to; null for one that goes forward. */
  async #pastOf(project: LoadedProject, store: Store, { environment, rollback }: PlanDocument): Promise<Result<Past | null>> {
    if (rollback === undefined) return answered(null)
    const found = await checkpointNamed(store, rollback.checkpoint, environment)
    return found.ok ? openPast(this.#past(project, store), found.value) : found
  }

  #changing(project: LoadedProject, store: Store, how: ChangeHow = forGood): StateChangeOptions & RecordChangeOptions {
    const { ports, host, events } = this.#options
    const options = { project, store, ports, host, events, locks: this.#locks, provider: this.#provider, signal: this.#control.signal }
    return { ...options, ...how, recover: (environment) => recoverLocked(options, environment) }
  }

  readonly #provider = (kind: string): Provider | null => this.#providers.get(kind) ?? null

  /** For what needs the records alone: mistakes in documents do not stand in its way, unless something has to be found out with them. */
  async #withRecords<T>(create: boolean, use: (options: Omit<RecordChangeOptions, 'dryRun'>) => Promise<Result<T>>): Promise<Result<T>> {
    const loaded = await this.#load()
    if (loaded.ok) return this.#withStore(create, (project, store) => use(this.#changing(project, store)), loaded)
    const read = await readProject(this.#reading())
    if (!read.ok) return loaded
    const { ports, host } = this.#options
    return this.#inStore(read.value, create, (store) => {
      const recover = (environment: string) => unlessOpen({ store }, environment, loaded)
      return use({ project: read.value, store, ports, host, locks: this.#locks, provider: this.#provider, recover })
    })
  }

  async #set(): Promise<readonly string[]> {
    const loaded = await this.#load()
    return loaded.ok ? loaded.value.set : []
  }

  #load(differently: Partial<Pick<LoadOptions, 'wantsGit'>> = {}): Promise<Result<LoadedProject>> {
    return (this.#project ??= this.#loadAgain(differently))
  }

  #loadAgain(differently: Partial<Pick<LoadOptions, 'wantsGit' | 'tolerate' | 'set'>> = {}): Promise<Result<LoadedProject>> {
    return loadProject({ wantsGit: true, ...this.#reading(), provider: this.#provider, ...differently })
  }

  #reading(): Omit<LoadOptions, 'provider' | 'wantsGit'> {
    const { ports, host, folder, version, set = [] } = this.#options
    return { ports, host, version, startFolder: folder, keepSource: (file, text) => this.#sources.set(file, text), set }
  }

  async #withStore<T>(
    create: boolean,
    use: (project: LoadedProject, store: Store) => Promise<Result<T>>,
    already: Result<LoadedProject> | null = null,
  ): Promise<Result<T>> {
    const loaded = already ?? (await this.#load())
    if (!loaded.ok) return loaded
    const result = await this.#inStore(loaded.value, create, (store) => use(loaded.value, store))
    return { ...result, diagnostics: [...loaded.diagnostics, ...result.diagnostics] }
  }

  async #inStore<T>(project: ReadProject, create: boolean, use: (store: Store) => Promise<Result<T>>): Promise<Result<T>> {
    const opened = await openProjectStore(project, { ports: this.#options.ports, events: this.#options.events, create })
    if (!opened.ok) return opened
    try {
      return await refusingDiskTrouble(() => use(opened.value.store))
    } finally {
      await opened.value.store.close()
    }
  }
}

function unknownRun(id: string): Result<never> {
  return refused([{ code: 'unknown-run', severity: 'error', message: `no run is named "${id}"`, hint: 'genesis runs lists them' }])
}

function isScratch(memory: unknown): boolean {
  return typeof memory === 'object' && memory !== null && 'scratch' in memory && memory.scratch === true
}
