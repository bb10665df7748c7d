import { closest } from '../events/did-you-mean.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { Store } from '../ports/store.ts'
import { addressParts } from './explain-resource.ts'
import { answered, refused, type Result } from './result.ts'

/** The record of an address, or the refusal with a suggestion. */
export async function recordAt(store: Pick<Store, 'resources'>, address: string): Promise<Result<RecordedResource>> {
  const records = await store.resources()
  const record = records.find((one) => one.address === address)
  if (record !== undefined) return answered(record)
  const { environment } = addressParts(address)
  const near = closest(
    address,
    records.filter((one) => one.environment === environment).map((one) => one.address),
  )
  const hint = near === null ? 'genesis state list shows what is' : `did you mean "${near}"?`
  return refused([{ code: 'unknown-target', severity: 'error', message: `nothing is recorded as ${address}`, hint }])
}
