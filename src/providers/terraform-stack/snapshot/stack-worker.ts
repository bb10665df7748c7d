import { isJsonObject, type Json } from '../../../events/json.ts'
import { digest } from '../../../plan/digest.ts'
import { FileError, type Files } from '../../../ports/files.ts'

/** Who works in a stack's folder, written there before any program is started: what comes after a crash can then be told whose it is. */
export interface StackWorker {
  /** The private folder in which it starts its programs. Absolute. */
  readonly folder: string
  /** The root module's folder below the tree; empty for its top. */
  readonly module: string
}

/** Null where nobody has worked yet. */
export async function readWorker(files: Files, base: string): Promise<StackWorker | null> {
  try {
    const json = JSON.parse(await files.readText(notePath(base), { maxBytes: 16 * 1024 })) as Json
    if (!isJsonObject(json) || typeof json['folder'] !== 'string' || typeof json['module'] !== 'string') return null
    return { folder: json['folder'], module: json['module'] }
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof FileError && error.reason === 'not-found')) return null
    throw error
  }
}

/** The note is replaced as a whole. */
export async function writeWorker(files: Files, base: string, { folder, module }: StackWorker): Promise<void> {
  await files.write(notePath(base), JSON.stringify({ folder, module }), { mode: 0o600, durable: false })
}

/**
 * Puts the state that a worker's Terraform could not write to its backend aside, where no synchronisation touches it and whoever asks what
 * became of that worker's step finds it; null when there is none. May be called again.
 */
export async function rescueErroredState(files: Files, base: string, worker: StackWorker): Promise<string | null> {
  const from = [base, 'tree', worker.module, 'errored.tfstate'].filter((part) => part !== '').join('/')
  const to = erroredStatePath(base, worker)
  if ((await files.stat(from, { follow: false })) !== null) {
    await files.setMode(from, 0o600)
    await files.rename(from, to)
  }
  return (await files.stat(to)) === null ? null : to
}

/** Where the state stands that a worker's Terraform could not write. */
export function erroredStatePath(base: string, { folder }: Pick<StackWorker, 'folder'>): string {
  return `${base}/errored-${digest(folder).slice(-16)}.tfstate`
}

function notePath(base: string): string {
  return `${base}/worker.json`
}
