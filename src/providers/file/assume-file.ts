import type { AssumeAnswer, ProbeRequest, ProviderContext } from '../../plan/provider.ts'
import { recordFor } from './apply-file.ts'
import type { FilePorts } from './file-ports.ts'
import { toState } from './file-record.ts'
import { resolveWanted } from './wanted-file.ts'

/** Records the file as it was to be. What is really there is not looked at: the next plan compares. */
export async function assumeFile(ports: FilePorts, request: ProbeRequest, context: ProviderContext): Promise<AssumeAnswer> {
  if (request.desired === null) return { ok: true, recorded: null }
  const resolved = await resolveWanted(ports, request.desired, context)
  if (!resolved.ok) return { ok: false, message: resolved.problems.map(({ message }) => message).join('\n') }
  return { ok: true, recorded: toState(recordFor(request, resolved.wanted)) }
}
