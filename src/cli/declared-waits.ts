import type { PreparedPlan } from '../apply/prepared-plan.ts'
import type { PlanWait } from './render/plan-picture.ts'

/** What the planned resources wait for, unchanged ones included; null to destroy, where only the steps tell. */
export function declaredWaits({ document, environment: { declaration, resources } }: PreparedPlan): readonly PlanWait[] | null {
  if (document.mode === 'destroy') return null
  return [...resources.values()].flatMap(({ declaration: { address }, upstream }) =>
    upstream.map((name) => ({ from: `${declaration.name}/${name}`, to: address })),
  )
}
