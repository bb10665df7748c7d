import { rmSync } from 'node:fs'
import { InternalError } from '../../events/internal-error.ts'
import type { Intent } from '../../plan/intent.ts'
import type { KeptState, StateCopy } from '../../plan/provider.ts'
import type { RecordedResource } from '../../plan/recorded-resource.ts'
import type { NewCheckpoint } from '../../ports/checkpoint-store.ts'
import type { Hold, HoldRelease, NewHold, RunHolds } from '../../ports/hold-store.ts'
import type { Instant } from '../../ports/clock.ts'
import {
  StoreError,
  type JournalEntry,
  type NewRun,
  type RunEnd,
  type RunRecord,
  type RunToken,
  type Store,
  type StoredJournalEntry,
} from '../../ports/store.ts'
import { checkpointBefore, writeCheckpoint, writeTrace } from './checkpoint-writer.ts'
import { readHolds, writeHold, writeRelease } from './hold-table.ts'
import { intentWriter } from './intent-writer.ts'
import { toIntent } from './intent-row.ts'
import { journalRow, toJournalEntry } from './journal-row.ts'
import { assertInside, recordWriter } from './record-writer.ts'
import { RepeatedJson } from './repeated-json.ts'
import { toResource } from './resource-row.ts'
import { exact, integer, text } from './row.ts'
import { runRow, toRun } from './run-row.ts'
import { SqliteCheckpoints } from './sqlite-checkpoints.ts'
import { keptHere, statements } from './statements.ts'
import { keptState, pruneStates, stateCopy, stateWriter, type NewState } from './state-versions.ts'

/** The store in a SQLite file. Writes go through one {@link WriteQueue}; reads see what is committed. */
export class SqliteStore extends SqliteCheckpoints implements Store {
  /** Addresses whose Terraform state got a version, until their run ends. */
  readonly #written = new Set<string>()

  resources(environment?: string): Promise<readonly RecordedResource[]> {
    return this.connection.read(() => {
      const rows = environment === undefined ? this.database.all(statements.resources) : this.database.all(statements.resourcesOfEnvironment, environment)
      const repeated = new RepeatedJson()
      return rows.map((row) => toResource(row, () => this.key.forReading(), repeated))
    })
  }

  intents(environment?: string): Promise<readonly Intent[]> {
    return this.connection.read(() => {
      const rows = environment === undefined ? this.database.all(statements.intents) : this.database.all(statements.intentsOfEnvironment, environment)
      return rows.map((row) => toIntent(row, () => this.key.forReading()))
    })
  }

  async startRun(run: NewRun, before?: NewCheckpoint, holds: RunHolds = {}): Promise<RunToken> {
    const row = runRow(run)
    return this.connection.write(() => {
      if (this.database.get(statements.run, run.id) !== undefined) throw new InternalError('store/run-twice', `run ${run.id} was started twice`)
      this.database.run(statements.closeOlder, run.startedAt, run.environment)
      this.database.run(statements.addRun, ...row)
      const taken = this.database.get(statements.takeToken, run.environment, run.id)
      if (taken === undefined) throw new StoreError('io', `the state database ${this.database.path} gave no token`)
      const token = { run: run.id, environment: run.environment, token: integer(taken, 'token') }
      if (before !== undefined) this.database.run(statements.setBefore, checkpointBefore(this.database, token, before).number, run.id)
      if (holds.release !== undefined) writeRelease(this.database, run.environment, holds.release)
      if (holds.place !== undefined) writeHold(this.database, run.environment, { ...holds.place, run: run.id })
      return token
    })
  }

  holds({ environment, released = false }: Parameters<Store['holds']>[0]): Promise<readonly Hold[]> {
    return this.connection.read(() => readHolds(this.database, environment).filter((hold) => released || hold.released === null))
  }

  placeHold(environment: string, hold: NewHold): Promise<Hold> {
    return this.connection.write(() => writeHold(this.database, environment, { ...hold, run: null }))
  }

  releaseHolds(environment: string, release: HoldRelease): Promise<readonly Hold[]> {
    return this.connection.write(() => writeRelease(this.database, environment, release))
  }

