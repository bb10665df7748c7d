import { Sensitive, toMarked, type Value } from '../expressions/value.ts'
import { alignLists } from './align-lists.ts'
import { equalUnder, type Comparator } from './comparator.ts'
import { matchesPath, type DiffPath, type PathPattern } from './diff-path.ts'
import type { FieldDrift } from './provider.ts'
import { equalValues, isValueList, isValueObject, ownField, unwrap } from './value-equality.ts'

/** What is known of the fields below a path. */
export interface FieldRule {
  readonly path: PathPattern
  readonly comparator?: Comparator
  /** The field by which the items of the list at this path are told apart; their order then counts for nothing. */
  readonly listKey?: string
}

/** The three versions of one thing. Null stands for "was never applied" (recorded), "is not there" (observed), "is to go" (desired). */
export interface ThreeVersions {
  readonly recorded: Value
  readonly observed: Value
  readonly desired: Value
  /** Whatever lies at or below these paths never differs. */
  readonly ignore?: readonly PathPattern[]
  readonly rules?: readonly FieldRule[]
}

/**
 * One place where the versions differ. *drift*: observed is not as recorded, desired is. *intentional*: desired is not as recorded,
 * observed is. *conflict*: both, in different ways. *both-same*: both, in the same way, so that only the record is behind.
 * A version without the field is undefined. Inside lists the index is that of the desired list, else of the observed, else of the recorded.
 */
export interface FieldDifference {
  readonly path: DiffPath
  readonly kind: 'drift' | 'intentional' | 'conflict' | 'both-same'
  readonly recorded: Value | undefined
  readonly observed: Value | undefined
  readonly desired: Value | undefined
  readonly sensitive: boolean
}

/** A place that is still to be compared. */
interface Place {
  readonly path: DiffPath
  readonly recorded: Value | undefined
  readonly observed: Value | undefined
  readonly desired: Value | undefined
  readonly sensitive: boolean
  /** Inside a list of ours, where an item that only the observed side has is drift; elsewhere it is the server's. */
  readonly inList: boolean
}

/** Below this depth a part is compared as a whole. */
const maxDepth = 64

/**
 * Compares what the last apply left, what is there and what is wanted, field by field, in the order of the desired fields. Unknown
 * desired parts count as changed. Fields that only the observed side has do not count. Pure.
 */
export function diffThreeWay(versions: ThreeVersions): readonly FieldDifference[] {
  const differences: FieldDifference[] = []
  const root = { recorded: versions.recorded ?? undefined, observed: versions.observed ?? undefined, desired: versions.desired ?? undefined }
  const stack: Place[] = [{ ...root, path: [], sensitive: false, inList: true }]
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    const { path } = place
    if (versions.ignore?.some((pattern) => matchesPath(pattern, path))) continue
    const rule = versions.rules?.find((candidate) => matchesPath(candidate.path, path))
    const bare = unwrapped(place)
    const parts = path.length < maxDepth && rule?.comparator === undefined ? partsOf(bare, rule?.listKey) : null
    if (parts === null) {
      const kind = classify(bare, rule?.comparator)
      if (kind !== null) differences.push(difference(bare, kind))
    } else stack.push(...parts.reverse())
  }
  return differences
}

/** A difference as the plan shows it: sensitive values are null. */
export function toFieldDrift(found: FieldDifference): FieldDrift {
  const shown = (value: Value | undefined) => (found.sensitive || value === undefined ? null : toMarked(value).value)
  return {
    path: found.path,
    recorded: shown(found.recorded),
    observed: shown(found.observed),
    sensitive: found.sensitive,
    conflict: found.kind === 'conflict',
  }
}

function unwrapped(place: Place): Place {
  const sides = [place.recorded, place.observed, place.desired]
  const bare = (value: Value | undefined) => (value === undefined ? undefined : unwrap(value))
  return {
    ...place,
    recorded: bare(place.recorded),
    observed: bare(place.observed),
    desired: bare(place.desired),
    sensitive: place.sensitive || sides.some((side) => side instanceof Sensitive),
  }
}

/** The difference with its marks back on; a whole that holds a sensitive part is sensitive as a whole. */
function difference(place: Place, kind: FieldDifference['kind']): FieldDifference {
  const sides = [place.recorded, place.observed, place.desired]
  const sensitive = place.sensitive || sides.some((side) => side !== undefined && toMarked(side).sensitive !== false)
  const marked = (value: Value | undefined) => (sensitive && value !== undefined ? new Sensitive(value) : value)
  return {
    path: place.path,
    kind,
    recorded: marked(place.recorded),
    observed: marked(place.observed),
    desired: marked(place.desired),
    sensitive,
  }
}

