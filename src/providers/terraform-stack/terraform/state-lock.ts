import type { TerraformDiagnostic } from './terraform-message.ts'

/** A lock that somebody holds on a state in its own backend, as told by a Terraform that found it held. */
export interface StateLock {
  readonly id: string
  /** Null where the backend tells no more than the id. */
  readonly holder: { readonly who: string; readonly operation: string; readonly created: string } | null
}

const lockError = /\bacquiring the state lock\b/u

/** Reads it out of Terraform's complaint, in either of its forms; null for any other text, and where no lock is named. */
export function parseStateLock(text: string): StateLock | null {
  if (!lockError.test(text)) return null
  const shown = field(text, 'ID')
  // The http backend shows the lock that was asked for, and names the one that is held in its message.
  const held = /already locked:[\s│]+ID=(?<id>[^\s│]+)/u.exec(text)?.groups?.['id'] ?? shown
  if (held === null) return null
  if (held !== shown) return { id: held, holder: null }
  return { id: held, holder: { who: field(text, 'Who') ?? '', operation: field(text, 'Operation') ?? '', created: field(text, 'Created') ?? '' } }
}

/** Who holds it, in words. */
export function stateLockText({ id, holder }: StateLock): string {
  return holder === null ? `somebody (lock ${id}; its backend tells no more)` : `${holder.who} (${holder.operation}, since ${holder.created}, lock ${id})`
}

/** What to do where a state is locked. */
export function stateLockHint({ id }: StateLock): string {
  return `apply again when it is free, or wait longer with --lock-timeout 10m; only if nobody works on it any more: terraform force-unlock ${id}, in its module`
}

/** The complaint in few words, with the holder in place of what Terraform shows. Other diagnostics stay as they are. */
export function namingHolder(one: TerraformDiagnostic): TerraformDiagnostic {
  const lock = parseStateLock(`${one.summary}\n${one.detail}`)
  return lock === null ? one : { ...one, detail: `its state is locked by ${stateLockText(lock)}` }
}

function field(text: string, name: string): string | null {
  return new RegExp(`^[│\\s]*${name}:\\s+(?<value>\\S.*?)\\s*$`, 'mu').exec(text)?.groups?.['value'] ?? null
}
