import { isJsonObject, type Json, type JsonObject } from '../../events/json.ts'
import { digestJson } from '../../plan/digest.ts'
import type { InnerChange } from '../../plan/inner-change.ts'
import type { TraceNote } from '../../ports/checkpoint-store.ts'
import { noteFromJson } from './way-back/note-of-plan.ts'

/** What a plan tells the apply, also from a saved plan. Holds no secret. */
export interface PlanMemory {
  /** Whether Terraform has anything to do; without it only the record is written. */
  readonly hasChanges: boolean
  /** How many changes Terraform will carry out, for the progress. */
  readonly changes: number
  /** The snapshot's tree that was planned. */
  readonly treeDigest: string
  /** The sources that the plan depends on. */
  readonly sources: Readonly<Record<string, string>>
  /** Planned in a folder of its own, because the stable one was busy: it has to be planned again there. */
  readonly scratch: boolean
  /** What happens to which inner resource, as a digest: equal for two plans with the same effect. */
  readonly effect: string
  /** The folder that the plan contains by name; null when it does not. */
  readonly boundFolder: string | null
  readonly terraformVersion: string | null
  readonly serial: number | null
  readonly lineage: string | null
  /** What it moves and lets go of, for the way back. */
  readonly note: TraceNote
}

/** As JSON, for the plan document. */
export function memoryToJson(memory: PlanMemory): JsonObject {
  const { sources, note, ...plain } = memory
  const { moved, forgotten } = note
  return { version: 1, ...plain, sources: { ...sources }, note: { moved: moved.map((one) => ({ ...one })), forgotten: forgotten.map((one) => ({ ...one })) } }
}

/** Reads it back; null for what this provider did not write. */
export function memoryFromJson(json: Json): PlanMemory | null {
  if (!isJsonObject(json) || json['version'] !== 1) return null
  const { hasChanges, changes, treeDigest, sources, scratch, effect } = json
  if (typeof hasChanges !== 'boolean' || typeof changes !== 'number' || typeof treeDigest !== 'string') return null
  if (!isJsonObject(sources) || typeof scratch !== 'boolean' || typeof effect !== 'string') return null
  const texts = Object.entries(sources).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return {
    hasChanges,
    changes,
    treeDigest,
    sources: Object.fromEntries(texts),
    scratch,
    effect,
    boundFolder: text(json['boundFolder']),
    terraformVersion: text(json['terraformVersion']),
    serial: typeof json['serial'] === 'number' ? json['serial'] : null,
    lineage: text(json['lineage']),
    note: noteFromJson(json['note']),
  }
}

/** The digest of what a list of inner changes does, whatever their order: a plan's stream and its JSON list them differently. */
export function effectOf(inner: readonly InnerChange[]): string {
  const effects = inner
    .filter(({ change }) => !change.actions.includes('read'))
    .map(({ address, previous_address, change }) => [address, previous_address ?? null, ...change.actions.toSorted()])
  return digestJson(effects.map((effect) => JSON.stringify(effect)).sort())
}

function text(json: Json | undefined): string | null {
  return typeof json === 'string' ? json : null
}
