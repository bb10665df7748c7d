import type { ResourceDeclaration } from '../../manifest/manifest.ts'
import type { Action } from '../../plan/action.ts'
import type { RecordedResource } from '../../plan/recorded-resource.ts'
import type { PlanAnswer, PlannedChange, PlanRequest, ProviderContext } from '../../plan/provider.ts'
import { recordedOutputs } from '../../plan/recorded-value.ts'
import { toDiagnostic, type SpecProblem } from '../spec-problem.ts'
import type { FilePorts } from './file-ports.ts'
import { seenAs, toMemory } from './file-memory.ts'
import { fileDrift } from './file-drift.ts'
import { leaveIgnored } from './leave-ignored.ts'
import { readRecord, recordedFile, shownFile, toState, type FileRecord } from './file-record.ts'
import { formatMode } from './file-spec.ts'
import { observeFile, type ObservedFile } from './observe-file.ts'
import { missingFolders } from './parent-folders.ts'
import { planRemoval } from './plan-removal.ts'
import { resolveWanted, type WantedFile } from './wanted-file.ts'

/** Plans a File: reads what is there, compares, and changes nothing. */
export async function planFile(ports: FilePorts, request: PlanRequest, context: ProviderContext): Promise<PlanAnswer> {
  const record = request.recorded === null ? null : readRecord(request.recorded)
  if (request.desired === null) return planRemoval(ports, request.address, record, context)
  const { declaration } = request.desired
  const resolved = await resolveWanted(ports, request.desired, context)
  if (!resolved.ok) return refuse(resolved.problems, declaration)
  const { wanted: said } = resolved
  const observed = await observeFile(ports, said.target)
  if (!observed.ok) return refuse([observed.problem], declaration)
  const moved = record !== null && record.path !== said.target.path
  const { wanted, here } = leaveIgnored({ wanted: said, here: moved ? null : record }, observed.file, declaration)
  const problem = here === null && observed.file !== null ? manifestProblem(wanted.target.path, observed.file) : null
  if (problem !== null) return refuse([problem], declaration)
  const found = {
    wanted,
    observed: observed.file,
    hasFolder: observed.hasFolder,
    record,
    here,
    moved,
    recorded: request.recorded,
    forced: request.replace === 'itself',
  }
  const change = await describe(ports, found)
  if (here === null && observed.file !== null && change.action !== 'adopt')
    context.warn(`${wanted.target.path} exists and is not managed by Genesis: applying overwrites it`)
  return { ok: true, change }
}

function refuse(problems: readonly SpecProblem[], about: ResourceDeclaration | { readonly address: string }): PlanAnswer {
  return { ok: false, diagnostics: problems.map((problem) => toDiagnostic(problem, about)) }
}

/** A file that nobody declared yet may turn out to be part of the project itself, whatever its folder is called. */
function manifestProblem(path: string, file: ObservedFile): SpecProblem | null {
  if (!/\.ya?ml$/i.test(path) || !/^["']?apiVersion["']?\s*:\s*["']?genesis\//m.test(new TextDecoder().decode(file.content.bytes))) return null
  return { code: 'resource-invalid', message: `${path} holds Genesis manifests`, hint: 'choose another path', path: ['path'] }
}

interface Found {
  readonly wanted: WantedFile
  readonly observed: ObservedFile | null
  readonly hasFolder: boolean
  /** The record, wherever it says the file stood. */
  readonly record: FileRecord | null
  /** The record, if the file stood at the same place. */
  readonly here: FileRecord | null
  readonly moved: boolean
  readonly recorded: RecordedResource | null
  /** Somebody asked to replace it. */
  readonly forced: boolean
}

const none: readonly never[] = []
const nothing = {}

async function describe(ports: FilePorts, found: Found): Promise<PlannedChange> {
  const { wanted, observed, record, here } = found
  const { content, target } = wanted
  const drift = here === null ? none : fileDrift(here, observed, wanted)
  const action = actionFor(found)
  const quiet = action === 'no-op' || action === 'adopt'
  const options = { sensitive: wanted.sensitive || here?.sensitive === true, text: !quiet }
  const before = observed === null ? null : shownFile({ path: target.path, ...observed }, options)
  const recordedBefore = found.moved && record !== null ? recordedFile(record) : null
  // At the same place the old one has to go first, and with it the folders that were made for it.
  const inPlace = action === 'replace' && !found.moved
  const missing = found.hasFolder ? none : await missingFolders(ports.files, target)
  const seen = seenAs(observed?.content.digest ?? null, { recorded: here?.digest ?? null, desired: content.digest })
  const shown = { sensitive: wanted.sensitive, text: !quiet && !(here?.sensitive ?? false) }
  return {
    action,
    before: recordedBefore ?? before,
    // Of what does not change both are the same, and they are kept for every resource.
    after: action === 'no-op' ? before : shownFile({ path: target.path, mode: wanted.mode, content }, shown),
    replacePaths: found.moved ? [['path']] : none,
    outputs: action === 'no-op' && found.recorded !== null ? recordedOutputs(found.recorded) : outputsOf(wanted),
    drift,
    inner: none,
    // Only the digest of what is overwritten is recorded: what was not ours cannot be brought back.
    reversibility: quiet || observed === null || (here !== null && drift.length === 0) ? 'reversible' : 'irreversible',
    ...(inPlace ? { canCoexist: false } : {}),
    memory: toMemory({ seen, missing: inPlace ? [...(here?.folders ?? []), ...missing] : missing }),
    artifacts: nothing,
    bindings: nothing,
  }
}

function actionFor({ wanted, observed, here, moved, recorded, forced }: Found): Action {
  if (moved) return 'replace'
  if (observed === null) return 'create'
  if (forced && here !== null) return 'replace'
  const asWanted = observed.content.digest === wanted.content.digest && observed.mode === wanted.mode
  if (!asWanted) return 'update'
  if (here === null) return 'adopt'
  const upToDate = here.digest === wanted.content.digest && here.mode === formatMode(wanted.mode) && here.sensitive === wanted.sensitive
  return upToDate && recorded?.status !== 'incomplete' ? 'no-op' : 'adopt'
}

function outputsOf({ target, content, mode, sensitive }: WantedFile): PlannedChange['outputs'] {
  return recordedOutputs(toState({ path: target.path, mode: formatMode(mode), digest: content.digest, sensitive, folders: [] }))
}
