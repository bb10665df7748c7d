import type { ProbeAnswer, ProbeRequest, ProviderContext } from '../../plan/provider.ts'
import { memoryFromJson } from './plan-memory.ts'

/**
 * What can be said of an apply that was cut off. Terraform writes its state now and then and not per resource, so only a step that had
 * nothing to run is certain; everything else is unknown, told with what the kept state shows.
 */
export async function probeStack(request: ProbeRequest, context: ProviderContext): Promise<ProbeAnswer> {
  const memory = memoryFromJson(request.change.memory)
  if (memory?.hasChanges === false) return { kind: 'not-applied' }
  const kept = await context.stateBackend.read(request.address)
  return { kind: 'unknown', message: `${whatIsKept(kept?.serial ?? null, memory?.serial ?? null)}; plan again to see what is there` }
}

function whatIsKept(serial: number | null, planned: number | null): string {
  if (serial === null) return 'no state of it is kept, so nobody can say how far Terraform came'
  if (serial === planned) return `Terraform had written no state since serial ${serial}, but may have made something in its last 20 seconds`
  return `Terraform had written its state up to serial ${serial} (planned at ${planned ?? 'none'}), and may have made more in its last 20 seconds`
}
