import { isJsonObject } from '../events/json.ts'
import type { CheckedDocument } from './validate-document.ts'

/** A document's `metadata.name`, also of one that is not valid otherwise; null when it has none. */
export function documentName({ value }: Pick<CheckedDocument, 'value'>): string | null {
  const { metadata } = value
  if (!isJsonObject(metadata)) return null
  const { name } = metadata
  return typeof name === 'string' && name !== '' ? name : null
}
