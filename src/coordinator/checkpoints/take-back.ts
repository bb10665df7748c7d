import type { PreparedPlan } from '../../apply/prepared-plan.ts'
import type { Diagnostic } from '../../events/diagnostic.ts'
import { ExitCode } from '../../events/exit-code.ts'
import type { FlatChange } from '../../plan/inner-change.ts'
import { isDestructive } from '../../plan/protection.ts'
import type { RunRecord } from '../../ports/store.ts'
import { refused, type Result } from '../result.ts'
import { checkpointNamed } from './checkpoint-name.ts'
import { openPast } from './past.ts'
import { planBack, type PlanRollbackOptions } from './plan-rollback.ts'

/**
 * The plan that takes back what one run did, and nothing else: to be applied without a question. Refused where it would delete or replace
 * anything inside of a stack, or make anything anew with loss: that is a person's to say. What stays of the run is told.
 */
export async function planTakeBack(options: Omit<PlanRollbackOptions, 'command'>, run: RunRecord): Promise<Result<PreparedPlan>> {
  const { environment, before } = run
  const found = await checkpointNamed(options.store, String(before ?? 0), environment)
  if (!found.ok) return found
  const past = await openPast(options, found.value)
  if (!past.ok) return past
  const touched = new Set((await options.store.journal(run.id)).map(({ address }) => address.split('~')[0] ?? address))
  const made = await planBack(options, past.value, touched)
  if (!made.ok) return made
  const asks = needsAPerson(made.value)
  if (asks !== null) return refused([asks], ExitCode.approvalNeeded)
  tellWhatStays(options, made.value)
  return made
}

function tellWhatStays({ events, ports }: Omit<PlanRollbackOptions, 'command'>, { document }: PreparedPlan): void {
  const lost = (document.rollback?.coverage.entries ?? []).filter(({ fate }) => fate === 'lost')
  for (const { stack, address, what } of lost) {
    const message = stack === null ? what : `${address} ${what}`
    events.emit({ type: 'notice', at: ports.clock.now(), level: 'warning', code: 'not-taken-back', message, address: stack ?? address })
  }
}

function needsAPerson({ document }: PreparedPlan): Diagnostic | null {
  const { environment, rollback, resource_changes: changes } = document
  const inner = changes.filter((change) => change.stack !== null && isDestructive(change)).map(changeText)
  const others = (rollback?.coverage.entries ?? []).filter(({ fate }) => fate === 'recreated')
  const lines = inner.length > 0 ? inner : others.map(({ stack, address, what }) => `  ${stack === null ? '' : `${stack}: `}${address} ${what}`)
  if (lines.length === 0) return null
  const list = [...lines.slice(0, 20), ...(lines.length > 20 ? [`  and ${lines.length - 20} more`] : [])].join('\n')
  const message = `taking it back is not done without a question, because it would delete, replace or make anew:\n${list}`
  const hint = `read the plan and say so: genesis rollback ${environment} --to ${rollback?.checkpoint ?? ''}; or go forward: genesis apply ${environment}`
  return { code: 'confirmation-needed', severity: 'error', message, hint }
}

function changeText({ stack, address, change }: FlatChange): string {
  return `  ${change.actions.includes('create') ? '-/+ replace' : '- delete'} ${stack ?? ''}: ${address}`
}
