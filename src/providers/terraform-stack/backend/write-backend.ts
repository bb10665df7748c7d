import type { Json } from '../../../events/json.ts'
import { FileError, type Files } from '../../../ports/files.ts'
import { isJsonObject } from '../../../events/json.ts'
import type { BackendInUse } from './backend-choice.ts'

/** Sorts behind every other override file, so that it has the last word. */
const overrideName = 'zz_genesis_backend_override.tf.json'

/** Where backend files go. */
export interface BackendFilesOptions {
  readonly files: Files
  readonly backend: BackendInUse
  /** The module's folder in the snapshot. */
  readonly moduleFolder: string
  /** The stack's own folder. */
  readonly base: string
  /** What the document says for the module's own block. */
  readonly settings: Readonly<Record<string, Json>>
}

/**
 * Writes what leads Terraform to the state: an override file in the snapshot's module, or a private file of settings, whose path is given.
 * A state that Genesis keeps has an empty `http` block: everything else comes by environment variables.
 */
export async function writeBackend({ files, backend, moduleFolder, base, settings }: BackendFilesOptions): Promise<string | null> {
  const override = overrideOf(backend)
  const path = `${moduleFolder}/${overrideName}`
  if (override === null) await files.remove(path)
  else await writeIfChanged(files, path, JSON.stringify({ terraform: { backend: override } }))
  if (backend.kind === 'kept' || backend.written !== 'settings') return null
  const settingsPath = `${base}/backend.tfvars.json`
  await writeIfChanged(files, settingsPath, JSON.stringify(escaped({ ...settings })))
  return settingsPath
}

function overrideOf(backend: BackendInUse): Json {
  if (backend.kind === 'kept') return { http: {} }
  return backend.written === 'override' ? { [backend.type]: escaped({ ...backend.config }) } : null
}

/** Terraform reads strings in JSON as templates. */
function escaped(value: Json): Json {
  if (typeof value === 'string') return value.replace(/[$%](?=\{)/gu, '$&$&')
  if (Array.isArray(value)) return (value as readonly Json[]).map(escaped)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, escaped(child)]))
}

async function writeIfChanged(files: Files, path: string, text: string): Promise<void> {
  if ((await readOrNull(files, path)) === text) return
  await files.write(path, text, { mode: 0o600, durable: false })
}

async function readOrNull(files: Files, path: string): Promise<string | null> {
  try {
    return await files.readText(path, { maxBytes: 1024 * 1024 })
  } catch (error) {
    if (error instanceof FileError) return null
    throw error
  }
}
