import type { Json } from '../events/json.ts'
import type { Reference } from '../expressions/expression.ts'
import type { Origin } from '../plan/explanation.ts'
import { readTargets, type ReadTarget } from '../plan/read-targets.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { ResolvedEnvironment, ResolvedResource } from '../plan/resolved-environment.ts'
import { recordNote } from './record-note.ts'

type Path = readonly (string | number)[]

/** What finding an origin looks at. */
export interface OriginOptions {
  readonly resource: ResolvedResource
  readonly environment: ResolvedEnvironment
  readonly environments: ReadonlyMap<string, ResolvedEnvironment>
  /** By address, over all environments. */
  readonly records: ReadonlyMap<string, RecordedResource>
}

/** Where what a reference reads comes from. */
export function originOf(options: OriginOptions, path: Reference['path']): Origin {
  const { environment, resource } = options
  switch (path[0]) {
    case 'project':
      return { kind: 'project' }
    case 'git':
      return { kind: 'git' }
    case 'resource':
      return { kind: 'declared', at: resource.declaration.at, written: null, layers: [] }
    case 'environment':
      return environmentOrigin(environment, path.slice(1))
    case 'secrets':
      return secretOrigin(environment, path[1])
    case 'resources':
    case 'environments': {
      const addresses = [...resource.upstream.map((name) => `${environment.declaration.name}/${name}`), ...resource.foreign]
      const [target, ...more] = readTargets(path, environment.declaration.name, addresses)
      return target === undefined || more.length > 0 ? { kind: 'other' } : resourceOrigin(options, target)
    }
    default:
      return { kind: 'other' }
  }
}

function secretOrigin({ declaration }: ResolvedEnvironment, name: string | number | undefined): Origin {
  const source = typeof name === 'string' && Object.hasOwn(declaration.secrets, name) ? declaration.secrets[name] : undefined
  return source === undefined ? { kind: 'other' } : { kind: 'declared', at: source.at, written: null, layers: [] }
}

function environmentOrigin({ declaration }: ResolvedEnvironment, [part = '', ...path]: Path): Origin {
  if (part === 'labels') {
    const labels = ['metadata', 'labels', ...path]
    return { kind: 'declared', at: declaration.locate(labels), written: null, layers: declaration.layersAt(labels) }
  }
  if (part !== 'variables') return { kind: 'declared', at: declaration.at, written: null, layers: [] }
  const own = writtenPath(declaration.variables, path)
  const place = ['spec', 'variables', ...own]
  return { kind: 'declared', at: declaration.locate(place), written: expressionAt(declaration.variables, own), layers: declaration.layersAt(place) }
}

function resourceOrigin({ environments, records }: OriginOptions, { address, rest: [part, ...below] }: ReadTarget): Origin {
  const slash = address.indexOf('/')
  const declaration = environments.get(address.slice(0, slash))?.resources.get(address.slice(slash + 1))?.declaration
  if (part === 'spec' && declaration !== undefined) {
    const own = writtenPath(declaration.spec, below)
    const layers = declaration.layersAt(['spec', ...own])
    return { kind: 'declared', at: declaration.locate(own), written: expressionAt(declaration.spec, own), layers }
  }
  const record = records.get(address)
  return { kind: 'output', address, declaredAt: declaration?.at ?? null, record: record === undefined ? null : recordNote(record) }
}

/** The part of a path that is written in a tree: what is below an expression is written nowhere. */
export function writtenPath(tree: Json, path: Path): Path {
  let length = path.length
  while (length > 0 && valueAt(tree, path.slice(0, length)) === undefined) length--
  return path.slice(0, length)
}

/** The text at a path where it holds an expression; null for every other value. */
export function expressionAt(tree: Json, path: Path): string | null {
  const value = valueAt(tree, path)
  return typeof value === 'string' && value.includes('${') ? value : null
}

/** What stands at a path of plain JSON; undefined where nothing does. */
export function valueAt(value: Json, path: Path): Json | undefined {
  let current: Json | undefined = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined
    current = (current as Readonly<Record<string | number, Json>>)[step]
  }
  return current
}
