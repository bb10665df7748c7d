import { closeSync } from 'node:fs'
import { fileCalls } from './file-calls.ts'

/** Makes new names in folders survive a crash of the machine. Those who ask for one folder while a sync of it runs share the next one. */
export class FolderSyncs {
  readonly #syncOnce: (folder: string) => Promise<void>
  readonly #running = new Map<string, Promise<void>>()
  readonly #next = new Map<string, Promise<void>>()

  constructor(syncOnce = syncFolder) {
    this.#syncOnce = syncOnce
  }

  /** Resolves when every name that was in the folder at the call is safe. */
  sync(folder: string): Promise<void> {
    const running = this.#running.get(folder)
    // One that runs may have begun before the name was there.
    return running === undefined ? this.#start(folder) : (this.#next.get(folder) ?? this.#queue(folder, running))
  }

  #queue(folder: string, running: Promise<void>): Promise<void> {
    const start = (): Promise<void> => {
      this.#next.delete(folder)
      return this.#start(folder)
    }
    const next = running.then(start, start)
    this.#next.set(folder, next)
    return next
  }

  #start(folder: string): Promise<void> {
    const task = this.#syncOnce(folder).finally(() => {
      if (this.#running.get(folder) === task) this.#running.delete(folder)
    })
    this.#running.set(folder, task)
    return task
  }
}

async function syncFolder(folder: string): Promise<void> {
  const descriptor = await fileCalls.open(folder, 'r')
  try {
    await fileCalls.sync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
