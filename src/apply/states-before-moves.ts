import type { StateBackendOptions } from './state-backend.ts'

/** Terraform states as they are to be found while moves are pending: what is kept under the old address counts, until it has moved. */
export function statesBeforeMoves(store: StateBackendOptions['store'], moves: ReadonlyMap<string, string>): StateBackendOptions['store'] {
  if (moves.size === 0) return store
  const before = async <T>(address: string, read: (address: string) => Promise<T | null>): Promise<T | null> => {
    const old = moves.get(address)
    return (old === undefined ? null : await read(old)) ?? read(address)
  }
  return {
    terraformState: (address) => before(address, (other) => store.terraformState(other)),
    putTerraformState: (...state) => store.putTerraformState(...state),
    stateCopy: (address) => before(address, (other) => store.stateCopy(other)),
    putStateCopy: (...copy) => store.putStateCopy(...copy),
  }
}
