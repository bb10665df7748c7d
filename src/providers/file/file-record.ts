import { isJsonObject, type Json } from '../../events/json.ts'
import { Sensitive, type Value } from '../../expressions/value.ts'
import type { RecordedState } from '../../plan/recorded-resource.ts'
import { recordedAttributes } from '../../plan/recorded-value.ts'
import { formatMode } from './file-spec.ts'
import { shownText, type FileContent } from './file-content.ts'

/** What is remembered of a File. */
export interface FileRecord {
  /** From the project's root. */
  readonly path: string
  readonly mode: string
  readonly digest: string
  readonly sensitive: boolean
  /** Folders that were made for it, from the project's root, the outer ones first. */
  readonly folders: readonly string[]
}

/** Reads back what {@link toState} wrote; null when it is something else. */
export function readRecord(state: RecordedState): FileRecord | null {
  const { attributes, attributesSensitive, memory } = state
  if (!isJsonObject(attributes)) return null
  const { path, mode, digest } = attributes
  if (typeof path !== 'string' || typeof mode !== 'string' || typeof digest !== 'string') return null
  const folders = isJsonObject(memory) ? memory['folders'] : undefined
  return { path, mode, digest, sensitive: attributesSensitive !== false, folders: textsOf(folders) }
}

/** The texts of a list; whatever else there is is left out. */
export function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((item) => typeof item === 'string') : []
}

/** The record as the store keeps it. The digest of sensitive content is sensitive: short secrets can be guessed by it. */
export function toState({ path, mode, digest, sensitive, folders }: FileRecord): RecordedState {
  const mask = sensitive ? { digest: true } : false
  return { attributes: { path, mode, digest }, attributesSensitive: mask, outputs: { path, digest }, outputsSensitive: mask, memory: { folders } }
}

/** What the record says of a file, in the shape of a plan. */
export function recordedFile(record: FileRecord): Value {
  return recordedAttributes(toState(record))
}

/** A File in a plan: its record, and for a change its text, where there is one to show. */
export function shownFile(
  file: { readonly path: string; readonly mode: number; readonly content: FileContent },
  options: { sensitive: boolean; text: boolean },
): Value {
  const { digest } = file.content
  const text = options.text && !options.sensitive ? shownText(file.content) : null
  const shown = { path: file.path, mode: formatMode(file.mode), digest: options.sensitive ? new Sensitive(digest) : digest }
  return text === null ? shown : { ...shown, content: text }
}
