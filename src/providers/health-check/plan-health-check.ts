import type { Value } from '../../expressions/value.ts'
import type { PlanAnswer, PlannedChange, PlanRequest, ProviderContext } from '../../plan/provider.ts'
import { recordedAttributes } from '../../plan/recorded-value.ts'
import { sameValue } from '../../plan/same-value.ts'
import { toDiagnostic } from '../spec-problem.ts'
import type { HealthCheckPorts } from './health-check-ports.ts'
import { readMemory, withoutSecrets } from './health-check-record.ts'
import { resolveHealthCheck, scriptsDigest } from './resolve-health-check.ts'

/**
 * Plans a check: it is asked again when it is new or another one, did not pass, or something that stands before it changes or was applied
 * since. Asks nobody: planning says what is to be asked, applying asks.
 */
export async function planHealthCheck(ports: HealthCheckPorts, request: PlanRequest, context: ProviderContext): Promise<PlanAnswer> {
  const { desired, recorded } = request
  const before = recorded === null ? null : recordedAttributes(recorded)
  if (desired === null) return { ok: true, change: changeOf('forget', before, null) }
  const resolved = await resolveHealthCheck(ports, desired, context.projectRoot)
  if (!resolved.ok) return { ok: false, diagnostics: resolved.problems.map((problem) => toDiagnostic(problem, desired.declaration)) }
  const spec = withoutSecrets(desired.spec)
  const isDue = request.replace === 'itself' || isChanged(request, spec, scriptsDigest(resolved.wanted))
  return { ok: true, change: changeOf(isDue ? 'read' : 'no-op', before, spec) }
}

function isChanged({ recorded, upstream }: PlanRequest, spec: Value, scripts: string): boolean {
  const memory = recorded === null ? null : readMemory(recorded)
  if (recorded === null || memory === null || !memory.passed || recorded.status === 'incomplete') return true
  if (upstream?.changes === true || upstream?.digest !== memory.upstream || scripts !== memory.scripts) return true
  return !sameValue(recordedAttributes(recorded), spec)
}

function changeOf(action: PlannedChange['action'], before: Value, after: Value): PlannedChange {
  const nothing = { replacePaths: [], outputs: {}, drift: [], inner: [], memory: null, artifacts: {}, bindings: {} }
  return { ...nothing, action, before, after, reversibility: 'reversible' }
}
