import type { Provider } from '../../plan/provider.ts'
import { applyCommand } from './apply-command.ts'
import { assumeCommand } from './assume-command.ts'
import type { CommandPorts } from './command-ports.ts'
import { readRecord } from './command-record.ts'
import { verbs } from './command-spec.ts'
import { examineCommand } from './examine-command.ts'
import { planCommand } from './plan-command.ts'
import { probeCommand } from './probe-command.ts'

/** The kind Command: anything that programs create, read, update and delete. */
export function createCommandProvider(ports: CommandPorts): Provider {
  return {
    kind: 'Command',
    earlyFields: [...verbs.map((verb) => [verb]), ['workingDirectory']],
    canCoexist: false,
    remakesWhole: false,
    bounded: true,
    runsPrograms: true,
    isGate: false,
    examine: (request, context) => examineCommand(ports, request, context),
    plan: (request, context) => planCommand(ports, request, context),
    apply: (request, context) => applyCommand(ports, request, context),
    probe: (request, context) => probeCommand(ports, request, context),
    recordedSpec: (recorded) => {
      const record = readRecord(recorded)
      return record === null ? {} : { inputs: record.inputs }
    },
    assume: (request, id, context) => assumeCommand(ports, request, id, context),
  }
}
