import type { TraceNote } from '../ports/checkpoint-store.ts'
import type { SourceTree } from './source-tree.ts'

/** Sources that are no longer those of the working tree, as a copy of what was captured. */
export interface PlanSources {
  /** Digest of the tree, by which it can be had again. */
  readonly tree: string
  readonly copy: SourceTree
}

/** The sources that a resource is planned and applied with; undefined for those of the working tree. The old half of a replacement has those of the whole. */
export type SourcesOf = (address: string) => PlanSources | undefined

/** What a plan that goes back is carried out with. */
export interface WayBack {
  readonly sourcesOf: SourcesOf
  /** What was noted since of what a resource did, oldest first. */
  readonly notesOf: (address: string) => readonly TraceNote[]
}
