import { diffArrays } from 'diff'
import { isJsonObject, type Json } from '../../events/json.ts'
import { itemsOf, nothing, shapeOf, type Side } from './diff-side.ts'

/** Two items of a list that stand for each other; `nothing` where one was added or removed. `index` is the place after, or before for a removed one. */
export interface ItemPair {
  readonly before: Side
  readonly after: Side
  readonly index: number
}

/** Finds which items of a list were kept, added and removed. Maps that took each other's place are one changed item. */
export function alignItems(before: Side, after: Side): readonly ItemPair[] {
  const old = itemsOf(before).map((side, index) => ({ side, index, key: itemKey(side, `before ${index}`) }))
  const fresh = itemsOf(after).map((side, index) => ({ side, index, key: itemKey(side, `after ${index}`) }))
  const keysOf = (items: typeof old) => items.map(({ key }) => key)
  // Beyond so many edits the search would take long: then everything old is removed and everything new added.
  const changes = diffArrays(keysOf(old), keysOf(fresh), { maxEditLength: 500 })
  if (changes === undefined) return pairUp(old, fresh)
  const pairs: ItemPair[] = []
  let removed: Item[] = []
  let oldAt = 0
  let freshAt = 0
  for (const { added, removed: gone, count } of changes) {
    if (gone) removed = old.slice(oldAt, oldAt + count)
    if (added) pairs.push(...pairUp(removed, fresh.slice(freshAt, freshAt + count)))
    if (added) removed = []
    if (!gone && !added) {
      pairs.push(...pairUp(removed, []), ...samePairs(old.slice(oldAt, oldAt + count), fresh.slice(freshAt, freshAt + count)))
      removed = []
    }
    if (!added) oldAt += count
    if (!gone) freshAt += count
  }
  return [...pairs, ...pairUp(removed, [])]
}

interface Item {
  readonly side: Side
  readonly index: number
}

function samePairs(old: readonly Item[], fresh: readonly Item[]): readonly ItemPair[] {
  return fresh.map(({ side, index }, at) => ({ before: old[at]?.side ?? nothing, after: side, index }))
}

/** Items that are maps or lists are compared inside with what took their place; others are removed and added. */
function pairUp(old: readonly Item[], fresh: readonly Item[]): readonly ItemPair[] {
  const deep = old.length === fresh.length && old.every((item, at) => isDeepPair(item.side, fresh[at]?.side ?? nothing))
  if (deep) return samePairs(old, fresh)
  return [
    ...old.map(({ side, index }) => ({ before: side, after: nothing, index })),
    ...fresh.map(({ side, index }) => ({ before: nothing, after: side, index })),
  ]
}

function isDeepPair(before: Side, after: Side): boolean {
  const shape = shapeOf(before)
  return shape === shapeOf(after) && (shape === 'map' || shape === 'list')
}

/** Equal for equal items, whatever the order of keys. What is unknown equals nothing. */
function itemKey(side: Side, unique: string): string {
  if (shapeOf(side) === 'unknown' || (side.unknown !== false && JSON.stringify(side.unknown).includes('true'))) return unique
  return stableText([side.value ?? null, side.sensitive])
}

function stableText(value: Json): string {
  return JSON.stringify(value, (_, part: Json) =>
    isJsonObject(part) ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1))) : part,
  )
}
