import { setOwn } from '../manifest/set-own.ts'
import { unknown, type Value } from '../expressions/value.ts'

type Views = Record<string, Value>

/** What `resources` stands for while it fills: the view of each resource by its name; those of a `forEach` in a map by their keys. */
export class ResourceViews {
  readonly #views: Views = {}
  readonly #groups = new Map<string, Views>()

  /**
   * `groups` has the instances of each document with `forEach`: it is a map, even with nothing in it, whose keys are in order, whatever the
   * order in which they are set. What is not set yet is unknown.
   */
  constructor(groups: Iterable<readonly [string, readonly string[]]> = []) {
    for (const [base, names] of groups) {
      this.#group(base)
      for (const name of [...names].sort()) this.set(name, unknown)
    }
  }

  /** Shows later views, too. */
  get value(): Value {
    return this.#views
  }

  /** `view` holds `spec` and `outputs`; `name` is `app` or `app@eu-west-1`. */
  set(name: string, view: Value): void {
    const at = name.indexOf('@')
    if (at === -1) setOwn(this.#views, name, view)
    else setOwn(this.#group(name.slice(0, at)), name.slice(at + 1), view)
  }

  #group(base: string): Views {
    let group = this.#groups.get(base)
    if (group === undefined) {
      group = {}
      this.#groups.set(base, group)
      setOwn<Value>(this.#views, base, group)
    }
    return group
  }
}

/** What `environments` stands for: the views of resources of other environments. */
export class EnvironmentViews {
  readonly #views: Views = {}
  readonly #environments = new Map<string, ResourceViews>()

  /** `groups` are the addresses of documents with `forEach` that are read. */
  constructor(groups: Iterable<string> = []) {
    const byEnvironment = Map.groupBy(groups, (address) => splitAddress(address).environment)
    for (const [environment, addresses] of byEnvironment)
      this.#environment(environment, new ResourceViews(addresses.map((address) => [splitAddress(address).name, []] as const)))
  }

  get value(): Value {
    return this.#views
  }

  set(address: string, view: Value): void {
    const { environment, name } = splitAddress(address)
    const views = this.#environments.get(environment) ?? this.#environment(environment, new ResourceViews())
    views.set(name, view)
  }

  #environment(name: string, views: ResourceViews): ResourceViews {
    this.#environments.set(name, views)
    setOwn<Value>(this.#views, name, { resources: views.value })
    return views
  }
}

function splitAddress(address: string): { readonly environment: string; readonly name: string } {
  const slash = address.indexOf('/')
  return { environment: address.slice(0, slash), name: address.slice(slash + 1) }
}
