import type { Provider } from './provider.ts'
import type { RecordedResource } from './recorded-resource.ts'

/**
 * The records as they will be once everything has moved: each under the address that it has now, with dependencies in its own environment
 * that follow. `moves` holds old addresses by the new ones. By address, in the order of addresses. Pure.
 */
export function movedRecords(
  records: Iterable<RecordedResource>,
  moves: ReadonlyMap<string, string>,
  provider: (kind: string) => Provider | null,
): ReadonlyMap<string, RecordedResource> {
  const now = new Map([...moves].map(([address, old]) => [old, address]))
  const moved = [...records].map((record) => {
    const address = now.get(record.address)
    return following(address === undefined ? record : readdressed(record, address, provider(record.kind)), now)
  })
  return new Map(moved.sort((one, two) => (one.address < two.address ? -1 : 1)).map((record) => [record.address, record]))
}

/** A record under another address of its environment. */
export function readdressed(record: RecordedResource, address: string, provider: Provider | null): RecordedResource {
  const own = provider?.readdress?.(record, address) ?? record
  return { ...own, address, name: address.slice(address.indexOf('/') + 1) }
}

/** A record that depends on what is called otherwise by now. What other environments depend on follows when they are applied: a run writes the records of its own alone. */
export function following(record: RecordedResource, now: ReadonlyMap<string, string>): RecordedResource {
  const moves = (address: string): boolean => now.has(address) && address.startsWith(`${record.environment}/`)
  if (!record.dependencies.some(moves)) return record
  return { ...record, dependencies: record.dependencies.map((address) => (moves(address) ? (now.get(address) ?? address) : address)).sort() }
}
