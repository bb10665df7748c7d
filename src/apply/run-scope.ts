import type { Evaluated } from '../expressions/expression.ts'
import { unknown, type Value } from '../expressions/value.ts'
import type { ResolvedEnvironment, ResolvedResource } from '../plan/resolved-environment.ts'
import { ownScope } from '../plan/resource-scope.ts'
import { ResourceViews } from '../plan/resource-views.ts'

/** What expressions see while a plan is applied: the outputs that are really there by now. */
export class RunScope {
  readonly #environment: ResolvedEnvironment
  readonly #environments: Value
  readonly #outputs = new Map<string, Value>()
  readonly #views: ResourceViews

  /** `environments` holds the recorded values of other environments. */
  constructor(environment: ResolvedEnvironment, environments: Value) {
    this.#environment = environment
    this.#environments = environments
    this.#views = new ResourceViews(environment.groups)
    for (const [name, resource] of environment.resources) this.#views.set(name, this.#view(name, resource))
  }

  /** Makes the outputs of a resource known to those behind it. */
  setOutputs(name: string, outputs: Value): void {
    this.#outputs.set(name, outputs)
  }

  /** The spec with everything that is known now. */
  evaluate(resource: ResolvedResource): Evaluated {
    if (resource.compiled.constant) return { ok: true, value: resource.spec }
    return resource.compiled.evaluate({
      ...this.#environment.scope,
      ...ownScope(resource.declaration),
      resources: this.#views.value,
      environments: this.#environments,
    })
  }

  /** The parts are worked out when an expression asks for them: by then what it waits for has been applied. */
  #view(name: string, resource: ResolvedResource): Value {
    const outputs = this.#outputs
    const evaluate = (): Evaluated => this.evaluate(resource)
    return {
      get outputs(): Value {
        return outputs.get(name) ?? unknown
      },
      get spec(): Value {
        const evaluated = evaluate()
        return evaluated.ok ? evaluated.value : unknown
      },
    }
  }
}
