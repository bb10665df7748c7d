import type { PlanDocument } from '../../plan/plan-document.ts'
import { counted, listText } from './counted.ts'
import { printLines } from './print-lines.ts'
import { span, styledLine } from './styled-line.ts'
import type { TextStyle } from './terminal.ts'

/** A plan among those of several environments. */
export interface PlanAmongOthers {
  readonly environment: string
  /** The environments that are applied before it because it reads them, however far. */
  readonly after: readonly string[]
  /** Null where it can only be made once others are applied. */
  readonly document: PlanDocument | null
  /** What it waits for then, by addresses. */
  readonly waitsFor: readonly string[]
}

/** The counts of several plans, added up. */
export interface PlansSummary {
  readonly environments: number
  /** Environments with anything to apply, as far as that is known. */
  readonly environmentsChanged: number
  /** Environments that can only be planned once others are applied. */
  readonly environmentsDeferred: number
  readonly total: number
  readonly changed: number
  readonly deferred: number
  readonly terraform: PlanDocument['summary']['terraform']
}

/** Adds up the counts of several plans. */
export function summarisePlans(plans: readonly PlanAmongOthers[]): PlansSummary {
  const documents = documentsOf(plans)
  const sum = (count: (document: PlanDocument) => number): number => documents.reduce((all, document) => all + count(document), 0)
  return {
    environments: plans.length,
    environmentsChanged: sum(({ steps }) => Number(steps.length > 0)),
    environmentsDeferred: plans.length - documents.length,
    total: sum(({ summary }) => summary.total),
    changed: sum(({ summary }) => summary.changed),
    deferred: sum(({ summary }) => summary.deferred),
    terraform: {
      add: sum(({ summary }) => summary.terraform.add),
      change: sum(({ summary }) => summary.terraform.change),
      replace: sum(({ summary }) => summary.terraform.replace),
      destroy: sum(({ summary }) => summary.terraform.destroy),
    },
  }
}

/** The last lines of the plans of several environments: all of them added up, those that are planned again, those that were skipped. */
export function environmentsTotal(plans: readonly PlanAmongOthers[], skipped: readonly string[], style: TextStyle): string {
  const lines = totalTexts(plans, skipped).map((text, index) => styledLine(0, span(text, index === 0 ? 'bold' : 'warning')))
  return printLines(lines, style)
}

/** The same without any marks, line by line. */
export function totalTexts(plans: readonly PlanAmongOthers[], skipped: readonly string[]): readonly string[] {
  const summary = summarisePlans(plans)
  const { environmentsChanged, environmentsDeferred, terraform } = summary
  const resources = `${summary.changed} of ${counted(summary.total, 'resource')}${summary.deferred > 0 ? `, ${summary.deferred} deferred` : ''}`
  const environments = `${environmentsChanged} of ${counted(summary.environments, 'environment')} ${environmentsChanged === 1 ? 'changes' : 'change'}`
  const later = environmentsDeferred > 0 ? ` (${environmentsDeferred} planned later)` : ''
  const inner = `Terraform: ${terraform.add} to add, ${terraform.change} to change, ${terraform.replace} to replace, ${terraform.destroy} to destroy.`
  const hasStacks = documentsOf(plans).some((document) => document.resources.some(({ kind }) => kind === 'TerraformStack'))
  return [
    `In all: ${environments}${later}, ${resources}.${hasStacks ? ` ${inner}` : ''}`,
    ...plans.flatMap((plan) => laterText(plan, plans)),
    ...(skipped.length === 0 ? [] : [`Nothing of what was asked for is in ${listText(skipped)}.`]),
  ]
}

/** What an environment reads in others is what their last apply left, so its plan is only preliminary as long as they are to change. */
function laterText({ environment, after, document, waitsFor }: PlanAmongOthers, plans: readonly PlanAmongOthers[]): readonly string[] {
  const stops = 'it stops at a delete or replace that is not shown here'
  if (document === null) return [`${environment} reads ${listText(waitsFor)}, never applied so far: it is planned once that is there, and ${stops}.`]
  const changing = changingBefore({ document, after }, plans)
  if (changing.length === 0) return []
  return [`${environment} reads ${listText(changing)}, which ${changing.length === 1 ? 'changes' : 'change'} first: it is planned again then, and ${stops}.`]
}

/** The environments that a planned one reads, and that are to change before it; none to destroy, when nothing is read. */
export function changingBefore({ document, after }: Pick<PlanAmongOthers, 'document' | 'after'>, plans: readonly PlanAmongOthers[]): readonly string[] {
  if (document?.mode === 'destroy') return []
  return plans.filter((plan) => after.includes(plan.environment) && plan.document?.steps.length !== 0).map(({ environment }) => environment)
}

function documentsOf(plans: readonly PlanAmongOthers[]): readonly PlanDocument[] {
  return plans.flatMap(({ document }) => (document === null ? [] : [document]))
}
