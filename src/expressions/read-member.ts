import type { Evaluation } from './evaluation.ts'
import { Failed } from './failed.ts'
import { enter, HeldList, HeldMap, isRawList, isRawMap, Native, OptionalValue, typeName, type Held, type HeldKey, type Opened } from './held.ts'
import type { Index, Member } from './syntax.ts'
import { Sensitive, Unknown, unknown, type Value } from './value.ts'

/** What a look for a member found: it may be absent, which only the asker can judge. */
export type Lookup = Held | Failed | typeof absent

/** There is no such member. */
export const absent = Symbol('absent')

/**
 * Looks for a member or an item without opening it: what is sensitive in or above it marks what is found, and only that. Of an unknown
 * value every member is unknown.
 */
export function lookUp(base: Held, key: Held, node: Member | Index, evaluation: Evaluation): Lookup {
  if (base instanceof Unknown) return unknown
  if (base instanceof OptionalValue) return base.content === null ? absent : lookUp(base.content.held, key, node, evaluation)
  if (base instanceof Sensitive) return lookUpSensitive(base, key, node, evaluation)
  const opened = evaluation.open(key)
  if (opened instanceof Unknown) return unknown
  if (isRawMap(base)) return typeof opened === 'string' && Object.hasOwn(base, opened) ? enter(base[opened] ?? null) : absent
  if (base instanceof HeldMap) return entryOf(base, mapKey(opened))
  if (isRawList(base) || base instanceof HeldList) return itemAt(base, opened, node)
  if (base === null) return new Failed('unknown-reference', node, `null has no ${memberText(node, opened)}`, 'ask with has() or .? where it may be null')
  return new Failed('expression-type', node, `a value of type ${typeName(base)} has no ${memberText(node, opened)}`)
}

/** Whether it is null, marks aside. Nothing else is told, so it does not count as opened. */
export function isNull(held: Held): boolean {
  return held === null || (held instanceof Sensitive && held.value === null)
}

function lookUpSensitive(base: Sensitive, key: Held, node: Member | Index, evaluation: Evaluation): Lookup {
  if (base.value instanceof Unknown) return base
  const found = lookUp(enter(base.value), key, node, evaluation)
  // That something is not there is told by looking into it.
  if (found === absent || found instanceof Failed) evaluation.sensitive = true
  if (found === absent || found instanceof Failed || found instanceof Sensitive) return found
  return new Sensitive(rawAgain(found))
}

/** What was found in a value of the scope is one itself; only whole numbers had changed their form. */
function rawAgain(found: Held): Value {
  return typeof found === 'bigint' ? Number(found) : (found as Value)
}

/** A key as the maps of expressions hold it; null for one that no map can hold. */
export function mapKey(key: Opened): HeldKey | null {
  if (typeof key === 'string' || typeof key === 'bigint' || typeof key === 'boolean') return key
  if (typeof key === 'number' && Number.isSafeInteger(key)) return BigInt(key)
  const native: unknown = key instanceof Native ? key.value.valueOf() : null
  return typeof native === 'bigint' ? native : null
}

function entryOf(map: HeldMap, key: HeldKey | null): Lookup {
  const held = key === null ? undefined : map.entries.get(key)
  return held === undefined ? absent : held
}

function itemAt(list: readonly Value[] | HeldList, key: Opened, node: Member | Index): Lookup {
  const items = list instanceof HeldList ? list.items : list
  if (node.kind === 'member') {
    const message = `a list has no "${node.name}"`
    return new Failed('expression-type', node, message, `take one item, [0], or all of them: .map(item, item.${node.name})`)
  }
  if (typeof key !== 'bigint' && !(typeof key === 'number' && Number.isInteger(key))) {
    return new Failed('expression-type', node.index, `a list is indexed by int, not by ${typeName(key)}`)
  }
  const item = Number(key) < 0 ? undefined : items[Number(key)]
  if (item === undefined) return absent
  return list instanceof HeldList ? item : enter(item as Value)
}

function memberText(node: Member | Index, key: Opened): string {
  return node.kind === 'member' ? `"${node.name}"` : typeof key === 'string' ? `"${key}"` : `[${typeName(key)}]`
}
