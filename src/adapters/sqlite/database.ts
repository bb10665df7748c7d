import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>

/** How long SQLite itself may wait for another program's lock; it blocks the event loop, so longer waits are made outside: `whenFree`. */
const busyTimeoutMs = 5

/** One connection. Statements are prepared when they are first used. Every failure is SQLite's own error: see `sqliteTrouble`. */
export class Database {
  readonly path: string
  readonly #connection: DatabaseSync
  readonly #prepared = new Map<string, StatementSync>()

  private constructor(path: string, connection: DatabaseSync) {
    this.path = path
    this.#connection = connection
  }

  /** Opens a file, or makes an empty one. */
  static async open(path: string): Promise<Database> {
    // Loaded here, because most commands that need no store should not pay for it.
    const { DatabaseSync } = await import('node:sqlite')
    return new Database(path, new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true }))
  }

  /** Runs statements without parameters and without an answer. */
  exec(sql: string): void {
    this.#connection.exec(sql)
  }

  get(sql: string, ...parameters: readonly SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...parameters)
  }

  all(sql: string, ...parameters: readonly SQLInputValue[]): readonly Row[] {
    return this.#prepare(sql).all(...parameters)
  }

  /** Gives the number of rows that changed. */
  run(sql: string, ...parameters: readonly SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...parameters).changes)
  }

  /** Runs the work in one transaction that holds the write lock from its start; what it throws undoes all of it. */
  transact<T>(work: () => T): T {
    this.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.exec('COMMIT')
      return result
    } catch (error) {
      // SQLite rolls back by itself after some errors, a full disk among them.
      if (this.#connection.isTransaction) this.exec('ROLLBACK')
      throw error
    }
  }

  close(): void {
    this.#prepared.clear()
    this.#connection.close()
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql)
    if (known !== undefined) return known
    const statement = this.#connection.prepare(sql)
    this.#prepared.set(sql, statement)
    return statement
  }
}
