import type { Failure } from '../../events/outcome.ts'
import type { ApplyRequest, ProbeRequest, ProviderContext, StepOutcome } from '../../plan/provider.ts'
import { isJsonObject, type Json } from '../../events/json.ts'
import { reveal } from '../../expressions/value.ts'
import type { RecordedState } from '../../plan/recorded-resource.ts'
import { FileError, type Files } from '../../ports/files.ts'
import { fileFailure } from '../file-error-text.ts'
import { toFailure } from '../spec-problem.ts'
import type { FilePorts } from './file-ports.ts'
import type { FileTarget } from './file-target.ts'
import { temporaryFor } from './temporary-file.ts'
import { isAsSeen, readMemory } from './file-memory.ts'
import { readRecord, toState, type FileRecord } from './file-record.ts'
import { formatMode } from './file-spec.ts'
import { observeFile } from './observe-file.ts'
import { leaveIgnored, recordHere } from './leave-ignored.ts'
import { expectFolder, makeFolders } from './parent-folders.ts'
import { planChanged } from './plan-changed.ts'
import { removeFile } from './remove-file.ts'
import { resolveWanted, type WantedFile } from './wanted-file.ts'

/** Carries out the plan of a File, as long as what is there is still what the plan saw. */
export async function applyFile(ports: FilePorts, request: ApplyRequest, context: ProviderContext): Promise<StepOutcome> {
  if (context.signal.aborted) return failed(interrupted)
  if (request.desired === null) return removeFile(ports, request, context)
  const resolved = await resolveWanted(ports, request.desired, context)
  if (!resolved.ok) return failed(...resolved.problems.map(toFailure))
  const observed = await observeFile(ports, resolved.wanted.target)
  if (!observed.ok) return failed({ ...toFailure(observed.problem), reason: 'file-system' })
  const { file } = observed
  const recorded = request.recorded === null ? null : readRecord(request.recorded)
  const { wanted, here } = leaveIgnored({ wanted: resolved.wanted, here: recordHere(recorded, resolved.wanted) }, file, request.desired.declaration)
  if (isOtherContent(request, wanted)) return failed(planChanged('what it is to hold changed since the plan was made'))
  const done = { ok: true, recorded: toState(recordFor(request, wanted)) } as const
  // Also after a lost answer: the same step asked for twice writes once.
  if (file?.content.digest === wanted.content.digest && file.mode === wanted.mode) return done
  const known = { recorded: (here ?? recorded)?.digest ?? null, desired: wanted.content.digest }
  const seen = readMemory(request.change.memory)?.seen ?? 'recorded'
  // Nothing is there for a create to overwrite, whatever stood there before it was removed.
  const isFree = request.change.action === 'create' && file === null
  if (request.change.action === 'adopt' || (!isFree && !isAsSeen(seen, file?.content.digest ?? null, known))) {
    return failed(planChanged(`${wanted.target.path} was changed since the plan was made`))
  }
  const failure = await write(ports, wanted, temporaryFor(wanted.target, request))
  return failure === null ? done : afterFailure(ports, { wanted, failure, recorded: done.recorded })
}

/** A write can fail once the file stands in its place, when its folder is synced: then it is recorded, so that it is not left behind. */
async function afterFailure(
  ports: FilePorts,
  { wanted, failure, recorded }: { readonly wanted: WantedFile; readonly failure: Failure; readonly recorded: RecordedState },
): Promise<StepOutcome> {
  const observed = await observeFile(ports, wanted.target)
  if (!observed.ok) return failed({ ...failure, indeterminate: true })
  const { file } = observed
  const isThere = file?.content.digest === wanted.content.digest && file.mode === wanted.mode
  return isThere ? { ok: false, failure, recorded } : failed(failure)
}

/** What is remembered once the wanted file is there. */
export function recordFor(request: Pick<ProbeRequest, 'recorded' | 'change'>, { target, mode, content, sensitive }: WantedFile): FileRecord {
  const record = request.recorded === null ? null : readRecord(request.recorded)
  // A file that moves stays answerable for the folders above it that were made for it where it stood before.
  const earlier = record?.folders.filter((folder) => target.path.startsWith(`${folder}/`)) ?? []
  const missing = readMemory(request.change.memory)?.missing ?? []
  const folders = [...new Set([...earlier, ...missing])].sort()
  return { path: target.path, mode: formatMode(mode), digest: content.digest, sensitive, folders }
}

/** A saved plan knows the digest it promised, unless the content is sensitive; a source may have been edited since. */
function isOtherContent({ change }: ApplyRequest, wanted: WantedFile): boolean {
  const after: Json = reveal(change.after)
  const digest = isJsonObject(after) ? after['digest'] : undefined
  return typeof digest === 'string' && digest !== wanted.content.digest
}

async function write({ files }: FilePorts, { target, content, mode }: WantedFile, temporary: string): Promise<Failure | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      await expectFolder(files, target)
      await files.write(target.realPath, content.bytes, { mode, durable: true, temporary })
      return null
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      // Nearly always the folder is there; another step may take it away again while it is empty.
      const failure = error.reason === 'not-found' && attempt < 4 ? await makeMissing(files, target) : error
      if (failure !== null) return fileFailure(failure, target.path)
    }
  }
}

async function makeMissing(files: Files, target: FileTarget): Promise<FileError | null> {
  try {
    await makeFolders(files, target)
    return null
  } catch (error) {
    if (error instanceof FileError) return error
    throw error
  }
}

const interrupted: Failure = { reason: 'interrupted', message: 'it was interrupted before it began', transient: false, indeterminate: false }

function failed(first?: Failure, ...others: readonly Failure[]): StepOutcome {
  const failure = first ?? interrupted
  return { ok: false, failure: { ...failure, message: [failure, ...others].map(({ message }) => message).join('\n') } }
}
