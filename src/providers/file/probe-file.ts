import type { ProbeAnswer, ProbeRequest, ProviderContext } from '../../plan/provider.ts'
import { FileError } from '../../ports/files.ts'
import type { SpecProblem } from '../spec-problem.ts'
import type { FilePorts } from './file-ports.ts'
import { recordFor } from './apply-file.ts'
import { isAsSeen, readMemory } from './file-memory.ts'
import { readRecord, toState } from './file-record.ts'
import { leaveIgnored, recordHere } from './leave-ignored.ts'
import { temporaryFor } from './temporary-file.ts'
import { observeFile } from './observe-file.ts'
import { resolveWanted } from './wanted-file.ts'

/** Tells by the file itself whether a step took effect, and takes away what it had not put in place. */
export async function probeFile(ports: FilePorts, request: ProbeRequest, context: ProviderContext): Promise<ProbeAnswer> {
  if (request.desired === null) return probeRemoval(ports, request, context)
  const resolved = await resolveWanted(ports, request.desired, context)
  if (!resolved.ok) return cannotTell(resolved.problems)
  const observed = await observeFile(ports, resolved.wanted.target)
  if (!observed.ok) return cannotTell([observed.problem])
  await removeIfPossible(ports, temporaryFor(resolved.wanted.target, request))
  const { file } = observed
  const recorded = request.recorded === null ? null : readRecord(request.recorded)
  const { wanted, here } = leaveIgnored({ wanted: resolved.wanted, here: recordHere(recorded, resolved.wanted) }, file, request.desired.declaration)
  if (file?.content.digest === wanted.content.digest && file.mode === wanted.mode) {
    return { kind: 'applied', recorded: toState(recordFor(request, wanted)) }
  }
  const known = { recorded: (here ?? recorded)?.digest ?? null, desired: wanted.content.digest }
  return asBefore(request, file?.content.digest ?? null, known) ? { kind: 'not-applied' } : changed(wanted.target.path)
}

async function probeRemoval(ports: FilePorts, request: ProbeRequest, { projectRoot, generation }: ProviderContext): Promise<ProbeAnswer> {
  const record = request.recorded === null ? null : readRecord(request.recorded)
  if (record === null) return { kind: 'applied', recorded: null }
  const resolved = await ports.targets.resolve({ projectRoot, path: record.path, declaredIn: null, generation })
  if (!resolved.ok) return cannotTell([resolved.problem])
  const observed = await observeFile(ports, resolved.target)
  if (!observed.ok) return cannotTell([observed.problem])
  if (observed.file === null) return { kind: 'applied', recorded: null }
  const { digest } = observed.file.content
  const untouched = digest === record.digest || asBefore(request, digest, { recorded: record.digest, desired: null })
  return untouched ? { kind: 'not-applied' } : changed(record.path)
}

/** Whether it can be taken away says nothing of what became of the step. */
async function removeIfPossible({ files }: FilePorts, path: string): Promise<void> {
  try {
    await files.remove(path)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
  }
}

function asBefore({ change }: ProbeRequest, digest: string | null, known: Parameters<typeof isAsSeen>[2]): boolean {
  return isAsSeen(readMemory(change.memory)?.seen ?? 'recorded', digest, known)
}

function changed(path: string): ProbeAnswer {
  return { kind: 'unknown', message: `${path} holds neither what the plan saw nor what it was to hold` }
}

function cannotTell(problems: readonly SpecProblem[]): ProbeAnswer {
  return { kind: 'unknown', message: problems.map(({ message }) => message).join('\n') }
}
