import type { Diagnostic } from '../events/diagnostic.ts'
import type { PlanDocument } from '../plan/plan-document.ts'
import { isDestructive } from '../plan/protection.ts'
import type { ApplyCommand } from './plan-request.ts'

/** What is still missing before a plan of a protected environment may be applied; empty when nothing is, or it is not protected. */
export function missingApproval(plan: PlanDocument, isProtected: boolean, command: ApplyCommand): readonly Diagnostic[] {
  if (!isProtected) return []
  const { environment } = plan
  const missing: Diagnostic[] = []
  const ask = (message: string, hint: string): void => void missing.push({ code: 'confirmation-needed', severity: 'error', message, hint })
  if (!command.saved) {
    ask(
      `${environment} is protected: it takes only a saved plan`,
      `genesis plan ${environment} --out ${environment}.plan, read it, then genesis apply ${environment}.plan`,
    )
  }
  if (command.confirmed !== environment) {
    const given = command.confirmed === null ? '' : `, not "${command.confirmed}"`
    ask(`${environment} is protected: its name has to be confirmed${given}`, `type it when asked, or give --confirm ${environment}`)
  }
  const destructive = plan.resource_changes.filter(isDestructive)
  if (destructive.length > 0 && !command.allowDestroy) {
    const list = destructive.slice(0, 20).map((change) => `  ${change.stack === null ? '' : `${change.stack}: `}${change.address}`)
    const more = destructive.length > 20 ? `\n  and ${destructive.length - 20} more` : ''
    ask(`${environment} is protected, and the plan deletes or replaces:\n${list.join('\n')}${more}`, 'give --allow-destroy if that is meant')
  }
  return missing
}
