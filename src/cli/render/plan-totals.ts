import type { PlanDocument } from '../../plan/plan-document.ts'
import { counted } from './counted.ts'

/** The last line of a plan, on two levels: our resources, and what happens inside their stacks. */
export function planTotals(document: PlanDocument): string {
  const { total, changed, deferred } = document.summary
  if (isEmptyPlan(document)) return emptyText(document)
  const own = `Plan: ${changed} of ${counted(total, 'resource')} ${changed === 1 ? 'changes' : 'change'}${deferred > 0 ? `, ${deferred} deferred` : ''}.`
  return hasStacks(document) ? `${own} ${terraformTotals(document)}` : own
}

/** Whether there is nothing to apply. */
export function isEmptyPlan({ summary }: PlanDocument): boolean {
  return summary.changed === 0 && summary.deferred === 0
}

function emptyText({ environment, mode, targets, summary: { total } }: PlanDocument): string {
  if (mode === 'destroy') return total === 0 ? `Nothing to destroy. ${environment} has no recorded resources.` : `Nothing to destroy in ${environment}.`
  if (targets === null) return `No changes. ${environment} is as declared (${counted(total, 'resource')}).`
  return `No changes. What was asked for in ${environment} is as declared (${counted(total, 'resource')}).`
}

function terraformTotals({ summary: { terraform } }: PlanDocument): string {
  return `Terraform: ${terraform.add} to add, ${terraform.change} to change, ${terraform.replace} to replace, ${terraform.destroy} to destroy.`
}

function hasStacks({ resources, resource_changes }: PlanDocument): boolean {
  return resources.some(({ kind }) => kind === 'TerraformStack') || resource_changes.some(({ stack }) => stack !== null)
}
