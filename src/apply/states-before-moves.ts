import type { StateBackendOptions } from './state-backend.ts'

/** Terraform states as they are to be found while moves are pending: what is kept under the old address counts, until it has moved. */
export function statesBeforeMoves(store: StateBackendOptions['store'], moves: ReadonlyMap<string, string>): StateBackendOptions['store'] {
  if (moves.size === 0) return store
  return {
    async terraformState(address) {
      const old = moves.get(address)
      const before = old === undefined ? null : await store.terraformState(old)
      return before ?? store.terraformState(address)
    },
    putTerraformState: (...state) => store.putTerraformState(...state),
  }
}