/** The places inside, where all versions that are there are of one shape and none was added or taken away as a whole; otherwise null. */
function partsOf(place: Place, listKey: string | undefined): Place[] | null {
  const { recorded, observed, desired } = place
  const known = recorded === undefined
  if (isValueObject(observed) && isValueObject(desired) && (known || isValueObject(recorded))) {
    if (known && Object.keys(desired).length === 0) return null
    return fieldsOf(place, recorded ?? {}, observed, desired)
  }
  if (isValueList(observed) && isValueList(desired) && (known || isValueList(recorded))) {
    if (known && desired.length === 0 && observed.length === 0) return null
    return known ? itemsOfUnrecorded(place, observed, desired, listKey) : itemsOf(place, recorded, observed, desired, listKey)
  }
  return null
}

type Fields = Readonly<Record<string, Value>>

function fieldsOf(place: Place, recorded: Fields, observed: Fields, desired: Fields): Place[] {
  const keys = new Set([...Object.keys(desired), ...Object.keys(recorded)])
  return [...keys].map((key) => ({
    path: [...place.path, key],
    recorded: ownField(recorded, key),
    observed: ownField(observed, key),
    desired: ownField(desired, key),
    sensitive: place.sensitive,
    inList: false,
  }))
}

type Items = readonly Value[]

function itemsOf(place: Place, recorded: Items, observed: Items, desired: Items, listKey: string | undefined): Place[] {
  const seen = alignLists(recorded, observed, listKey)
  const wanted = alignLists(recorded, desired, listKey)
  const kept = recorded.map((item, index) => {
    const [there, next] = [seen.matches[index] ?? null, wanted.matches[index] ?? null]
    return itemAt(place, next ?? there ?? index, item, itemOf(observed, there), itemOf(desired, next))
  })
  const newlySeen = [...seen.added]
  const newlyWanted = wanted.added.map((index) => {
    const item = itemOf(desired, index)
    const twin = newlySeen.findIndex((other) => equalItems(itemOf(observed, other), item))
    const there = twin === -1 ? null : (newlySeen.splice(twin, 1)[0] ?? null)
    return itemAt(place, index, undefined, itemOf(observed, there), item)
  })
  const strangers = newlySeen.map((index) => itemAt(place, index, undefined, itemOf(observed, index), undefined))
  return [...kept, ...newlyWanted, ...strangers]
}

/** A list that was never recorded: what is there and not wanted is on its way out, by intent. */
function itemsOfUnrecorded(place: Place, observed: Items, desired: Items, listKey: string | undefined): Place[] {
  const { matches, added } = alignLists(observed, desired, listKey)
  const kept = observed.map((item, index) => {
    const next = matches[index] ?? null
    return itemAt(place, next ?? index, next === null ? item : undefined, item, itemOf(desired, next))
  })
  return [...kept, ...added.map((index) => itemAt(place, index, undefined, undefined, itemOf(desired, index)))]
}

function itemOf(items: Items, index: number | null): Value | undefined {
  return index === null ? undefined : items[index]
}

function equalItems(observed: Value | undefined, desired: Value | undefined): boolean {
  return observed !== undefined && desired !== undefined && equalValues(observed, desired, { tolerant: true })
}

function itemAt(place: Place, index: number, recorded: Value | undefined, observed: Value | undefined, desired: Value | undefined): Place {
  return { path: [...place.path, index], recorded, observed, desired, sensitive: place.sensitive, inList: true }
}

function classify(place: Place, comparator: Comparator | undefined): FieldDifference['kind'] | null {
  const { recorded, observed, desired, inList } = place
  const same = (first: Value | undefined, second: Value | undefined, tolerant: boolean): boolean => {
    if (first === undefined || second === undefined) return first === second
    return comparator === undefined ? equalValues(first, second, { tolerant }) : equalUnder(comparator, first, second)
  }
  const asDesired = same(observed, desired, true)
  if (recorded === undefined) {
    if (desired === undefined) return inList && observed !== undefined ? 'drift' : null
    return asDesired ? 'both-same' : 'intentional'
  }
  const drifted = !same(observed, recorded, true)
  const changed = !same(recorded, desired, false)
  if (drifted && changed) return asDesired ? 'both-same' : 'conflict'
  if (changed) return 'intentional'
  return drifted ? 'drift' : null
}
