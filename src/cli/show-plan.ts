import type { PlanDocument } from '../plan/plan-document.ts'
import type { CliContext } from './cli-context.ts'
import { planTable } from './render/plan-table.ts'
import { renderPlan } from './render/render-plan.ts'
import { writeJson } from './write-json.ts'

/** Writes a plan to where results go: as text, or as the plan document. */
export function showPlan(context: Pick<CliContext, 'out' | 'output' | 'verbose' | 'table'>, document: PlanDocument): void {
  if (context.table) context.out.write(planTable(document, context.out))
  else if (context.output === 'text') context.out.write(renderPlan(document, context.out, context))
  else writeJson(context, document)
}
