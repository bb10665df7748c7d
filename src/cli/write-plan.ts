import type { PlanDocument } from '../plan/plan-document.ts'
import type { CliContext } from './cli-context.ts'
import { layoutPicture } from './layout-picture.ts'
import { planMarkdown } from './render/markdown/plan-markdown.ts'
import { pictureSvg } from './render/picture/picture-svg.ts'
import { planHtml } from './render/plan-html.ts'
import { pictureEntries, planPicture, type PlanWait } from './render/plan-picture.ts'
import { showPlan } from './show-plan.ts'

/** Writes a plan in the form that was asked for, pages and Markdown among them. `waits`: who waits for whom, where more is known than the plan says. */
export async function writePlan(
  context: Pick<CliContext, 'out' | 'output' | 'verbose' | 'table'>,
  document: PlanDocument,
  waits: readonly PlanWait[] | null,
): Promise<void> {
  if (context.output === 'markdown') context.out.write(planMarkdown(document))
  else if (context.output === 'html') {
    const picture = planPicture(document, waits)
    context.out.write(planHtml(document, waits, pictureSvg(picture, await layoutPicture(picture), pictureEntries(document, waits))))
  } else showPlan(context, document)
}
