import type { JsonObject } from '../../../src/events/json.ts'
import type { FakeBehaviour, FakeCall } from './fake-behaviour.ts'

/** A thing that exists. */
export interface FakeObject {
  readonly id: string
  readonly address: string
  readonly fields: JsonObject
  /** Counts what was done to it, its making included. */
  readonly generation: number
  /** The key of the step that made it, and of the one that touched it last. */
  readonly madeWith: string
  readonly touchedWith: string
}

/** One thing that was really done. */
export interface LedgerEntry {
  readonly verb: 'create' | 'update' | 'delete'
  readonly address: string
  readonly id: string
  readonly key: string
}

/** A program that a call would have started. */
export interface FakeStart {
  readonly call: 'plan' | 'apply'
  readonly address: string
  readonly environment: Readonly<Record<string, string>>
}

/** The world of the fake provider: what exists, what was done, and what will go wrong. Outlives providers and engines. */
export class FakeWorld {
  readonly #objects = new Map<string, FakeObject>()
  readonly #ledger: LedgerEntry[] = []
  readonly #behaviours = new Map<string, FakeBehaviour[]>()
  readonly #starts: FakeStart[] = []
  #made = 0

  /** Every environment that a program was given, in order. */
  get starts(): readonly FakeStart[] {
    return this.#starts
  }

  /** Remembers what a program of a call was given. */
  started(call: FakeStart['call'], address: string, environment: FakeStart['environment']): void {
    this.#starts.push({ call, address, environment })
  }

  /** What exists, in the order it was made. */
  get objects(): readonly FakeObject[] {
    return [...this.#objects.values()]
  }

  /** What was really done, in order. */
  get ledger(): readonly LedgerEntry[] {
    return this.#ledger
  }

  find(id: string): FakeObject | null {
    return this.#objects.get(id) ?? null
  }

  /** The things of an address; more than one only while a replacement stands beside the old one. */
  of(address: string): readonly FakeObject[] {
    return this.objects.filter((object) => object.address === address)
  }

  madeWith(key: string): FakeObject | null {
    return this.objects.find((object) => object.madeWith === key) ?? null
  }

  /** How many things were made with each key: every count must be one. */
  createsByKey(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const { verb, key } of this.#ledger) if (verb === 'create') counts.set(key, (counts.get(key) ?? 0) + 1)
    return counts
  }

  /** The keys with which more than one thing was made. */
  get madeTwice(): readonly string[] {
    return [...this.createsByKey()].filter(([, count]) => count > 1).map(([key]) => key)
  }

  /** Makes a thing, whatever exists already. */
  create(address: string, fields: JsonObject, key: string): FakeObject {
    const id = `fake-${++this.#made}`
    const object = { id, address, fields, generation: 1, madeWith: key, touchedWith: key }
    this.#objects.set(id, object)
    this.#ledger.push({ verb: 'create', address, id, key })
    return object
  }

  /** Null when there is no such thing. */
  update(id: string, fields: JsonObject, key: string): FakeObject | null {
    const old = this.find(id)
    if (old === null) return null
    const object = { ...old, fields, generation: old.generation + 1, touchedWith: key }
    this.#objects.set(id, object)
    this.#ledger.push({ verb: 'update', address: old.address, id, key })
    return object
  }

  /** Nothing happens when there is no such thing. */
  delete(id: string, key: string): void {
    const old = this.find(id)
    if (old === null) return
    this.#objects.delete(id)
    this.#ledger.push({ verb: 'delete', address: old.address, id, key })
  }

  /** Changes fields of a thing behind everybody's back. */
  drift(address: string, fields: JsonObject): void {
    for (const object of this.of(address)) this.#objects.set(object.id, { ...object, fields: { ...object.fields, ...fields } })
  }

  /** Takes a thing away behind everybody's back. */
  vanish(address: string): void {
    for (const { id } of this.of(address)) this.#objects.delete(id)
  }

  /** Says how the next calls for an address behave, one behaviour after the other. */
  script(address: string, ...behaviours: readonly FakeBehaviour[]): void {
    this.#behaviours.set(address, [...(this.#behaviours.get(address) ?? []), ...behaviours])
  }

  /** The behaviour of the next call; counts it. */
  next(address: string, call: FakeCall): FakeBehaviour | null {
    const queue = this.#behaviours.get(address) ?? []
    const index = queue.findIndex(({ on, times }) => on === call && times > 0)
    const behaviour = queue[index]
    if (behaviour === undefined) return null
    queue[index] = { ...behaviour, times: behaviour.times - 1 }
    return behaviour
  }
}
