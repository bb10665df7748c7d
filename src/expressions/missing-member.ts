import { closest } from '../events/did-you-mean.ts'
import { constantPath } from './constant-path.ts'
import { Failed } from './failed.ts'
import { listItems, mapKeys, type Held } from './held.ts'
import type { Index, Member } from './syntax.ts'
import { Sensitive, Unknown } from './value.ts'

const keysShownAtMost = 8

/** Whether what is missing here reads as null: labels do. */
export function readsAsNull(node: Member | Index): boolean {
  const path = constantPath(node.of)
  return path?.length === 2 && path[1] === 'labels' && (path[0] === 'environment' || path[0] === 'resource')
}

/** What to say when a member or an item does not exist. */
export function missingMember(node: Member | Index, base: Held, key: Held): Failed {
  const inside: Held = base instanceof Sensitive ? null : base
  const items = inside instanceof Unknown || inside instanceof Sensitive ? null : listItems(inside)
  if (items !== null) {
    const hint = textOf(key) === '-1' && items.length > 0 ? 'the last one is list[size(list) - 1]' : undefined
    return new Failed('unknown-reference', node, `the list has ${count(items.length)}, there is no [${textOf(key)}]`, hint)
  }
  const name = textOf(key)
  const path = constantPath(node.of) ?? []
  return new Failed('unknown-reference', node, sentence(path, name), hintFor(node, path, name, keysOf(inside)))
}

function keysOf(held: Held): readonly string[] {
  if (held instanceof Unknown || held instanceof Sensitive) return []
  return (mapKeys(held) ?? []).map(String)
}

function count(items: number): string {
  return items === 1 ? '1 item' : `${items} items`
}

function textOf(key: Held): string {
  return typeof key === 'object' && key !== null ? '…' : String(key)
}

function sentence(path: readonly (string | number)[], name: string): string {
  const [root, first, second, third, fourth] = path
  if (path.length === 1 && root === 'resources') return `no resource is named "${name}"`
  if (path.length === 1 && root === 'environments') return `no environment is named "${name}"`
  if (path.length === 3 && root === 'environments' && second === 'resources') return `no resource of environment "${first ?? ''}" is named "${name}"`
  if (path.length === 1 && root === 'secrets') return `no secret is named "${name}"`
  if (path.length === 2 && root === 'environment' && first === 'variables') return `no variable is named "${name}"`
  if (path.length === 3 && root === 'resources' && second === 'outputs') return `"${first ?? ''}" has no output named "${name}"`
  if (path.length === 5 && root === 'environments' && fourth === 'outputs') return `"${third ?? ''}" has no output named "${name}"`
  return path.length === 0 ? `there is no "${name}" in it` : `${pathText(path)} has no "${name}"`
}

function hintFor(node: Member | Index, path: readonly (string | number)[], name: string, keys: readonly string[]): string | undefined {
  const near = closest(name, keys)
  if (near !== null) return `did you mean "${near}"?`
  const optional = `${pathText(path)}${node.kind === 'member' ? `.?${name}` : `[?"${name}"]`}`
  const ask = path.length > 1 ? `where it may be missing, ask for it with ${optional}` : ''
  const there = keys.length === 0 || keys.length > keysShownAtMost ? '' : `there is ${keys.map((key) => `"${key}"`).join(', ')}`
  const hint = [there, ask].filter((part) => part !== '').join('; ')
  return hint === '' ? undefined : hint
}

/** A path as one writes it. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => {
      if (index === 0) return String(step)
      if (typeof step === 'number') return `[${step}]`
      return /^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
    })
    .join('')
}
