import type { Intent } from '../../src/plan/intent.ts'
import type { KeptState, StateCopy } from '../../src/plan/provider.ts'
import type { RecordedResource } from '../../src/plan/recorded-resource.ts'
import type { Blob, Checkpoint, NewCheckpoint, Trace } from '../../src/ports/checkpoint-store.ts'
import type { Hold, HoldRelease, NewHold, RunHolds } from '../../src/ports/hold-store.ts'
import { StoreError, type JournalEntry, type NewRun, type RunRecord, type RunToken, type Store, type StoredJournalEntry } from '../../src/ports/store.ts'

/** A store in memory, with the same promises as the real one but for outliving the process. `failNext` makes the next write fail. */
export class MemoryStore implements Store {
  readonly records = new Map<string, RecordedResource>()
  readonly open = new Map<string, Intent>()
  readonly states = new Map<string, KeptState[]>()
  readonly copies = new Map<string, StateCopy[]>()
  readonly #runs: RunRecord[] = []
  readonly #journals = new Map<string, StoredJournalEntry[]>()
  readonly #tokens = new Map<string, number>()
  readonly #checkpoints: { readonly checkpoint: Checkpoint; readonly records: readonly RecordedResource[]; readonly traces: number }[] = []
  readonly #traces: { readonly environment: string; readonly trace: Trace }[] = []
  readonly #blobs = new Map<string, Uint8Array>()
  #holds: readonly Hold[] = []
  failNext: StoreError | null = null
  /** Asked at each write whether its engine dies: before it is committed, or after, so that the answer is lost. From then on it writes nothing. */
  dies: (() => 'before' | 'after' | null) | null = null
  readonly #dead = new Set<string>()

  resources(environment?: string): Promise<readonly RecordedResource[]> {
    const all = [...this.records.values()].filter((record) => environment === undefined || record.environment === environment)
    return Promise.resolve(all.sort((one, two) => (one.address < two.address ? -1 : 1)))
  }

  intents(environment?: string): Promise<readonly Intent[]> {
    const all = [...this.open.values()].filter((intent) => environment === undefined || intent.environment === environment)
    return Promise.resolve(all.sort((one, two) => (one.address < two.address ? -1 : 1)))
  }

