import type { PlanDocument } from '../../plan/plan-document.ts'
import { counted, listText } from './counted.ts'
import { changingBefore, type PlanAmongOthers } from './environments-total.ts'
import { safeText } from './safe-text.ts'

/** Resources that came along and are named before the rest is only counted. */
const maxNamed = 10

/** What somebody is asked before a plan is applied; of an environment on hold that it is; of a partial one how much it is of the environment, and what came along. */
export function approvalQuestion(
  document: Pick<PlanDocument, 'mode' | 'environment' | 'partial' | 'resources' | 'holds' | 'rollback'>,
  isProtected: boolean,
): string {
  const { mode, environment } = document
  const partial = `${document.holds.length > 0 ? `${environment} is on hold, see above. ` : ''}${partialText(document)}`
  if (isProtected) return safeText(`${partial}Type the name of the environment to apply this plan: `)
  if (document.rollback !== undefined) return safeText(`Roll ${environment} back to ${document.rollback.checkpoint}? Only "yes" is taken: `)
  const verb = mode === 'destroy' ? 'Destroy all this' : 'Apply this plan'
  return safeText(`${partial}${verb} to ${environment}? Only "yes" is taken: `)
}

/** What somebody is asked once before the plans of several environments are applied, in their order. */
export function environmentsQuestion(mode: PlanDocument['mode'], plans: readonly PlanAmongOthers[]): string {
  const names = plans.flatMap((plan) => {
    const { environment, document } = plan
    if (document === null) return [`${environment} (planned then)`]
    const { changed, deferred } = document.summary
    const facts = [
      ...(document.steps.length > 0 ? [counted(changed + deferred, 'resource')] : []),
      ...(changingBefore(plan, plans).length > 0 ? ['planned again'] : []),
    ]
    return facts.length === 0 ? [] : [`${environment} (${facts.join(', ')})`]
  })
  const partial = plans.some(({ document }) => document !== null && document.partial !== null) ? 'Partial. ' : ''
  const verb = mode === 'destroy' ? 'Destroy all this in' : 'Apply all this to'
  return safeText(`${partial}${verb} ${listText(names, 50)}, one after the other? Only "yes" is taken: `)
}

function partialText({ partial, resources }: Pick<PlanDocument, 'partial' | 'resources'>): string {
  if (partial === null) return ''
  const { broughtAlong, total } = partial
  const along = broughtAlong.length === 0 ? '' : `; ${listText(broughtAlong, maxNamed)} ${broughtAlong.length === 1 ? 'comes' : 'come'} along`
  return `Partial: ${resources.length} of ${counted(total, 'resource')}${along}. `
}
