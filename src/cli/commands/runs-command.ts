import { ExitCode } from '../../events/exit-code.ts'
import type { CliContext } from '../cli-context.ts'
import { refuse } from '../refuse.ts'
import { runsDocument } from '../render/json-documents.ts'
import { renderRuns } from '../render/render-runs.ts'
import { writeJson } from '../write-json.ts'

/** Shows past runs, newest first. */
export async function runsCommand(context: CliContext, environment: string | null, limit: number): Promise<ExitCode> {
  const result = await context.coordinator.runs(environment, limit)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const held = await context.coordinator.holds({ environment, released: false })
  if (!held.ok) return refuse(context, held.diagnostics, held.exitCode)
  context.showDiagnostics(result.diagnostics, null)
  if (context.output === 'text') context.out.write(renderRuns(result.value, held.value, { style: context.out, now: context.clock.now() }))
  else writeJson(context, runsDocument(result.value, held.value))
  return ExitCode.success
}
