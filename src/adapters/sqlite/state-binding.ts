import type { Binding } from './sealer.ts'

/** What a kept Terraform state is bound to. */
export function stateBinding(address: string, serial: number, lineage: string): Binding {
  return ['terraform-state', address, serial, lineage]
}
