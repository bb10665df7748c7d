import type { Json } from '../events/json.ts'
import type { Hold } from '../ports/hold-store.ts'
import type { Mask } from '../expressions/value.ts'
import type { Action, Exactness } from './action.ts'
import type { BlockedResource } from './blocked-resources.ts'
import type { FlatChange } from './inner-change.ts'
import type { ProtectionChange } from './protection-change.ts'
import type { FieldDrift, Reversibility } from './provider.ts'
import type { PlanRollback } from './rollback-plan.ts'

/** The version of the plan document's shape; the major part grows when a reader of an older one would misread it. */
export const planFormatVersion = '1.0'

/** Why a resource is in the plan. */
export type ChangeReason =
  | { readonly kind: 'not-recorded' }
  /** It is recorded under another address, which its document had before. */
  | { readonly kind: 'moved'; readonly from: string }
  | { readonly kind: 'desired-changed'; readonly paths: readonly string[] }
  | { readonly kind: 'drifted'; readonly paths: readonly string[] }
  | { readonly kind: 'document-removed' }
  | { readonly kind: 'destroy' }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'upstream-changes'; readonly upstream: readonly string[] }
  | { readonly kind: 'inner-changes'; readonly count: number }
  | { readonly kind: 'adopted' }
  /** Beside whatever else happens to it; `unprotect` where anything loses its protection. */
  | { readonly kind: 'protection-changed'; readonly to: ProtectionChange }
  | { readonly kind: 'dependencies-changed' }
  /** A gate that did not pass when it was asked last. */
  | { readonly kind: 'not-passed' }
  /** What a gate waits for changes in this plan, or was applied since the gate passed. */
  | { readonly kind: 'upstream-applied' }
  /** What becomes of it without its document. */
  | { readonly kind: 'removal-changed' }
  /** Somebody asked to replace it, or what is at these addresses inside of it. */
  | { readonly kind: 'replace-asked'; readonly inner: readonly string[] }
  /** An old object that a replacement left behind. */
  | { readonly kind: 'deposed' }

/** What the plan says of one resource; unchanged ones are listed too. Sensitive values are null, their places in the masks. */
export interface ResourcePlan {
  readonly address: string
  readonly kind: string
  readonly action: Action
  readonly exactness: Exactness
  readonly reasons: readonly ChangeReason[]
  /** For a deferred or conditional one: what it waits for. */
  readonly waitsFor: readonly string[]
  readonly before: Json
  readonly after: Json
  readonly afterUnknown: Mask
  readonly beforeSensitive: Mask
  readonly afterSensitive: Mask
  readonly replacePaths: readonly (readonly (string | number)[])[]
  readonly outputs: { readonly value: Json; readonly unknown: Mask; readonly sensitive: Mask }
  readonly drift: readonly FieldDrift[]
  readonly reversibility: Reversibility
  /** Where it is declared, `file:line`; null when no document declares it any more. */
  readonly declaredAt: string | null
  /** The provider's memory for apply. */
  readonly memory: Json
  readonly bindings: Readonly<Record<string, Json>>
}

/** A node of the plan's graph. */
export interface Step {
  /** Unique in the plan: `prod/app#update`. */
  readonly id: string
  readonly address: string
  readonly kind: string
  readonly action: Action
  readonly exactness: Exactness
  /** `cleanup` steps run once every `main` step has succeeded, in the order of their own edges; otherwise they are skipped and the old things stay. */
  readonly phase: 'main' | 'cleanup'
  /** Ids of the steps that must have succeeded before. */
  readonly after: readonly string[]
  readonly timeoutMs: number | null
  readonly onFailure: 'continue' | 'halt' | 'rollback'
}

/** What a saved plan is bound to. Anything else may move without making it stale. */
export interface PlanBindings {
  /** Digest of every document that was read, the configuration file included, by file. */
  readonly documents: Readonly<Record<string, string>>
  /** Digests of sources, by address and what they are. */
  readonly sources: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** The revision of each record that the plan read; 0 where there was none. */
  readonly revisions: Readonly<Record<string, number>>
  /** The git commit; compared only when an expression reads `git`. */
  readonly commit: string | null
  readonly readsGit: boolean
}

/** Counts for people; the inner ones count changes inside stacks. */
export interface PlanSummary {
  readonly total: number
  readonly changed: number
  readonly deferred: number
  /** Gates that are asked: they change nothing. */
  readonly checks: number
  readonly byAction: Readonly<Partial<Record<Action, number>>>
  readonly terraform: { readonly add: number; readonly change: number; readonly replace: number; readonly destroy: number }
}

/** What somebody asked for, as it was written. */
export interface PartialRequest {
  readonly targets: readonly string[]
  readonly selector: string | null
  readonly exclude: readonly string[]
  readonly only: boolean
  readonly withDependents: boolean
}

/** Which part of an environment a plan is about. All lists are of addresses, sorted. */
export interface PartialPlan {
  readonly request: PartialRequest
  /** How many resources the environment has, in documents and in records. */
  readonly total: number
  readonly asked: readonly string[]
  /** What the asked ones wait for, or what waits for them. */
  readonly broughtAlong: readonly string[]
  /** Left out as asked for. */
  readonly excluded: readonly string[]
  /** Left out because it cannot be done without what is excluded. */
  readonly excludedWith: readonly string[]
  /** All else that the plan is not about. */
  readonly leftOut: readonly string[]
  /** What the planned ones wait for and is not planned: its recorded values are taken. */
  readonly recorded: readonly RecordedInput[]
}

/** A resource whose recorded values a plan takes as they are. */
export interface RecordedInput {
  readonly address: string
  /** Why they may not be what they would be after an apply of it; null where nothing says so. */
  readonly behind: 'incomplete' | 'changed' | null
}

/** A plan: plain JSON, renders without any provider, and apply follows it as it is. Holds no secret. */
export interface PlanDocument {
  readonly format_version: string
  readonly genesisVersion: string
  readonly id: string
  /** RFC 3339, UTC. */
  readonly createdAt: string
  readonly project: { readonly name: string; readonly id: string | null }
  readonly environment: string
  readonly protected: boolean
  /** The environment is only observed: the plan can never be applied. */
  readonly observed: boolean
  /** What kept the environment from being applied by itself when the plan was made. */
  readonly holds: readonly Hold[]
  readonly mode: 'apply' | 'destroy'
  /** Left out where the plan does not go back to a checkpoint. */
  readonly rollback?: PlanRollback
  /** What a plan about a part of the environment is about; null for the whole environment. */
  readonly partial: PartialPlan | null
  /** What was set over the documents for this plan alone, without the values: `app.variables.size`. */
  readonly set: readonly string[]
  /** In the order of addresses. */
  readonly resources: readonly ResourcePlan[]
  /** What is left out because nobody knows what became of an earlier step, and what waits for it. By address. */
  readonly blocked: readonly BlockedResource[]
  /** In an order in which they could run one by one. */
  readonly steps: readonly Step[]
  /** Our changes and those inside stacks, flat, unchanged ones left out. Policies, protection and counts read only this list. */
  readonly resource_changes: readonly FlatChange[]
  readonly summary: PlanSummary
  readonly bindings: PlanBindings
}
