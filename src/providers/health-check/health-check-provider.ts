import type { Provider } from '../../plan/provider.ts'
import { applyHealthCheck } from './apply-health-check.ts'
import { examineHealthCheck } from './examine-health-check.ts'
import type { HealthCheckPorts } from './health-check-ports.ts'
import { planHealthCheck } from './plan-health-check.ts'

/** The kind HealthCheck: a gate, which asks until what stands before it is healthy. It manages nothing. */
export function createHealthCheckProvider(ports: HealthCheckPorts): Provider {
  return {
    kind: 'HealthCheck',
    earlyFields: [
      ['command', 'run'],
      ['command', 'workingDirectory'],
    ],
    canCoexist: false,
    remakesWhole: true,
    bounded: false,
    isGate: true,
    // A program's environment is fetched when the program is started: most checks start none.
    runsPrograms: false,
    examine: (request, context) => examineHealthCheck(ports, request, context),
    plan: (request, context) => planHealthCheck(ports, request, context),
    apply: (request, context) => applyHealthCheck(ports, request, context),
    // Whatever an attempt found, nobody has seen it: it is asked again.
    probe: () => Promise.resolve({ kind: 'not-applied' }),
    assume: () => Promise.resolve({ ok: false, message: 'a check is not said to have passed: it is asked', hint: 'say --not-applied, and apply again' }),
  }
}
