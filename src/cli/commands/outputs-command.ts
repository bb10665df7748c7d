import { ExitCode } from '../../events/exit-code.ts'
import type { CliContext } from '../cli-context.ts'
import { readPositionals } from '../positionals.ts'
import { refuse } from '../refuse.ts'
import { outputsDocument } from '../render/json-documents.ts'
import { renderOutputs } from '../render/render-outputs.ts'
import { writeJson } from '../write-json.ts'

/** Shows what the resources of an environment offer to others. */
export async function outputsCommand(context: CliContext, words: readonly string[], showSensitive: boolean): Promise<ExitCode> {
  const choice = readPositionals(words, context.environment, 'outputs')
  if (!choice.ok) return refuse(context, [choice.diagnostic])
  const { environment, targets } = choice.chosen
  const result = await context.coordinator.resources(environment)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  context.showDiagnostics(result.diagnostics, null)
  const names = new Set(targets.map((target) => (target.includes('/') ? target.slice(environment.length + 1) : target)))
  const records = result.value.filter((record) => names.size === 0 || names.has(record.name))
  const missing = [...names].filter((name) => !records.some((record) => record.name === name))
  if (missing.length > 0) {
    const message = `nothing is recorded in ${environment} as ${missing.join(', ')}`
    return refuse(context, [{ code: 'unknown-target', severity: 'error', message, hint: `genesis state list ${environment} shows what is` }])
  }
  if (context.output === 'text') context.out.write(renderOutputs(records, { style: context.out, showSensitive }))
  else writeJson(context, outputsDocument(environment, records, { showSensitive }))
  return ExitCode.success
}
