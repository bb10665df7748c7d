import type { PlanDocument } from '../../plan/plan-document.ts'
import { counted } from './counted.ts'

/** The last line of a plan, on two levels: our resources, and what happens inside their stacks. */
export function planTotals(document: PlanDocument): string {
  const { partial, summary } = document
  const { total, changed, deferred, checks } = summary
  if (isEmptyPlan(document)) return emptyText(document)
  const ofWhat = partial === null ? counted(total, 'resource') : counted(total, 'selected resource')
  const inAll = partial === null ? '' : ` (${partial.total} in all)`
  const own = `Plan: ${changed} of ${ofWhat} ${changed === 1 ? 'changes' : 'change'}${deferred > 0 ? `, ${deferred} deferred` : ''}${document.blocked.length > 0 ? `, ${document.blocked.length} blocked` : ''}${checks > 0 ? `, ${counted(checks, 'health check')}` : ''}${inAll}.`
  return hasStacks(document) ? `${own} ${terraformTotals(document)}` : own
}

/** Whether there is nothing to apply. */
export function isEmptyPlan({ summary }: PlanDocument): boolean {
  return summary.changed === 0 && summary.deferred === 0 && summary.checks === 0
}

function emptyText({ environment, mode, partial, rollback, blocked, summary: { total } }: PlanDocument): string {
  if (blocked.length > 0) return `Nothing can be done now in ${environment}: ${counted(blocked.length, 'resource')} blocked, ${total} unchanged.`
  if (partial !== null)
    return `${mode === 'destroy' ? 'Nothing to destroy' : 'No changes'} among the ${total} selected of ${counted(partial.total, 'resource')} of ${environment}.`
  if (rollback !== undefined) return `Nothing to roll back. ${environment} is as it was at ${rollback.checkpoint}.`
  if (mode === 'destroy') return total === 0 ? `Nothing to destroy. ${environment} has no recorded resources.` : `Nothing to destroy in ${environment}.`
  return `No changes. ${environment} is as declared (${counted(total, 'resource')}).`
}

function terraformTotals({ summary: { terraform } }: PlanDocument): string {
  return `Terraform: ${terraform.add} to add, ${terraform.change} to change, ${terraform.replace} to replace, ${terraform.destroy} to destroy.`
}

function hasStacks({ resources, resource_changes }: PlanDocument): boolean {
  return resources.some(({ kind }) => kind === 'TerraformStack') || resource_changes.some(({ stack }) => stack !== null)
}
