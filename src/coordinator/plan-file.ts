import { createHash } from 'node:crypto'
import type { SecretDigests } from './outside/secret-digests.ts'
import type { Diagnostic } from '../events/diagnostic.ts'
import { isJsonObject } from '../events/json.ts'
import { planFormatVersion, type PlanDocument } from '../plan/plan-document.ts'
import { FileError, type Files } from '../ports/files.ts'

/** A saved plan: the document and what its steps need, which may hold secrets. */
export interface PlanFile {
  readonly document: PlanDocument
  /** By address and name, the bytes in base64. */
  readonly artifacts: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** What tells whether the secrets that it was made with are still the same. */
  readonly secrets: SecretDigests
  /** The words of `--set` that it was made with. */
  readonly set: readonly string[]
}

/** Either the plan, or why it is none. */
export type PlanFileRead = { readonly ok: true; readonly file: PlanFile } | { readonly ok: false; readonly diagnostic: Diagnostic }

const maxBytes = 1024 * 1024 * 1024
const header = 'genesis-plan'

/** Writes a saved plan, private and as a whole. Of the artifacts it is given the paths, where the planning left them. */
export async function writePlanFile(files: Files, path: string, plan: PlanFile): Promise<void> {
  const artifacts: Record<string, Record<string, string>> = {}
  for (const [address, named] of Object.entries(plan.artifacts)) {
    const own: Record<string, string> = (artifacts[address] = {})
    for (const [name, file] of Object.entries(named)) own[name] = Buffer.from(await files.read(file, { maxBytes })).toString('base64')
  }
  const body = JSON.stringify({ document: plan.document, artifacts, secrets: plan.secrets, set: plan.set })
  await files.write(path, `${header} ${checksum(body)}\n${body}\n`, { mode: 0o600, durable: true })
}

/** Reads a saved plan; anything that was not written by {@link writePlanFile}, or was changed since, is no plan. */
export async function readPlanFile(files: Files, path: string): Promise<PlanFileRead> {
  let text: string
  try {
    text = await files.readText(path, { maxBytes })
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return invalid(error.reason === 'not-found' ? `there is no plan file ${path}` : `the plan file ${path} cannot be read: ${error.reason}`)
  }
  const line = text.indexOf('\n')
  const [word, sum] = text.slice(0, line).split(' ')
  if (word !== header || sum === undefined) return invalid(`${path} is no plan file`, 'make one with genesis plan ENVIRONMENT --out FILE')
  const body = text.slice(line + 1, -1)
  if (checksum(body) !== sum)
    return invalid(`the plan file ${path} was changed after it was made`, 'make a new one: a plan is applied as it was approved, or not at all')
  const parsed: unknown = JSON.parse(body)
  if (!isPlanFile(parsed)) return invalid(`${path} holds no plan of this Genesis`, `it reads plans of format ${planFormatVersion}`)
  return { ok: true, file: parsed }
}

/** The checksum covers every byte that follows; a document whose sum is right was written by us. */
function isPlanFile(value: unknown): value is PlanFile {
  if (!isJsonObject(value) || !isJsonObject(value['document']) || !isJsonObject(value['artifacts']) || !isJsonObject(value['secrets'])) return false
  if (!Array.isArray(value['set'])) return false
  const version = value['document']['format_version']
  return typeof version === 'string' && version.split('.')[0] === planFormatVersion.split('.')[0]
}

function checksum(body: string): string {
  return createHash('sha256').update(`${header}\n`).update(body).digest('hex')
}

function invalid(message: string, hint?: string): PlanFileRead {
  return { ok: false, diagnostic: { code: 'plan-invalid', severity: 'error', message, ...(hint === undefined ? {} : { hint }) } }
}
