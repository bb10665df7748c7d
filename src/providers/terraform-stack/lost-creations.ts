import { stateIds } from './planned/state-ids.ts'
import type { TerraformMessage } from './terraform/terraform-message.ts'

/** Something that Terraform made, or was about to make, and that its state does not know of. */
export interface LostCreation {
  readonly address: string
  /** What it is called where it lives; null where Terraform did not come to say so. */
  readonly id: string | null
  /** Terraform's own words. */
  readonly text: string
}

/** Compares what an apply told with the state that is there. What was replaced counts as lost as long as the state knows the old one. */
export function lostCreations(messages: readonly TerraformMessage[], state: string | null): readonly LostCreation[] {
  const known = state === null ? new Map<string, ReadonlySet<string | null>>() : stateIds(state)
  const told = new Map<string, LostCreation>()
  const deleted = new Set<string>()
  for (const message of messages) {
    if (message.type === 'apply-errored') told.delete(message.address)
    if (message.type !== 'apply-start' && message.type !== 'apply-complete') continue
    const { address, action, id, text } = message
    if (action === 'create') told.set(address, { address, id, text })
    if (action === 'delete' && message.type === 'apply-complete') deleted.add(address)
  }
  return [...told.values()].filter(({ address, id }) => {
    const ids = known.get(address)
    if (ids === undefined) return true
    return id === null ? deleted.has(address) : !ids.has(id) && !ids.has(null)
  })
}
