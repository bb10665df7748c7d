import { InternalError } from '../../events/internal-error.ts'
import type { Intent } from '../../plan/intent.ts'
import type { KeptState, StateCopy } from '../../plan/provider.ts'
import type { RecordedResource } from '../../plan/recorded-resource.ts'
import type { Clock, Instant } from '../../ports/clock.ts'
import { StoreError, type JournalEntry, type NewRun, type RunRecord, type RunToken, type Store, type StoredJournalEntry } from '../../ports/store.ts'
import type { Database } from './database.ts'
import { intentWriter } from './intent-writer.ts'
import { toIntent } from './intent-row.ts'
import { journalRow, toJournalEntry } from './journal-row.ts'
import { assertInside, recordWriter } from './record-writer.ts'
import { toResource } from './resource-row.ts'
import { exact, integer, text } from './row.ts'
import { runRow, toRun } from './run-row.ts'
import { keptHere, statements } from './statements.ts'
import { keptState, pruneStates, stateCopy, stateWriter, type NewState } from './state-versions.ts'
import { storeFailure } from './store-failure.ts'
import type { StoreKey } from './store-key.ts'
import { whenFree } from './when-free.ts'
import { WriteQueue } from './write-queue.ts'

/** What a store is made of. It owns the connection from then on. */
export interface SqliteStoreOptions {
  /** Checked and of the newest schema. */
  readonly database: Database
  readonly key: StoreKey
  readonly clock: Clock
}

/** The store in a SQLite file. Writes go through one {@link WriteQueue}; reads see what is committed. */
export class SqliteStore implements Store {
  readonly #database: Database
  readonly #key: StoreKey
  readonly #clock: Clock
  readonly #queue: WriteQueue
  /** Addresses whose Terraform state got a version, until their run ends. */
  readonly #written = new Set<string>()
  #closing: Promise<void> | null = null

  constructor({ database, key, clock }: SqliteStoreOptions) {
    this.#database = database
    this.#key = key
    this.#clock = clock
    this.#queue = new WriteQueue(database, clock)
  }

  resources(environment?: string): Promise<readonly RecordedResource[]> {
    return this.#read(() => {
      const rows = environment === undefined ? this.#database.all(statements.resources) : this.#database.all(statements.resourcesOfEnvironment, environment)
      return rows.map((row) => toResource(row, () => this.#key.forReading()))
    })
  }

  intents(environment?: string): Promise<readonly Intent[]> {
    return this.#read(() => {
      const rows = environment === undefined ? this.#database.all(statements.intents) : this.#database.all(statements.intentsOfEnvironment, environment)
      return rows.map((row) => toIntent(row, () => this.#key.forReading()))
    })
  }

  async startRun(run: NewRun): Promise<RunToken> {
    const row = runRow(run)
    return this.#queue.add(() => {
      if (this.#database.get(statements.run, run.id) !== undefined) throw new InternalError('store/run-twice', `run ${run.id} was started twice`)
      this.#database.run(statements.closeOlder, run.startedAt, run.environment)
      this.#database.run(statements.addRun, ...row)
      const taken = this.#database.get(statements.takeToken, run.environment, run.id)
      if (taken === undefined) throw new StoreError('io', `the state database ${this.#database.path} gave no token`)
      return { run: run.id, environment: run.environment, token: integer(taken, 'token') }
    })
  }

  async writeJournal(token: RunToken, entry: JournalEntry): Promise<void> {
    const row = journalRow(token.run, entry)
    const writers = entry.records.map((write) => recordWriter(token.environment, write))
    const writeIntent = intentWriter(entry)
    return this.#queue.add(() => {
      this.#fence(token)
      this.#database.run(statements.addJournal, ...row)
      for (const write of [...writers, writeIntent]) write(this.#database, this.#key)
    })
  }

  async endRun(token: RunToken, end: Parameters<Store['endRun']>[1]): Promise<void> {
    const at = exact(end.at, 'the end of the run')
    return this.#queue.add(() => {
      this.#fence(token)
      const ended = this.#database.run(statements.endRun, at, end.outcome, JSON.stringify(end.counts), token.run)
      if (ended === 0) throw new InternalError('store/run-ended-twice', `run ${token.run} was ended twice`)
      if (end.complete) this.#database.run(statements.dropNotApplied, token.environment)
      for (const address of this.#written) pruneStates(this.#opened, address)
    })
  }

  async abandonRun(id: string, at: Instant): Promise<void> {
    exact(at, 'the end of the run')
    return this.#queue.add(() => {
      if (this.#database.get(statements.run, id) === undefined) throw new InternalError('store/unknown-run', `there is no run ${id} to abandon`)
      if (this.#database.run(statements.abandonRun, at, id) === 0) return
      // What was given up may still be alive somewhere: from here on it must not write.
      this.#database.run(statements.voidToken, id)
    })
  }

  runs({ environment, limit }: Parameters<Store['runs']>[0]): Promise<readonly RunRecord[]> {
    return this.#read(() => {
      const rows = environment === undefined ? this.#database.all(statements.runs, limit) : this.#database.all(statements.runsOfEnvironment, environment, limit)
      return rows.map(toRun)
    })
  }

  run(id: string): Promise<RunRecord | null> {
    return this.#readRun(statements.run, id)
  }

  unfinishedRun(environment: string): Promise<RunRecord | null> {
    return this.#readRun(statements.unfinishedRun, environment)
  }

  journal(run: string): Promise<readonly StoredJournalEntry[]> {
    return this.#read(() => this.#database.all(statements.journal, run).map(toJournalEntry))
  }

  planUsedBy(plan: string): Promise<string | null> {
    return this.#read(() => {
      const row = this.#database.get(statements.runOfPlan, plan)
      return row === undefined ? null : text(row, 'id')
    })
  }

  terraformState(address: string): Promise<KeptState | null> {
    return this.#read(() => keptState(this.#opened, address))
  }

  stateCopy(address: string): Promise<StateCopy | null> {
    return this.#read(() => stateCopy(this.#opened, address))
  }

  async putTerraformState(token: RunToken, address: string, state: KeptState, at: Instant): Promise<void> {
    return this.#putState(token, { ...state, address, at, backend: keptHere })
  }

  async putStateCopy(token: RunToken, address: string, copy: StateCopy, at: Instant): Promise<void> {
    return this.#putState(token, { ...copy, address, at })
  }

  async #putState(token: RunToken, state: NewState): Promise<void> {
    assertInside(state.address, token.environment)
    const write = await stateWriter(token.run, state)
    this.#written.add(state.address)
    return this.#queue.add(() => {
      this.#fence(token)
      write(this.#opened)
    })
  }

  get #opened(): { readonly database: Database; readonly key: StoreKey } {
    return { database: this.#database, key: this.#key }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await this.#queue.close()
    this.#database.close()
  }

  async #readRun(statement: string, parameter: string): Promise<RunRecord | null> {
    return this.#read(() => {
      const row = this.#database.get(statement, parameter)
      return row === undefined ? null : toRun(row)
    })
  }

  async #read<T>(work: () => T): Promise<T> {
    if (this.#closing !== null) throw new InternalError('store/closed', 'the store was read after it was closed')
    try {
      return await whenFree(this.#clock, work)
    } catch (error) {
      throw storeFailure(error, this.#database.path)
    }
  }

  #fence({ run, environment, token }: RunToken): void {
    const row = this.#database.get(statements.token, environment)
    if (row?.['token'] === token && row['run'] === run) return
    throw new StoreError('stale-token', `run ${run} does not own the environment "${environment}" any more`)
  }
}
