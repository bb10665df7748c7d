import type { ApplyRequest, ProviderContext, StepOutcome } from '../../plan/provider.ts'
import { FileError } from '../../ports/files.ts'
import { fileFailure } from '../file-error-text.ts'
import { toFailure } from '../spec-problem.ts'
import type { FilePorts } from './file-ports.ts'
import { isAsSeen, readMemory } from './file-memory.ts'
import { readRecord } from './file-record.ts'
import { planChanged } from './plan-changed.ts'
import { observeFile } from './observe-file.ts'
import { removeEmptyFolders } from './parent-folders.ts'

/** Removes a recorded file if it holds what was recorded or what the plan saw, and the folders made for it if they are empty then. */
export async function removeFile(
  ports: FilePorts,
  request: ApplyRequest,
  { projectRoot, generation }: Pick<ProviderContext, 'projectRoot' | 'generation'>,
): Promise<StepOutcome> {
  const record = request.recorded === null ? null : readRecord(request.recorded)
  if (record === null) return { ok: true, recorded: null }
  const resolved = await ports.targets.resolve({ projectRoot, path: record.path, declaredIn: null, generation })
  if (!resolved.ok) return { ok: false, failure: toFailure(resolved.problem) }
  const { target } = resolved
  const observed = await observeFile(ports, target)
  if (!observed.ok) return { ok: false, failure: { ...toFailure(observed.problem), reason: 'file-system' } }
  const digest = observed.file?.content.digest ?? null
  const seen = readMemory(request.change.memory)?.seen ?? 'recorded'
  const expected = digest === null || digest === record.digest || isAsSeen(seen, digest, { recorded: record.digest, desired: null })
  if (!expected) return { ok: false, failure: planChanged(`${record.path} was changed since the plan was made`) }
  try {
    if (digest !== null) await ports.files.remove(target.realPath)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return { ok: false, failure: fileFailure(error, record.path) }
  }
  await removeEmptyFolders(ports.files, target.root, record.folders)
  return { ok: true, recorded: null }
}
