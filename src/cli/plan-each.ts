import type { PreparedPlan } from '../apply/prepared-plan.ts'
import type { ChosenEnvironment } from '../coordinator/choose-environments.ts'
import type { PlanCommand } from '../coordinator/plan-request.ts'
import type { Diagnostic } from '../events/diagnostic.ts'
import { ExitCode } from '../events/exit-code.ts'
import type { PlanDocument } from '../plan/plan-document.ts'
import type { CliContext } from './cli-context.ts'
import type { PlanAmongOthers } from './render/environments-total.ts'

/** A chosen environment with its plan. */
export interface EnvironmentPlan {
  readonly chosen: ChosenEnvironment
  /** Null where it can only be made once others are applied. */
  readonly plan: PreparedPlan | null
  /** The addresses in environments before it that have to be applied before it can be planned. */
  readonly waitsFor: readonly string[]
}

/** The plans of several environments, and what is wrong with those that have none. */
export interface EachPlanned {
  readonly plans: readonly EnvironmentPlan[]
  /** Each once; warnings too. */
  readonly diagnostics: readonly Diagnostic[]
  /** Null when every environment could be planned, now or later. */
  readonly exitCode: ExitCode | null
}

/**
 * Plans chosen environments one after the other. What reads something that is made in an environment before it is planned once that is
 * there. Whoever asks has to release the plans.
 */
export async function planEach(
  context: Pick<CliContext, 'coordinator'>,
  chosen: readonly ChosenEnvironment[],
  command: Omit<PlanCommand, 'environment' | 'selection'>,
): Promise<EachPlanned> {
  const plans: EnvironmentPlan[] = []
  const diagnostics = new Map<string, Diagnostic>()
  let exitCode: ExitCode | null = null
  for (const one of chosen) {
    const made = await context.coordinator.plan({ ...command, environment: one.name, selection: one.selection })
    const waitsFor = made.ok ? [] : madeBefore(made.diagnostics, one, plans)
    const isMistake = !made.ok && waitsFor.length === 0
    for (const diagnostic of made.diagnostics) {
      if (made.ok || isMistake || diagnostic.severity === 'warning') diagnostics.set(JSON.stringify(diagnostic), diagnostic)
    }
    if (!isMistake) plans.push({ chosen: one, plan: made.ok ? made.value : null, waitsFor })
    else exitCode = exitCode === null || exitCode === made.exitCode ? made.exitCode : ExitCode.error
  }
  return { plans, diagnostics: [...diagnostics.values()], exitCode }
}

/** Whether there is anything to apply, as far as that is known. */
export function hasChanges({ plan }: EnvironmentPlan): boolean {
  return plan === null || plan.document.steps.length > 0
}

/** A plan as it is shown among those of other environments. */
export function amongOthers({ chosen: { name, after }, plan, waitsFor }: EnvironmentPlan): PlanAmongOthers {
  return { environment: name, after, document: plan?.document ?? null, waitsFor }
}

/** Drops what plans left behind for being applied. */
export async function releaseEach(context: Pick<CliContext, 'coordinator'>, plans: readonly EnvironmentPlan[]): Promise<void> {
  for (const { plan } of plans) if (plan !== null) await context.coordinator.release(plan)
}

/** What an environment reads that was never applied, where all of that is made by the plans before it; empty where anything else is wrong. */
function madeBefore(diagnostics: readonly Diagnostic[], { after }: ChosenEnvironment, plans: readonly EnvironmentPlan[]): readonly string[] {
  const addresses = new Set<string>()
  for (const { severity, details } of diagnostics) {
    if (severity === 'warning') continue
    const address = details?.['neverApplied']
    if (typeof address !== 'string' || !after.includes(address.slice(0, address.indexOf('/')))) return []
    if (!plans.some((one) => isMadeBy(one, address))) return []
    addresses.add(address)
  }
  return [...addresses].sort()
}

/** Nobody knows yet what a plan that is made later does; it may make what is missing. */
function isMadeBy({ chosen, plan }: EnvironmentPlan, address: string): boolean {
  if (!address.startsWith(`${chosen.name}/`)) return false
  return plan === null || plan.document.resources.some((resource) => resource.address === address && makes(resource))
}

function makes({ action }: PlanDocument['resources'][number]): boolean {
  return action !== 'no-op' && action !== 'delete' && action !== 'forget'
}
