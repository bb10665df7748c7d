import type { Json, JsonObject } from '../../../src/events/json.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import type { Comparator } from '../../../src/plan/comparator.ts'
import type { FieldRule } from '../../../src/plan/three-way-diff.ts'
import type { FakeWorld } from './fake-world.ts'

/** How the server writes a field its own way. */
export type Normalisation = 'lower-case' | 'sorted'

/** How a fake kind is. */
export interface FakeOptions {
  readonly world: FakeWorld
  readonly clock: Clock
  readonly kind?: string
  readonly canCoexist?: boolean
  readonly bounded?: boolean
  /** Its plans and its steps ask for the environment of a program, and the world remembers which they got. */
  readonly runsPrograms?: boolean
  readonly readsWorld?: boolean
  readonly earlyFields?: readonly (readonly string[])[]
  /** Fields whose change asks for another thing. */
  readonly replaceFields?: readonly string[]
  /** Fields that the server writes its own way; compared so that this is no drift. */
  readonly normalised?: Readonly<Record<string, Normalisation>>
  /** False: a step asked for twice with one key acts twice, as servers do that know no keys. */
  readonly knowsKeys?: boolean
}

const comparators = { 'lower-case': 'case-insensitive', sorted: 'unordered' } as const satisfies Record<Normalisation, Comparator>

/** The rules by which fields are compared. */
export function fieldRules({ normalised = {} }: FakeOptions): readonly FieldRule[] {
  return Object.entries(normalised).map(([field, how]) => ({ path: [field], comparator: comparators[how] }))
}

/** The fields as the server keeps them. */
export function normalise({ normalised = {} }: FakeOptions, fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, normaliseField(normalised[name], value)]))
}

function normaliseField(how: Normalisation | undefined, value: Json): Json {
  if (how === 'lower-case' && typeof value === 'string') return value.toLowerCase()
  if (how === 'sorted' && Array.isArray(value)) return (value as readonly Json[]).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return value
}
