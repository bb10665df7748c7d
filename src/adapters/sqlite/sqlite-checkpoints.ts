import type { RecordedResource } from '../../plan/recorded-resource.ts'
import type { Blob, Checkpoint, CheckpointStore, NewCheckpoint, Trace } from '../../ports/checkpoint-store.ts'
import type { RunToken } from '../../ports/store.ts'
import { absentBlobs, dropOtherBlobs, packBlob, readBlob, writeBlobs } from './blob-table.ts'
import { toCheckpoint } from './checkpoint-row.ts'
import { dropCheckpoints, writeCheckpoint } from './checkpoint-writer.ts'
import type { Database } from './database.ts'
import { toResource } from './resource-row.ts'
import { json } from './row.ts'
import { statements } from './statements.ts'
import { StoreConnection, type StoreConnectionOptions } from './store-connection.ts'
import type { StoreKey } from './store-key.ts'

/** More would keep other processes from writing for too long. */
const blobsAtATime = 1000

/** What was, in a SQLite file. */
export class SqliteCheckpoints implements CheckpointStore {
  protected readonly connection: StoreConnection
  protected readonly database: Database
  protected readonly key: StoreKey

  constructor(options: StoreConnectionOptions) {
    this.connection = new StoreConnection(options)
    this.database = options.database
    this.key = options.key
  }

  addCheckpoint(token: RunToken, checkpoint: NewCheckpoint): Promise<Checkpoint> {
    return this.connection.write(() => {
      this.connection.fence(token)
      return writeCheckpoint(this.database, token, checkpoint)
    })
  }

  checkpoints(environment?: string): Promise<readonly Checkpoint[]> {
    return this.connection.read(() => {
      const rows = environment === undefined ? this.database.all(statements.checkpoints) : this.database.all(statements.checkpointsOfEnvironment, environment)
      return rows.map(toCheckpoint)
    })
  }

  resourcesAt({ environment, number }: Pick<Checkpoint, 'environment' | 'number'>): Promise<readonly RecordedResource[]> {
    return this.connection.read(() => {
      const row = this.database.get(statements.checkpointNumbered, environment, number)
      if (row === undefined || toCheckpoint(row).prunedAt !== null) return []
      const rows = this.database.all(statements.resourcesAt, environment, number, environment, number, number)
      return rows.map((one) => toResource(one, () => this.key.forReading()))
    })
  }

  tracesSince({ environment, number }: Pick<Checkpoint, 'environment' | 'number'>): Promise<readonly Trace[]> {
    return this.connection.read(() => this.database.all(statements.tracesSince, environment, number).map((row) => json<Trace>(row, 'detail')))
  }

  pruneCheckpoints(token: RunToken, pruned: Parameters<CheckpointStore['pruneCheckpoints']>[1]): Promise<void> {
    return this.connection.write(() => {
      this.connection.fence(token)
      dropCheckpoints(this.database, token.environment, pruned)
    })
  }

  missingBlobs(digests: readonly string[]): Promise<readonly string[]> {
    return this.connection.read(() => absentBlobs(this.database, digests))
  }

  async putBlobs(blobs: readonly Blob[]): Promise<void> {
    for (let start = 0; start < blobs.length; start += blobsAtATime) {
      const packed = blobs.slice(start, start + blobsAtATime).map((blob) => ({ digest: blob.digest, packed: packBlob(blob) }))
      await this.connection.write(() => writeBlobs(this.database, packed))
    }
  }

  blob(digest: string): Promise<Uint8Array | null> {
    return this.connection.read(() => readBlob(this.database, digest))
  }

  retainBlobs(digests: ReadonlySet<string>, newestRun: string | null): Promise<number> {
    return this.connection.write(() => dropOtherBlobs(this.database, digests, newestRun))
  }
}
