import type { CliContext } from './cli-context.ts'
import { applyDocument } from './render/json-documents.ts'
import { renderRunSummary } from './render/run-summary.ts'
import { writeJson } from './write-json.ts'

/** Writes how the run ended: its summary for people, its report for programs. */
export function showRun(context: Pick<CliContext, 'out' | 'output' | 'runResults'>): void {
  const results = context.runResults()
  if (results === null) return
  if (context.output === 'text') context.out.write(renderRunSummary(results, context.out))
  else writeJson(context, applyDocument(results))
}
