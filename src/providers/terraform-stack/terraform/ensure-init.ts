import { isJsonObject, type Json } from '../../../events/json.ts'
import { digestJson } from '../../../plan/digest.ts'
import { FileError, type Files } from '../../../ports/files.ts'
import type { HeldLock, Locks } from '../../../ports/locks.ts'
import type { Clock } from '../../../ports/clock.ts'
import { StackTrouble } from '../stack-trouble.ts'
import { toDiagnostics, type ReportOptions } from './report-diagnostics.ts'
import { runTerraform, type TerraformSite } from './run-terraform.ts'
import { notEnded } from './not-ended.ts'
import { parseTextDiagnostics } from './text-diagnostics.ts'

/** What an `init` is done with, and for. */
export interface InitOptions {
  readonly site: TerraformSite
  readonly locks: Locks
  /** The stack's folder: the key of the last init is kept there. */
  readonly folder: { readonly base: string; readonly data: string }
  readonly cacheFolder: string
  /** Everything that init acts on. */
  readonly key: string
  /** The repository has a lock file: it is followed and not changed. */
  readonly hasLockFile: boolean
  /** A file with settings that complete the module's own backend block. */
  readonly settingsFile: string | null
  readonly report: ReportOptions
  /** Even if nothing seems to have changed. */
  readonly force: boolean
}

/** What `init` depends on, as one digest. */
export function initKey(parts: {
  readonly modules: readonly string[]
  readonly backend: Json
  readonly lockFile: string | null
  readonly binary: { readonly path: string; readonly stamp: string }
  readonly workspace: string | null
}): string {
  return digestJson({ ...parts, modules: [...parts.modules], binary: { ...parts.binary } })
}

/** Runs `init` when it is needed, and says whether it did. Throws a {@link StackTrouble} with Terraform's own diagnostics when it fails. */
export async function ensureInit(options: InitOptions): Promise<boolean> {
  const { site, folder, key } = options
  const { files } = site.ports
  if (!options.force && (await initedWith(files, folder)) === key) return false
  await files.remove(keyPath(folder))
  const shared = await lockPluginCache(options)
  try {
    await runInit(options)
  } finally {
    await shared?.release()
  }
  await files.write(keyPath(folder), JSON.stringify({ key }), { mode: 0o600, durable: false })
  return true
}

async function runInit({ site, hasLockFile, settingsFile, report }: InitOptions): Promise<void> {
  const end = await runTerraform(site, {
    argv: [
      'init',
      '-input=false',
      '-no-color',
      '-reconfigure',
      ...(hasLockFile ? ['-lockfile=readonly'] : []),
      ...(settingsFile === null ? [] : [`-backend-config=${settingsFile}`]),
    ],
    graceMs: 30_000,
  })
  const problem = notEnded(end, 'init', report.address)
  if (problem !== null) throw new StackTrouble([problem])
  if (end.exit.kind === 'exited' && end.exit.code === 0) return
  const found = toDiagnostics(parseTextDiagnostics(end.lines), report)
  if (found.length > 0) throw new StackTrouble(found)
  const ending = end.exit.kind === 'exited' ? ` (exit code ${end.exit.code})` : ''
  const message = [`terraform init failed${ending}`, ...end.lines.slice(-20)].join('\n').trimEnd()
  throw new StackTrouble([{ code: 'tool-failed', severity: 'error', message, address: report.address }])
}

/** Null when it was never done, or its result is gone. */
async function initedWith(files: Files, folder: InitOptions['folder']): Promise<string | null> {
  try {
    const [text, data] = await Promise.all([files.readText(keyPath(folder), { maxBytes: 4096 }), files.stat(`${folder.data}/terraform.tfstate`)])
    const json = JSON.parse(text) as Json
    return data !== null && isJsonObject(json) && typeof json['key'] === 'string' ? json['key'] : null
  } catch (error) {
    if (error instanceof FileError || error instanceof SyntaxError) return null
    throw error
  }
}

function keyPath({ base }: InitOptions['folder']): string {
  return `${base}/init.json`
}

const pollMs = 50

/** Terraform's shared plugin cache must not be filled by two at once. */
async function lockPluginCache({ site, locks, cacheFolder }: InitOptions): Promise<HeldLock | null> {
  const { clock, files }: { clock: Clock; files: Files } = site.ports
  if (site.environment['TF_PLUGIN_CACHE_DIR'] === undefined) return null
  await files.makeDirectory(cacheFolder, { mode: 0o700 })
  while (!site.context.signal.aborted) {
    const lock = await locks.tryAcquire(`${cacheFolder}/plugin-cache.lock`)
    if (lock !== null) return lock
    await clock.sleep(pollMs, site.context.signal)
  }
  return null
}
