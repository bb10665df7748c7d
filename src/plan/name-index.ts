import { closest } from '../events/did-you-mean.ts'
import type { Unread } from '../manifest/manifest.ts'
import type { Expanded } from './expand-templates.ts'

/** What the resources of an environment are called. */
export interface NameIndex {
  readonly environment: string
  /** Instances by their whole names: `app@eu-west-1`. */
  readonly names: ReadonlySet<string>
  /** By the name of each document with `forEach`, the names of its instances. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  /** Whether there may be a document of that name although it is not here. */
  readonly mayExist: (base: string) => boolean
}

/** Where a path below `resources` leads to. */
export type Lookup =
  /** `whole`: to all instances of a `forEach`, of which there may be none. `rest` is what remains of the path. */
  | { readonly kind: 'found'; readonly names: readonly string[]; readonly whole: boolean; readonly rest: readonly (string | number)[] }
  | { readonly kind: 'unread'; readonly name: string }
  | { readonly kind: 'missing'; readonly message: string; readonly hint?: string }

/** The index of an expanded environment. */
export function nameIndex(environment: string, { declarations, groups, faulty }: Expanded, unread: Unread): NameIndex {
  const lost = unread.resources.get(environment)
  return {
    environment,
    names: new Set(declarations.map(({ name }) => name)),
    groups,
    mayExist: (base) => unread.documents || faulty.has(base) || lost?.has(base) === true,
  }
}

/** Follows a path that begins with the name of a resource. */
export function lookUpName(index: NameIndex, path: readonly (string | number)[]): Lookup {
  const name = String(path[0])
  const rest = path.slice(1)
  const group = index.groups.get(name)
  if (group !== undefined) return lookUpInstance(index, { name, group, rest })
  if (index.names.has(name) && !name.includes('@')) return { kind: 'found', names: [name], whole: false, rest }
  if (index.mayExist(name)) return { kind: 'unread', name }
  const message = `no resource in ${index.environment} is named "${name}"`
  const [base = '', key] = name.split('@')
  if (key !== undefined && index.names.has(name)) return { kind: 'missing', message, hint: `an instance is written resources["${base}"]["${key}"]` }
  const near = closest(name, [...[...index.names].filter((each) => !each.includes('@')), ...index.groups.keys()])
  return { kind: 'missing', message, ...(near === null ? {} : { hint: `did you mean "${near}"?` }) }
}

function lookUpInstance(
  index: NameIndex,
  asked: { readonly name: string; readonly group: readonly string[]; readonly rest: readonly (string | number)[] },
): Lookup {
  const { name, group, rest } = asked
  const [key] = rest
  if (key === undefined) return { kind: 'found', names: group, whole: true, rest: [] }
  const instance = `${name}@${key}`
  if (index.names.has(instance)) return { kind: 'found', names: [instance], whole: false, rest: rest.slice(1) }
  const keys = group.map((each) => each.slice(name.length + 1))
  return { kind: 'missing', message: `"${name}" has no instance "${key}" in ${index.environment}`, hint: instanceHint(name, String(key), keys) }
}

const keysShownAtMost = 8

function instanceHint(name: string, key: string, keys: readonly string[]): string {
  const [first] = keys
  if (first === undefined) return `its forEach is empty in this environment`
  if (key === 'outputs' || key === 'spec') return `it has one instance for each key of its forEach: resources["${name}"]["${first}"].${key}`
  const near = closest(key, keys)
  if (near !== null) return `did you mean "${near}"?`
  const more = keys.length > keysShownAtMost ? `, and ${keys.length - keysShownAtMost} more` : ''
  return `its keys are ${keys.slice(0, keysShownAtMost).join(', ')}${more}`
}
