import { ExitCode } from '../../events/exit-code.ts'
import type { CliContext } from '../cli-context.ts'
import type { RecordedResource } from '../../plan/recorded-resource.ts'
import { readPositionals, singleEnvironment, type Chosen } from '../positionals.ts'
import { refuse } from '../refuse.ts'
import { documentFormatVersion, outputsDocument } from '../render/json-documents.ts'
import { renderOutputs } from '../render/render-outputs.ts'
import { writeJson } from '../write-json.ts'

/** Shows what the resources of some environments offer to others. */
export async function outputsCommand(context: CliContext, words: readonly string[], showSensitive: boolean): Promise<ExitCode> {
  const choice = readPositionals(words, { environment: context.environment, all: false }, 'outputs')
  if (!choice.ok) return refuse(context, [choice.diagnostic])
  const { environments, targets } = choice.chosen
  const result = await context.coordinator.resources(environments)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  context.showDiagnostics(result.diagnostics, null)
  const named = (record: RecordedResource, target: string): boolean => (target.includes('/') ? record.address : record.name) === target
  const records = result.value.filter((record) => targets.length === 0 || targets.some((target) => named(record, target)))
  const missing = targets.filter((target) => !records.some((record) => named(record, target)))
  if (missing.length > 0) {
    const where = environments?.join(', ') ?? ''
    const message = `nothing is recorded in ${where} as ${missing.join(', ')}`
    return refuse(context, [{ code: 'unknown-target', severity: 'error', message, hint: `genesis state list ${where.replaceAll(' ', '')} shows what is` }])
  }
  if (context.output === 'text') context.out.write(renderOutputs(records, { style: context.out, showSensitive }))
  else writeJson(context, documentOf(choice.chosen, records, showSensitive))
  return ExitCode.success
}

function documentOf(chosen: Chosen, records: readonly RecordedResource[], showSensitive: boolean): object {
  const environment = singleEnvironment(chosen)
  if (environment !== null) return outputsDocument(environment, records, { showSensitive })
  const each = (chosen.environments ?? []).map((name) => outputsDocument(name, records.filter((record) => record.environment === name), { showSensitive })) // prettier-ignore
  return { format_version: documentFormatVersion, environments: each }
}
