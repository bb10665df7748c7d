import type { PlanDocument } from '../plan/plan-document.ts'
import type { CliContext } from './cli-context.ts'
import { layoutPicture } from './layout-picture.ts'
import { planMarkdown } from './render/markdown/plan-markdown.ts'
import { pictureSvg } from './render/picture/picture-svg.ts'
import { plansHtml } from './render/plan-html.ts'
import { pictureEntries, plansPicture, type DrawnPlan, type PlanWait } from './render/plan-picture.ts'
import { showPlan } from './show-plan.ts'

/** Writes a plan in the form that was asked for, pages and Markdown among them. `waits`: who waits for whom, where more is known than the plan says. */
export async function writePlan(
  context: Pick<CliContext, 'out' | 'output' | 'verbose' | 'table'>,
  document: PlanDocument,
  waits: readonly PlanWait[] | null,
): Promise<void> {
  if (context.output === 'markdown') context.out.write(planMarkdown(document))
  else if (context.output === 'html') await writePage(context, [{ document, waits }], null)
  else showPlan(context, document)
}

/** Writes plans as one page; `totals` are those of several environments, null for the plan of one. */
export async function writePage(context: Pick<CliContext, 'out'>, plans: readonly Omit<DrawnPlan, 'first'>[], totals: readonly string[] | null): Promise<void> {
  const { picture, drawn } = plansPicture(plans)
  context.out.write(plansHtml(drawn, pictureSvg(picture, await layoutPicture(picture), pictureEntries(drawn)), totals))
}
