import { closest } from '../../events/did-you-mean.ts'
import type { Diagnostic } from '../../events/diagnostic.ts'
import { ExitCode } from '../../events/exit-code.ts'
import type { PlanDocument } from '../../plan/plan-document.ts'
import { absolutePath } from '../absolute-path.ts'
import type { CliContext } from '../cli-context.ts'
import { refuse } from '../refuse.ts'
import { listText } from '../render/counted.ts'
import { runDocument } from '../render/json-documents.ts'
import { jsonText } from '../render/json-text.ts'
import { renderRun } from '../render/render-run.ts'
import { terraformPlanJson } from '../render/terraform-plan-json.ts'
import { writeJson } from '../write-json.ts'
import { writePlan } from '../write-plan.ts'

/** The options of `genesis show`. */
export interface ShowOptions {
  /** The stack whose inner plan is wanted. */
  readonly stack: string | null
  readonly terraformJson: boolean
}

/** Shows a saved plan where the word is a file, a run with its journal otherwise. */
export async function showCommand(context: CliContext, what: string, options: ShowOptions): Promise<ExitCode> {
  if ((options.stack !== null) !== options.terraformJson) {
    return refuse(context, [usage('--stack and --terraform-json belong together', 'genesis show FILE --stack dev/network --terraform-json')])
  }
  const path = absolutePath(context.folder, what)
  if (context.isFile(path)) return showSavedPlan(context, path, options.stack)
  if (options.stack !== null) return refuse(context, [usage(`there is no plan file ${what}`, 'save one with genesis plan ENVIRONMENT --out FILE')])
  if (/[./]/.test(what))
    return refuse(context, [
      { code: 'unknown-run', severity: 'error', message: `there is no file ${what}, and no run is named so`, hint: 'genesis runs lists the runs' },
    ])
  return showRecordedRun(context, what)
}

async function showSavedPlan(context: CliContext, path: string, stack: string | null): Promise<ExitCode> {
  const read = await context.coordinator.readPlan(path)
  if (!read.ok) return refuse(context, read.diagnostics, read.exitCode)
  if (stack === null) {
    await writePlan(context, read.value, null)
    return ExitCode.success
  }
  const address = stack.includes('/') ? stack : `${read.value.environment}/${stack}`
  const problem = stackProblem(read.value, address)
  if (problem !== null) return refuse(context, [problem])
  context.out.write(jsonText(terraformPlanJson(read.value, address)))
  return ExitCode.success
}

/** Why there is no inner plan of a stack. A policy tool would take an empty list for a plan that does nothing. */
function stackProblem({ resources }: PlanDocument, address: string): Diagnostic | null {
  const resource = resources.find((one) => one.address === address)
  const stacks = resources.filter(({ kind }) => kind === 'TerraformStack').map((one) => one.address)
  if (resource?.kind !== 'TerraformStack') {
    const message = resource === undefined ? `the plan has no ${address}` : `${address} is a ${resource.kind}, and only a TerraformStack has a Terraform plan`
    const near = closest(address, stacks)
    const list = stacks.length === 0 ? 'no stack is in this plan' : `it has ${listText(stacks)}`
    return { code: 'unknown-target', severity: 'error', message, hint: near === null ? list : `did you mean "${near}"?` }
  }
  if (resource.exactness !== 'deferred') return null
  const upstream =
    resource.waitsFor.length === 0 ? 'its inputs are known' : `${listText(resource.waitsFor)} ${resource.waitsFor.length === 1 ? 'has' : 'have'} been applied`
  const message = `${address} is deferred: what happens inside is not known before ${upstream}`
  return { code: 'unknown-too-early', severity: 'error', message, hint: 'apply what it waits for first, then plan again' }
}

async function showRecordedRun(context: CliContext, id: string): Promise<ExitCode> {
  if (context.output === 'markdown' || context.output === 'html')
    return refuse(context, [usage(`-o ${context.output} shows plans, and there is no plan file ${id}`, 'show a run as text or json')])
  const result = await context.coordinator.run(id)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const { run, journal } = result.value
  if (context.output === 'text') context.out.write(renderRun(run, journal, { style: context.out, now: context.clock.now() }))
  else writeJson(context, runDocument(run, journal))
  return ExitCode.success
}

function usage(message: string, hint: string): Diagnostic {
  return { code: 'usage', severity: 'error', message, hint }
}
