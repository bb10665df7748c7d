import { InternalError } from '../events/internal-error.ts'
import type { Action } from './action.ts'
import { orderGraph } from '../graph/order-graph.ts'
import type { Step } from './plan-document.ts'
import type { PlannedResource } from './planned-resource.ts'
import { stepTimeoutMs } from './step-timeout.ts'

/** What lowering looks at. */
export interface LowerOptions {
  /** By address; each declared one after what it waits for. */
  readonly resources: ReadonlyMap<string, PlannedResource>
  readonly mode: 'apply' | 'destroy'
  readonly operationTimeoutMs: number
}

interface Draft extends Omit<Step, 'after'> {
  readonly after: Set<string>
}

/** The address under which the old object of a replacement is recorded until it is cleaned up. */
export function deposedAddress(address: string, revision: number): string {
  return `${address}~${revision}`
}

/**
 * Turns planned changes into the steps of a plan, with every edge said. Unchanged resources have no step: what waits for one waits for
 * what that one waits for. Deletes run in the reverse order of the recorded dependencies. In an order in which they could run one by one.
 */
export function lowerSteps(options: LowerOptions): readonly Step[] {
  const steps = new Map<string, Draft>()
  const lastStep = new Map<string, string>()
  const firstStep = new Map<string, string>()
  for (const planned of options.resources.values()) {
    const own = draftsOf(planned, options)
    own.forEach((step, index) => {
      const before = own[index - 1]
      if (before !== undefined) step.after.add(before.id)
      steps.set(step.id, step)
    })
    const main = own.filter((step) => step.phase === 'main' || planned.resolved === null)
    const first = main[0]
    const last = main.at(-1)
    if (first !== undefined) firstStep.set(planned.address, first.id)
    if (last !== undefined) lastStep.set(planned.address, last.id)
  }
  const waits = new UpstreamSteps(options.resources, lastStep)
  for (const planned of options.resources.values()) {
    // Asked for unchanged ones, too: the answers build on each other.
    const before = waits.before(planned.address)
    const first = firstStep.get(planned.address)
    if (first !== undefined) before.forEach((id) => steps.get(first)?.after.add(id))
  }
  addDeleteEdges(options.resources, steps)
  return inOrder([...steps.values()])
}

/** Whether a planned resource has any step: an unchanged one has none. */
export function hasSteps({ action, exactness }: Pick<PlannedResource, 'action' | 'exactness'>): boolean {
  return action !== 'no-op' || exactness !== 'exact'
}

const none: readonly Draft[] = []

function draftsOf(planned: PlannedResource, options: LowerOptions): readonly Draft[] {
  if (!hasSteps(planned)) return none
  const draft = (action: Action, phase: Step['phase'], address = planned.address): Draft => ({
    id: `${address}#${action}`,
    address,
    kind: planned.kind,
    action,
    exactness: planned.exactness,
    phase,
    after: new Set(),
    timeoutMs: stepTimeoutMs({ ...planned, operationTimeoutMs: options.operationTimeoutMs }),
    onFailure: planned.resolved?.declaration.lifecycle.onFailure ?? 'continue',
  })
  if (planned.action === 'no-op') return [draft('no-op', 'main')]
  if (planned.resolved === null) return [draft(planned.action, options.mode === 'destroy' ? 'main' : 'cleanup')]
  if (planned.action !== 'replace') return [draft(planned.action, 'main')]
  if (!planned.canCoexist) return [draft('delete', 'main'), draft('create', 'main')]
  return [draft('replace', 'main'), draft('delete', 'cleanup', deposedAddress(planned.address, planned.recorded?.revision ?? 0))]
}

/** The steps that must have succeeded before those of a resource; looks through unchanged resources. */
class UpstreamSteps {
  readonly #resources: ReadonlyMap<string, PlannedResource>
  readonly #lastStep: ReadonlyMap<string, string>
  readonly #known = new Map<string, ReadonlySet<string>>()

  constructor(resources: ReadonlyMap<string, PlannedResource>, lastStep: ReadonlyMap<string, string>) {
    this.#resources = resources
    this.#lastStep = lastStep
  }

  /** Resources come in an order in which each stands after what it waits for, so that what lies before is known already. */
  before(address: string): ReadonlySet<string> {
    const known = this.#known.get(address)
    if (known !== undefined) return known
    const found = this.#collect(address)
    this.#known.set(address, found)
    return found
  }

  #collect(address: string): ReadonlySet<string> {
    const resolved = this.#resources.get(address)?.resolved ?? null
    if (resolved === null) return new Set()
    const upstream = resolved.upstream.map((name) => `${resolved.declaration.environment}/${name}`)
    const parts = upstream.map((other) => {
      const own = this.#lastStep.get(other)
      return own === undefined ? this.before(other) : new Set([own])
    })
    const [only] = parts
    if (parts.length === 1 && only !== undefined) return only
    return new Set(parts.flatMap((part) => [...part]))
  }
}

/**
 * A thing is deleted after everything that was recorded as depending on it has been deleted or changed to do without. An old object that was
 * put aside is a thing of its own, and so is what stands at its address since.
 */
function addDeleteEdges(resources: ReadonlyMap<string, PlannedResource>, steps: ReadonlyMap<string, Draft>): void {
  const byAddress = Map.groupBy(steps.values(), ({ address }) => originalAddress(address))
  const removals = (address: string) => (byAddress.get(address) ?? []).filter((step) => step.phase === 'cleanup' || isGoing(resources, step))
  for (const { address, recorded } of resources.values()) {
    const original = originalAddress(address)
    const last = byAddress.get(original)?.at(-1)
    const own = new Set([...removals(original), ...(last === undefined ? [] : [last])])
    for (const dependency of recorded?.dependencies ?? []) {
      if (dependency === original) continue
      for (const removal of removals(dependency)) for (const { id } of own) removal.after.add(id)
    }
  }
}

/** Whether no document asks for it any more. */
function isGoing(resources: ReadonlyMap<string, PlannedResource>, { address }: Draft): boolean {
  return resources.get(address)?.resolved === null
}

/** The address at which a thing stood before it was put aside. */
function originalAddress(address: string): string {
  return address.split('~')[0] ?? address
}

function inOrder(drafts: readonly Draft[]): readonly Step[] {
  const order = topologicalOrder(drafts)
  return order.map((step) => ({ ...step, after: [...step.after].sort() }))
}

function topologicalOrder(drafts: readonly Draft[]): readonly Draft[] {
  const index = new Map(drafts.map((step, position) => [step.id, position]))
  const successors: number[][] = drafts.map(() => [])
  drafts.forEach((step, position) => step.after.forEach((id) => successors[index.get(id) ?? position]?.push(position)))
  const ordered = orderGraph(successors)
  if (ordered.ok) return ordered.order.flatMap((position) => drafts[position] ?? [])
  // Records written at different times may contradict each other; the edges of declarations never do.
  const circle = ordered.cycle.flatMap((position) => drafts[position] ?? []).filter((step) => step.action === 'delete' || step.action === 'forget')
  if (circle.length === 0)
    throw new InternalError('plan/circular-steps', `steps wait for each other: ${ordered.cycle.map((position) => drafts[position]?.id).join(', ')}`)
  const ids = new Set(circle.map((step) => step.id))
  for (const step of circle) for (const id of ids) step.after.delete(id)
  return topologicalOrder(drafts)
}
