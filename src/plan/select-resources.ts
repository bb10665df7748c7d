import type { Diagnostic } from '../events/diagnostic.ts'
import type { SelectionRequest } from './selection-request.ts'
import { TargetNames, type Selectable } from './target-names.ts'
import { unknownTarget } from './unknown-target.ts'
import { closure, waitingGraph, type WaitingGraph } from './waiting-graph.ts'

/** The names that a plan is about, and those that it is not. */
export interface Selection {
  readonly asked: ReadonlySet<string>
  readonly broughtAlong: ReadonlySet<string>
  /** Left out as asked for. */
  readonly excluded: ReadonlySet<string>
  /** What was asked for, but could not be done without what is excluded. */
  readonly excludedWith: ReadonlySet<string>
  /** What waits for what. */
  readonly graph: WaitingGraph
}

/** Either a selection, or what is wrong with the request. */
export type Selected = { readonly ok: true; readonly selection: Selection } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/**
 * Chooses what a request names. A target is `name` or `environment/name`; the name of a document with `forEach` stands for its instances.
 * Applying brings along what the chosen ones wait for, destroying what waits for them, unless they are asked for alone. What cannot be done
 * without an excluded one is left out with it. What names nothing is an error, never all and never none.
 */
export function selectResources(request: SelectionRequest, from: Selectable, mode: 'apply' | 'destroy'): Selected {
  const diagnostics: Diagnostic[] = []
  const names = new TargetNames(from, mode)
  const graph = waitingGraph(from.declared, from.recorded, mode)
  const find = (word: string): readonly string[] => {
    const found = names.find(word)
    if (found.length === 0) diagnostics.push(unknownTarget(word, from, names.all))
    return found
  }
  const excluded = new Set(request.exclude.flatMap(find))
  const left = request.only ? excluded : closure(excluded, graph.neededBy)
  const targets = request.targets.map((word) => ({ word, names: find(word) }))
  diagnostics.push(...targets.flatMap((target) => leftOutTarget(target, { excluded, left })))
  const named = new Set(askedNames(request, { names, targets }))
  const asked = named.difference(left)
  if (diagnostics.length === 0 && asked.size === 0) diagnostics.push(nothingLeft(request, from))
  if (diagnostics.length > 0) return { ok: false, diagnostics }
  const wanted = request.withDependents ? closure(named, graph.dependents) : named
  const all = request.only ? asked : closure(wanted.difference(left), graph.needs)
  const broughtAlong = all.difference(asked).intersection(new Set(names.all))
  return { ok: true, selection: { asked, broughtAlong, excluded, excludedWith: wanted.intersection(left).difference(excluded), graph } }
}

/** So many labels are listed in a hint. */
const maxListed = 12

function labelsText({ declared, labels }: Selectable): string {
  const all = new Set([...declared.keys()].flatMap((name) => Object.entries(labels(name)).map(([key, value]) => `${key}=${value}`)))
  if (all.size === 0) return 'its resources have no labels: write them below metadata'
  const listed = [...all].sort().slice(0, maxListed).join(', ')
  return `its resources have ${listed}${all.size > maxListed ? ` and ${all.size - maxListed} more` : ''}`
}

interface Target {
  readonly word: string
  readonly names: readonly string[]
}

function askedNames(
  { selector }: SelectionRequest,
  { names, targets }: { readonly names: TargetNames; readonly targets: readonly Target[] },
): readonly string[] {
  if (targets.length > 0) return targets.flatMap((target) => target.names)
  return selector === null ? names.all : names.matching(selector)
}

/** A target of which nothing is left contradicts what is excluded. */
function leftOutTarget(
  { word, names }: Target,
  { excluded, left }: { readonly excluded: ReadonlySet<string>; readonly left: ReadonlySet<string> },
): readonly Diagnostic[] {
  if (names.length === 0 || names.some((name) => !left.has(name))) return []
  const base = { code: 'selection-invalid', severity: 'error' } as const
  if (names.some((name) => excluded.has(name))) return [{ ...base, message: `"${word}" is both asked for and excluded`, hint: 'leave one of them out' }]
  const message = `"${word}" cannot be done without ${[...excluded].join(', ')}, which is excluded`
  return [{ ...base, message, hint: `give --only instead of --exclude: "${word}" alone, with what is recorded of the others` }]
}

function nothingLeft({ selector, exclude }: SelectionRequest, from: Selectable): Diagnostic {
  const { environment } = from
  const base = { code: 'selection-invalid', severity: 'error' } as const
  if (exclude.length > 0) return { ...base, message: `nothing of ${environment} is left to plan`, hint: 'exclude less' }
  return {
    ...base,
    message: `nothing in ${environment} is ${selector?.text ?? 'there'}`,
    hint: labelsText(from),
  }
}
