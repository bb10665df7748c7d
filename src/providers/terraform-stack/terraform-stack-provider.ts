import type { Diagnostic } from '../../events/diagnostic.ts'
import type { ApplyRequest, PlanAnswer, PlanRequest, PrepareRequest, Provider, ProviderContext, StepOutcome } from '../../plan/provider.ts'
import { FileError } from '../../ports/files.ts'
import { explainFileError } from '../file-error-text.ts'
import { applyStack } from './apply-stack.ts'
import { examineStack } from './examine-stack.ts'
import { planStack } from './plan-stack.ts'
import { prepareStack } from './prepare-stack.ts'
import { assumeStack, probeStack } from './probe-stack.ts'
import { readdressStack } from './readdress-stack.ts'
import { repairStack } from './repair-stack.ts'
import { settingsOfRecord } from './stack-record.ts'
import { diagnosticsFailure } from './step-failure.ts'
import type { StackPorts } from './stack-ports.ts'
import { StackTrouble } from './stack-trouble.ts'
import { StackHouse } from './stack-work.ts'

/** The kind TerraformStack: a Terraform or OpenTofu root module in one environment. See docs/terraform-stack.md. */
export function createTerraformStackProvider(ports: StackPorts): Provider {
  const house = new StackHouse(ports)
  return {
    kind: 'TerraformStack',
    earlyFields: [['source'], ['backend'], ['workspace'], ['binary'], ['requiredVersion'], ['include'], ['varFiles']],
    canCoexist: false,
    remakesWhole: false,
    bounded: false,
    runsPrograms: true,
    isGate: false,
    examine: (request, context) => examineStack(house, request, context),
    prepare: (request, context) => prepareOrExplain(house, request, context),
    plan: (request, context) => planOrExplain(house, request, context),
    apply: (request, context) => applyOrExplain(house, request, context),
    probe: (request, context) => probeStack(house, request, context),
    recordedSpec: (recorded) => ({ variables: settingsOfRecord(recorded)?.variables ?? {} }),
    readdress: readdressStack,
    repair: (request, context) => repairStack(house, request, context),
    assume: (request, id, context) => assumeStack(house, request, id, context),
  }
}

async function planOrExplain(house: StackHouse, request: PlanRequest, context: ProviderContext): Promise<PlanAnswer> {
  try {
    return await planStack(house, request, context)
  } catch (error) {
    return { ok: false, diagnostics: explain(error, request) }
  }
}

async function prepareOrExplain(house: StackHouse, request: PrepareRequest, context: ProviderContext): Promise<readonly Diagnostic[]> {
  try {
    await prepareStack(house, request, context)
    return []
  } catch (error) {
    return explain(error, { address: request.address, recorded: null, desired: request })
  }
}

async function applyOrExplain(house: StackHouse, request: ApplyRequest, context: ProviderContext): Promise<StepOutcome> {
  try {
    return await applyStack(house, request, context)
  } catch (error) {
    return { ok: false, failure: diagnosticsFailure(explain(error, request), { interrupted: context.signal.aborted }) }
  }
}

/** The trouble in words, at the document where nothing better is known. What is no trouble of the user's or the world's is thrown on. */
function explain(error: unknown, { address, desired }: PlanRequest): readonly Diagnostic[] {
  const place = desired === null ? {} : { at: desired.declaration.at }
  if (error instanceof StackTrouble) return error.diagnostics.map((one) => ({ address, ...place, ...one }))
  if (error instanceof FileError) return [{ code: 'file-unreadable', severity: 'error', address, ...place, ...explainFileError(error, error.path) }]
  throw error
}