  startRun(run: NewRun, before?: NewCheckpoint, holds: RunHolds = {}): Promise<RunToken> {
    return this.#mortal(run.id, () => {
      const token = this.#startRun(run, before)
      if (holds.release !== undefined) this.#releaseHolds(run.environment, holds.release)
      if (holds.place !== undefined) this.#placeHold(run.environment, { ...holds.place, run: run.id })
      return token
    })
  }

  holds({ environment, released = false }: Parameters<Store['holds']>[0]): Promise<readonly Hold[]> {
    const all = this.#holds.filter((hold) => (environment === undefined || hold.environment === environment) && (released || hold.released === null))
    return Promise.resolve(all.sort((one, two) => (one.environment < two.environment ? -1 : one.environment > two.environment ? 1 : one.number - two.number)))
  }

  placeHold(environment: string, hold: NewHold): Promise<Hold> {
    return Promise.resolve(this.#placeHold(environment, { ...hold, run: null }))
  }

  #placeHold(environment: string, placed: NewHold & { readonly run: string | null }): Hold {
    const number = this.#holds.filter((hold) => hold.environment === environment).length + 1
    const hold = { ...placed, environment, number, released: null }
    this.#holds = [...this.#holds, hold]
    return hold
  }

  releaseHolds(environment: string, release: HoldRelease): Promise<readonly Hold[]> {
    return Promise.resolve(this.#releaseHolds(environment, release))
  }

  #releaseHolds(environment: string, { numbers, ...released }: HoldRelease): readonly Hold[] {
    const freed = this.#holds
      .filter((hold) => hold.environment === environment && hold.released === null && (numbers?.includes(hold.number) ?? true))
      .map((hold) => ({ ...hold, released }))
    this.#holds = this.#holds.map((hold) => freed.find((one) => one.environment === hold.environment && one.number === hold.number) ?? hold)
    return freed
  }

  #startRun(run: NewRun, before?: NewCheckpoint): RunToken {
    for (const { id } of this.#runs.filter(({ environment, endedAt }) => environment === run.environment && endedAt === null)) {
      this.#change(id, { endedAt: run.startedAt, outcome: 'interrupted' })
    }
    const token = (this.#tokens.get(run.environment) ?? 0) + 1
    this.#tokens.set(run.environment, token)
    this.#runs.unshift({ ...run, endedAt: null, outcome: null, counts: null })
    this.#journals.set(run.id, [])
    const taken = { run: run.id, environment: run.environment, token }
    if (before !== undefined) this.#change(run.id, { before: this.#checkpointBefore(taken, before).number })
    return taken
  }

  #checkpointBefore(token: RunToken, before: NewCheckpoint): Checkpoint {
    const last = this.#of(token.environment)[0]
    const now = this.#recordsOf(token.environment)
    const isSame = last !== undefined && last.checkpoint.prunedAt === null && JSON.stringify(last.records) === JSON.stringify(now)
    return isSame ? last.checkpoint : this.#takeCheckpoint(token, before)
  }

  #takeCheckpoint({ run, environment }: RunToken, taken: NewCheckpoint): Checkpoint {
    const [last] = this.#of(environment)
    const number = (last?.checkpoint.number ?? 0) + 1
    const checkpoint = { ...taken, tree: taken.tree ?? last?.checkpoint.tree ?? null, environment, run, number, prunedAt: null }
    this.#checkpoints.unshift({ checkpoint, records: this.#recordsOf(environment), traces: this.#traces.length })
    return checkpoint
  }

  #of(environment: string): readonly { readonly checkpoint: Checkpoint; readonly records: readonly RecordedResource[]; readonly traces: number }[] {
    return this.#checkpoints.filter(({ checkpoint }) => checkpoint.environment === environment)
  }

  #recordsOf(environment: string): readonly RecordedResource[] {
    const own = [...this.records.values()].filter((record) => record.environment === environment)
    return own.sort((one, two) => (one.address < two.address ? -1 : 1))
  }

  addCheckpoint(token: RunToken, checkpoint: NewCheckpoint): Promise<Checkpoint> {
    return this.#mortal(token.run, () => {
      this.#check(token)
      return this.#takeCheckpoint(token, checkpoint)
    })
  }

  checkpoints(environment?: string): Promise<readonly Checkpoint[]> {
    const all = this.#checkpoints.map(({ checkpoint }) => checkpoint)
    return Promise.resolve(all.filter((one) => environment === undefined || one.environment === environment))
  }

  resourcesAt({ environment, number }: Pick<Checkpoint, 'environment' | 'number'>): Promise<readonly RecordedResource[]> {
    return Promise.resolve(this.#of(environment).find(({ checkpoint }) => checkpoint.number === number && checkpoint.prunedAt === null)?.records ?? [])
  }

  tracesSince({ environment, number }: Pick<Checkpoint, 'environment' | 'number'>): Promise<readonly Trace[]> {
    const from = this.#of(environment).find(({ checkpoint }) => checkpoint.number === number)?.traces ?? 0
    return Promise.resolve(
      this.#traces
        .slice(from)
        .filter((one) => one.environment === environment)
        .map(({ trace }) => trace),
    )
  }

  pruneCheckpoints({ environment }: RunToken, { numbers, at }: { readonly numbers: readonly number[]; readonly at: number }): Promise<void> {
    this.#checkpoints.forEach((one, index) => {
      const { checkpoint } = one
      if (checkpoint.environment !== environment || !numbers.includes(checkpoint.number)) return
      this.#checkpoints[index] = { ...one, records: [], checkpoint: { ...checkpoint, prunedAt: at } }
    })
    return Promise.resolve()
  }

  missingBlobs(digests: readonly string[]): Promise<readonly string[]> {
    return Promise.resolve(digests.filter((digest) => !this.#blobs.has(digest)))
  }

  putBlobs(blobs: readonly Blob[]): Promise<void> {
    for (const { digest, data } of blobs) this.#blobs.set(digest, data)
    return Promise.resolve()
  }

  blob(digest: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.#blobs.get(digest) ?? null)
  }

  retainBlobs(digests: ReadonlySet<string>, newestRun: string | null): Promise<number> {
    if ((this.#runs[0]?.id ?? null) !== newestRun) return Promise.resolve(0)
    const dropped = [...this.#blobs.keys()].filter((digest) => !digests.has(digest))
    dropped.forEach((digest) => this.#blobs.delete(digest))
    return Promise.resolve(dropped.length)
  }

  async writeJournal(token: RunToken, entry: JournalEntry): Promise<void> {
    // A real commit takes a turn of the event loop, too.
    await new Promise<void>((resolve) => setImmediate(resolve))
    return this.#mortal(token.run, () => this.#writeJournal(token, entry))
  }

  #writeJournal(token: RunToken, entry: JournalEntry): void {
    this.#check(token)
    const journal = this.#journals.get(token.run) ?? []
    const { type, step, address, at } = entry
    const detail =
      entry.type === 'begin'
        ? {
            action: entry.action,
            ...(entry.protection === undefined ? {} : { protection: entry.protection }),
            key: entry.key,
            attempt: entry.attempt,
            folder: entry.folder,
          }
        : { failure: entry.failure === null ? null : { ...entry.failure } }
    journal.push({ sequence: journal.length + 1, type, step, address, at, detail })
    if (entry.type === 'begin') {
      if (entry.intent !== null) this.open.set(address, entry.intent)
    } else {
      const intent = this.open.get(address)
      if (entry.leaves === null) this.open.delete(address)
      else if (intent !== undefined) this.open.set(address, { ...intent, state: entry.leaves })
    }
    if (entry.type === 'end' && entry.note !== undefined) this.#trace(token, { kind: 'noted', address, note: entry.note })
    for (const write of entry.records) {
      if ('remove' in write) this.records.delete(write.remove)
      else {
        if (write.move !== undefined) this.#move(write.move, write.put.address)
        if (write.move !== undefined) this.#trace(token, { kind: 'renamed', from: write.move, to: write.put.address })
        this.records.set(write.put.address, write.put)
      }
    }
  }

  #trace({ environment }: RunToken, trace: Trace): void {
    this.#traces.push({ environment, trace })
  }

  #move(from: string, to: string): void {
    this.records.delete(from)
    const states = [...(this.states.get(to) ?? []), ...(this.states.get(from) ?? [])]
    this.states.delete(from)
    if (states.length > 0) this.states.set(to, states)
    for (const [address, record] of this.records) {
      if (!record.dependencies.includes(from)) continue
      this.records.set(address, { ...record, dependencies: record.dependencies.map((other) => (other === from ? to : other)).sort() })
    }
  }

  endRun(token: RunToken, end: Parameters<Store['endRun']>[1]): Promise<void> {
    return this.#mortal(token.run, () => this.#endRun(token, end))
  }

  #endRun(token: RunToken, end: Parameters<Store['endRun']>[1]): void {
    this.#check(token)
    this.#change(token.run, { endedAt: end.at, outcome: end.outcome, counts: end.counts })
    const left = [...this.open.values()].filter(({ environment, state }) => environment === token.environment && state.kind === 'not-applied')
    if (end.checkpoint !== undefined) this.#takeCheckpoint(token, end.checkpoint)
    if (end.complete) left.forEach(({ address }) => this.open.delete(address))
  }

  runs(query: Parameters<Store['runs']>[0]): Promise<readonly RunRecord[]> {
    return Promise.resolve(this.#runs.filter(({ environment }) => query.environment === undefined || environment === query.environment).slice(0, query.limit))
  }

  run(id: string): Promise<RunRecord | null> {
    return Promise.resolve(this.#runs.find((run) => run.id === id) ?? null)
  }

  unfinishedRun(environment: string): Promise<RunRecord | null> {
    return Promise.resolve(this.#runs.find((run) => run.environment === environment && run.endedAt === null) ?? null)
  }

  abandonRun(id: string, at: number): Promise<void> {
    this.#change(id, { endedAt: at })
    return Promise.resolve()
  }

  journal(run: string): Promise<readonly StoredJournalEntry[]> {
    return Promise.resolve(this.#journals.get(run) ?? [])
  }

  planUsedBy(plan: string): Promise<string | null> {
    return Promise.resolve(this.#runs.find((run) => run.plan === plan)?.id ?? null)
  }

  terraformState(address: string): Promise<KeptState | null> {
    return Promise.resolve(this.states.get(address)?.at(-1) ?? null)
  }

  putTerraformState(token: RunToken, address: string, state: KeptState): Promise<void> {
    this.#check(token)
    this.states.set(address, [...(this.states.get(address) ?? []), state])
    return Promise.resolve()
  }

  restoreErrored(): Promise<number> {
    return Promise.resolve(0)
  }

  stateCopy(address: string): Promise<StateCopy | null> {
    return Promise.resolve(this.copies.get(address)?.at(-1) ?? null)
  }

  putStateCopy(token: RunToken, address: string, copy: StateCopy): Promise<void> {
    this.#check(token)
    this.copies.set(address, [...(this.copies.get(address) ?? []), copy])
    return Promise.resolve()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  /** Does a write as an engine that may die of it. */
  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws must reject
  async #mortal<T>(run: string, write: () => T): Promise<T> {
    const dies = this.#dead.has(run) ? 'before' : (this.dies?.() ?? null)
    if (dies !== null) this.#dead.add(run)
    if (dies === 'before') throw new StoreError('io', 'the engine is dead')
    const result = write()
    if (dies === 'after') throw new StoreError('io', 'the engine died before it heard the answer')
    return result
  }

  #check(token: RunToken): void {
    const failure = this.failNext
    this.failNext = null
    if (failure !== null) throw failure
    if (this.#tokens.get(token.environment) !== token.token) throw new StoreError('stale-token', `run ${token.run} no longer owns ${token.environment}`)
  }

  #change(id: string, change: Partial<RunRecord>): void {
    const index = this.#runs.findIndex((run) => run.id === id)
    const run = this.#runs[index]
    if (run !== undefined) this.#runs[index] = { ...run, ...change }
  }
}
