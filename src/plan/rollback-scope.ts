import type { RecordedResource } from './recorded-resource.ts'
import type { ResolvedEnvironment } from './resolved-environment.ts'

/** What a rollback compares. */
export interface RollbackComparison {
  /** The environment as the sources of the checkpoint declare it. */
  readonly environment: Pick<ResolvedEnvironment, 'resources'>
  /** What was recorded at the checkpoint, by address. */
  readonly then: ReadonlyMap<string, RecordedResource>
  /** What is recorded now, by the addresses that things have once they have moved back. */
  readonly now: ReadonlyMap<string, RecordedResource>
  /** The addresses that things have now, by those that they are to have again. */
  readonly moves: ReadonlyMap<string, string>
}

/** What a rollback is about: everything that changed since the checkpoint, and nothing else. */
export interface RollbackChoice {
  /** Names that are planned as the sources of the checkpoint declare them. */
  readonly selected: ReadonlySet<string>
  /** What was made since and is to go. */
  readonly removals: readonly RecordedResource[]
  /** What stays although it was not there, or cannot come back. */
  readonly left: readonly LeftBehind[]
}

/** Something that a rollback cannot bring back as it was. */
export interface LeftBehind {
  readonly address: string
  readonly because: string
}

/** Finds what changed since a checkpoint. Pure. */
export function chooseForRollback(comparison: RollbackComparison): RollbackChoice {
  const { environment, then, now } = comparison
  const selected = new Set<string>()
  const left: LeftBehind[] = []
  for (const record of then.values()) {
    if (isSame(record, comparison)) continue
    const declared = environment.resources.get(record.name)
    if (declared?.declaration.kind === record.kind) selected.add(record.name)
    // The old half of a replacement has no document: what it was part of is planned by itself.
    else if (!record.name.includes('~')) left.push({ address: record.address, because: notDeclared(declared === undefined) })
  }
  const removals: RecordedResource[] = []
  for (const record of now.values()) {
    if (then.has(record.address)) continue
    if (record.onRemove === 'refuse') left.push({ address: record.address, because: 'it was made since, but lifecycle.onRemove is refuse: it stays' })
    else removals.push(record.onRemove === null ? { ...record, onRemove: 'destroy' } : record)
  }
  return { selected, removals, left: left.sort((one, two) => (one.address < two.address ? -1 : 1)) }
}

function isSame(record: RecordedResource, { now, moves }: RollbackComparison): boolean {
  const current = now.get(record.address)
  if (current === undefined || moves.has(record.address)) return false
  return current.revision === record.revision && current.run === record.run && current.status === record.status
}

function notDeclared(isMissing: boolean): string {
  const what = isMissing ? 'no document of that time declares it' : 'the document of that time is of another kind'
  return `${what}: how it was made is not known any more`
}
