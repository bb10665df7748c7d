import type { Json } from '../events/json.ts'
import type { Value } from '../expressions/value.ts'
import type { ResourceDeclaration } from '../manifest/manifest.ts'
import type { Instant } from '../ports/clock.ts'
import type { Action } from './action.ts'
import type { ProbeRequest } from './provider.ts'
import type { RecordedResource } from './recorded-resource.ts'

/** What is kept of a declaration while a step on it runs: plain data, without its places and its unevaluated spec. */
export type IntendedDeclaration = Omit<ResourceDeclaration, 'spec' | 'locate' | 'layersAt'>

/**
 * What is known of a step's effect: `open` while the step runs, or after its engine died; `indeterminate` when it was asked for and nobody
 * could tell, with the reason; `not-applied` when it is known that nothing happened, kept so that the next attempt uses the same key.
 */
export type IntentState = { readonly kind: 'open' } | { readonly kind: 'indeterminate'; readonly message: string } | { readonly kind: 'not-applied' }

/** What a step was about to do, durable before it acts and gone once its end is: all that is needed to find out what became of it. */
export interface Intent {
  /** There is at most one intent for an address. */
  readonly address: string
  readonly environment: string
  readonly kind: string
  readonly run: string
  readonly step: string
  readonly action: Action
  readonly key: string
  /** Where the step's programs keep their files, absolute. */
  readonly folder: string
  readonly at: Instant
  /** Null for a removal. */
  readonly desired: { readonly declaration: IntendedDeclaration; readonly spec: Value } | null
  /** What its record will say beside what the provider makes; null for a removal. */
  readonly keeps: Pick<RecordedResource, 'owns' | 'dependencies' | 'preventDestroy' | 'onRemove' | 'declared'> | null
  /** The plan's memory. */
  readonly memory: Json
  readonly state: IntentState
  /** Digest of the sources that it was to be done with; left out for those of the working tree. */
  readonly sources?: string
}

/** Whether nobody knows yet what became of the step: it runs, its engine died, or it was asked for in vain. */
export function isUnsettled({ state }: Pick<Intent, 'state'>): boolean {
  return state.kind !== 'not-applied'
}

/** The question that a provider is asked about an intent. `recorded` is what is recorded at its address now. */
export function probeRequest(intent: Intent, recorded: RecordedResource | null): ProbeRequest {
  const { address, desired, key, action, memory, folder } = intent
  const wanted = desired === null ? null : { declaration: declarationOf(desired), spec: desired.spec }
  return { address, recorded, desired: wanted, key, change: { action, memory }, folder }
}

/** Its places lead to the document alone, which may say something else by now. */
function declarationOf({ declaration }: NonNullable<Intent['desired']>): ResourceDeclaration {
  return { ...declaration, spec: {}, locate: () => declaration.at, layersAt: () => [] }
}

/** What of a declaration an intent keeps. */
export function intendedDeclaration(declaration: ResourceDeclaration): IntendedDeclaration {
  const kept: { -readonly [Field in keyof ResourceDeclaration]?: ResourceDeclaration[Field] } & IntendedDeclaration = { ...declaration }
  delete kept.spec
  delete kept.locate
  delete kept.layersAt
  return kept
}