  async writeJournal(token: RunToken, entry: JournalEntry): Promise<void> {
    const write = this.#journalWriter(token, entry)
    try {
      await this.connection.write(() => {
        this.connection.fence(token)
        write()
      })
    } catch (error) {
      if (!(error instanceof StoreError) || error.reason === 'stale-token' || entry.type !== 'end') throw error
      const kept = this.connection.errored.keep(token.run, entry)
      if (kept === null) throw error
      throw new StoreError(error.reason, `${error.message}; what could not be written is kept in ${kept}, and goes in with the next run`, { cause: error })
    }
  }

  async restoreErrored(token: RunToken): Promise<number> {
    const inside = (address: string): boolean => address.startsWith(`${token.environment}/`)
    const runs = this.connection.errored.kept().filter(({ ends }) => ends.some(({ address }) => inside(address)))
    const ends = runs.flatMap((one) => one.ends.map((end) => ({ run: one.run, end, write: this.#journalWriter(token, end) })))
    if (ends.length === 0) return 0
    const restored = await this.connection.write(() => {
      this.connection.fence(token)
      // What was found out about a step meanwhile counts more than what its run could not say.
      const open = ends.filter(({ run, end }) => this.database.get(statements.intentOfStep, end.address, run, end.step) !== undefined)
      for (const { write } of open) write()
      return open.length
    })
    for (const { path } of runs) rmSync(path, { force: true })
    return restored
  }

  #journalWriter(token: RunToken, entry: JournalEntry): () => void {
    const row = journalRow(token.run, entry)
    const writers = entry.records.map((write) => recordWriter(token, write))
    const writeIntent = intentWriter(entry)
    return () => {
      this.database.run(statements.addJournal, ...row)
      for (const write of [...writers, writeIntent]) write(this.database, this.key)
      if (entry.type === 'end' && entry.note !== undefined) writeTrace(this.database, token, { kind: 'noted', address: entry.address, note: entry.note })
    }
  }

  async endRun(token: RunToken, end: RunEnd): Promise<void> {
    const at = exact(end.at, 'the end of the run')
    await this.connection.write(() => {
      this.connection.fence(token)
      const ended = this.database.run(statements.endRun, at, end.outcome, JSON.stringify(end.counts), token.run)
      if (ended === 0) throw new InternalError('store/run-ended-twice', `run ${token.run} was ended twice`)
      if (end.complete) this.database.run(statements.dropNotApplied, token.environment)
      for (const address of this.#written) pruneStates(this.connection, address)
      if (end.checkpoint !== undefined) writeCheckpoint(this.database, token, end.checkpoint)
    })
    await this.connection.copyAfter(token.run)
  }

  async abandonRun(id: string, at: Instant): Promise<void> {
    exact(at, 'the end of the run')
    return this.connection.write(() => {
      if (this.database.get(statements.run, id) === undefined) throw new InternalError('store/unknown-run', `there is no run ${id} to abandon`)
      if (this.database.run(statements.abandonRun, at, id) === 0) return
      // What was given up may still be alive somewhere: from here on it must not write.
      this.database.run(statements.voidToken, id)
    })
  }

  runs({ environment, limit }: Parameters<Store['runs']>[0]): Promise<readonly RunRecord[]> {
    return this.connection.read(() => {
      const rows = environment === undefined ? this.database.all(statements.runs, limit) : this.database.all(statements.runsOfEnvironment, environment, limit)
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
    return this.connection.read(() => this.database.all(statements.journal, run).map(toJournalEntry))
  }

  planUsedBy(plan: string): Promise<string | null> {
    return this.connection.read(() => {
      const row = this.database.get(statements.runOfPlan, plan)
      return row === undefined ? null : text(row, 'id')
    })
  }

  terraformState(address: string): Promise<KeptState | null> {
    return this.connection.read(() => keptState(this.connection, address))
  }

  stateCopy(address: string): Promise<StateCopy | null> {
    return this.connection.read(() => stateCopy(this.connection, address))
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
    return this.connection.write(() => {
      this.connection.fence(token)
      write(this.connection)
    })
  }

  close(): Promise<void> {
    return this.connection.close()
  }

  async #readRun(statement: string, parameter: string): Promise<RunRecord | null> {
    return this.connection.read(() => {
      const row = this.database.get(statement, parameter)
      return row === undefined ? null : toRun(row)
    })
  }
}
