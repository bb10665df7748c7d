import { isJsonObject, type Json, type JsonObject } from '../../../events/json.ts'
import type { InnerChange } from '../../../plan/inner-change.ts'
import { parsePlannedChange } from './planned-change.ts'

/** A mistake or a warning as Terraform tells it. */
export interface TerraformDiagnostic {
  readonly severity: 'error' | 'warning'
  readonly summary: string
  readonly detail: string
  readonly range: TerraformRange | null
  /** The line of source it points at, and what it is part of. */
  readonly snippet: { readonly code: string; readonly context: string | null } | null
}

/** A place as Terraform says it: relative to the folder it runs in; bytes from 0, lines and columns from 1. */
export interface TerraformRange {
  readonly filename: string
  readonly start: { readonly line: number; readonly column: number; readonly byte: number }
  readonly end: { readonly line: number; readonly column: number; readonly byte: number }
}

/** An output as the end of an apply tells it; the value of a sensitive one is left out. */
export interface StreamedOutput {
  readonly sensitive: boolean
  readonly value?: Json
}

/** How far a resource is. */
export interface AppliedMessage {
  readonly type: 'apply-start' | 'apply-complete' | 'apply-errored'
  readonly text: string
  readonly address: string
  /** Terraform's word: `create`, `update`, `delete`, …; '' where it says none. */
  readonly action: string
  /** What the thing is called where it lives; null before that is known. */
  readonly id: string | null
}

/** A line of Terraform's `-json` output: https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
export type TerraformMessage =
  | { readonly type: 'version'; readonly text: string; readonly version: string }
  | { readonly type: 'diagnostic'; readonly text: string; readonly diagnostic: TerraformDiagnostic }
  | { readonly type: 'outputs'; readonly text: string; readonly outputs: Readonly<Record<string, StreamedOutput>> }
  | { readonly type: 'change-summary'; readonly text: string; readonly total: number }
  | AppliedMessage
  | { readonly type: 'planned-change'; readonly text: string; readonly change: InnerChange }
  | { readonly type: 'other'; readonly text: string }

/** Reads one line; null for one that is no message. */
export function parseMessage(line: string): TerraformMessage | null {
  if (!line.startsWith('{')) return null
  const json = parse(line)
  if (!isJsonObject(json) || typeof json['@message'] !== 'string') return null
  return toMessage(json, json['@message'])
}

function toMessage(json: JsonObject, text: string): TerraformMessage {
  switch (json['type']) {
    case 'version': {
      const version = json['terraform'] ?? json['tofu']
      return typeof version === 'string' ? { type: 'version', text, version } : { type: 'other', text }
    }
    case 'diagnostic': {
      const diagnostic = parseDiagnostic(json['diagnostic'])
      return diagnostic === null ? { type: 'other', text } : { type: 'diagnostic', text, diagnostic }
    }
    case 'outputs':
      return { type: 'outputs', text, outputs: parseOutputs(json['outputs']) }
    case 'change_summary':
      return { type: 'change-summary', text, total: sum(json['changes']) }
    case 'planned_change': {
      const change = parsePlannedChange(json['change'])
      return change === null ? { type: 'other', text } : { type: 'planned-change', text, change }
    }
    case 'apply_start':
      return { type: 'apply-start', text, ...hookOf(json['hook']) }
    case 'apply_complete':
      return { type: 'apply-complete', text, ...hookOf(json['hook']) }
    case 'apply_errored':
      return { type: 'apply-errored', text, ...hookOf(json['hook']) }
    default:
      return { type: 'other', text }
  }
}

function parseDiagnostic(json: Json | undefined): TerraformDiagnostic | null {
  if (!isJsonObject(json) || typeof json['summary'] !== 'string') return null
  const { summary, detail, severity, range, snippet } = json
  return {
    severity: severity === 'warning' ? 'warning' : 'error',
    summary,
    detail: typeof detail === 'string' ? detail : '',
    range: parseRange(range),
    snippet: isJsonObject(snippet) && typeof snippet['code'] === 'string' ? { code: snippet['code'], context: stringOrNull(snippet['context']) } : null,
  }
}

function parseRange(json: Json | undefined): TerraformRange | null {
  // What has no place, such as a provider without a block, is said to be in a file of this name.
  if (!isJsonObject(json) || typeof json['filename'] !== 'string' || json['filename'] === '<empty>') return null
  const start = parsePosition(json['start'])
  return start === null ? null : { filename: json['filename'], start, end: parsePosition(json['end']) ?? start }
}

function parsePosition(json: Json | undefined): TerraformRange['start'] | null {
  if (!isJsonObject(json)) return null
  const { line, column, byte } = json
  return typeof line === 'number' && typeof column === 'number' && typeof byte === 'number' ? { line, column, byte } : null
}

function parseOutputs(json: Json | undefined): Readonly<Record<string, StreamedOutput>> {
  if (!isJsonObject(json)) return {}
  const outputs = Object.entries(json).filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1]))
  return Object.fromEntries(outputs.map(([name, { sensitive, value }]) => [name, { sensitive: sensitive === true, ...(value === undefined ? {} : { value }) }]))
}

function sum(json: Json | undefined): number {
  if (!isJsonObject(json)) return 0
  return ['add', 'change', 'remove', 'import'].map((name) => json[name]).reduce<number>((total, count) => total + (typeof count === 'number' ? count : 0), 0)
}

function hookOf(json: Json | undefined): Pick<AppliedMessage, 'address' | 'action' | 'id'> {
  const hook = isJsonObject(json) ? json : {}
  const { resource, action } = hook
  const address = isJsonObject(resource) ? resource['addr'] : null
  return { address: typeof address === 'string' ? address : '', action: typeof action === 'string' ? action : '', id: stringOrNull(hook['id_value']) }
}

function stringOrNull(json: Json | undefined): string | null {
  return typeof json === 'string' ? json : null
}

function parse(line: string): Json {
  try {
    return JSON.parse(line) as Json
  } catch {
    return null
  }
}
