import { ExitCode } from '../../events/exit-code.ts'
import type { CliContext } from '../cli-context.ts'
import { readPositionals } from '../positionals.ts'
import { renderOutputs, outputsDocument } from '../render/outputs.ts'
import { writeJson } from '../write-json.ts'

/** Shows what the resources of an environment offer to others. */
export async function outputsCommand(context: CliContext, words: readonly string[], showSensitive: boolean): Promise<ExitCode> {
  const choice = readPositionals(words, context.environment, 'outputs')
  if (!choice.ok) {
    context.showDiagnostics([choice.diagnostic], ExitCode.invalidInput)
    return ExitCode.invalidInput
  }
  const { environment, targets } = choice.chosen
  const result = await context.coordinator.resources(environment)
  context.showDiagnostics(result.diagnostics, result.ok ? null : result.exitCode)
  if (!result.ok) return result.exitCode
  const names = new Set(targets.map((target) => (target.includes('/') ? target.slice(environment.length + 1) : target)))
  const records = result.value.filter((record) => names.size === 0 || names.has(record.name))
  const missing = [...names].filter((name) => !records.some((record) => record.name === name))
  if (missing.length > 0) {
    context.showDiagnostics([{ code: 'unknown-target', severity: 'error', message: `nothing is recorded in ${environment} as ${missing.join(', ')}`, hint: 'genesis state list shows what is' }], ExitCode.invalidInput)
    return ExitCode.invalidInput
  }
  if (context.output !== 'text') writeJson(context, outputsDocument(records, showSensitive))
  else context.out.write(renderOutputs(records, { ...context.out, showSensitive }))
  return ExitCode.success
}
