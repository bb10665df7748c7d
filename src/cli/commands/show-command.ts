import { ExitCode } from '../../events/exit-code.ts'
import { absolutePath } from '../absolute-path.ts'
import type { CliContext } from '../cli-context.ts'
import { refuse } from '../refuse.ts'
import { runDocument } from '../render/json-documents.ts'
import { renderRun } from '../render/render-run.ts'
import { showPlan } from '../show-plan.ts'
import { writeJson } from '../write-json.ts'

/** Shows a saved plan where the word is a file, a run with its journal otherwise. */
export async function showCommand(context: CliContext, what: string): Promise<ExitCode> {
  const path = absolutePath(context.folder, what)
  return (await context.isFile(path)) ? showSavedPlan(context, path) : showRecordedRun(context, what)
}

async function showSavedPlan(context: CliContext, path: string): Promise<ExitCode> {
  const read = await context.coordinator.readPlan(path)
  if (!read.ok) return refuse(context, read.diagnostics, read.exitCode)
  showPlan(context, read.value)
  return ExitCode.success
}

async function showRecordedRun(context: CliContext, id: string): Promise<ExitCode> {
  const result = await context.coordinator.run(id)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const { run, journal } = result.value
  if (context.output === 'text') context.out.write(renderRun(run, journal, { style: context.out, now: context.clock.now() }))
  else writeJson(context, runDocument(run, journal))
  return ExitCode.success
}
