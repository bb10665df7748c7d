import type { Diagnostic } from '../events/diagnostic.ts'
import { closest } from '../events/did-you-mean.ts'

/** What there is to choose from: names, what each waits for, and which are known from records alone. */
export interface Selectable {
  readonly environment: string
  /** Declared resources with the names they wait for. */
  readonly declared: ReadonlyMap<string, readonly string[]>
  /** Recorded resources without a document, with the names they were recorded to depend on. */
  readonly recordedOnly: ReadonlyMap<string, readonly string[]>
  /** Names of all environments: one written as a target is a mistake of its own. */
  readonly environments: readonly string[]
}

/** The names that a plan is about. */
export interface Selection {
  readonly asked: ReadonlySet<string>
  readonly broughtAlong: ReadonlySet<string>
}

/** Either a selection, or what is wrong with the targets. */
export type Selected = { readonly ok: true; readonly selection: Selection } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/**
 * Chooses what targets name: `name` or `environment/name`. Applying brings along what they wait for, destroying what waits for them. A
 * target that names nothing is an error, never all and never none.
 */
export function selectTargets(targets: readonly string[], from: Selectable, mode: 'apply' | 'destroy'): Selected {
  const asked = new Set<string>()
  const diagnostics: Diagnostic[] = []
  for (const target of targets) {
    const name = target.startsWith(`${from.environment}/`) ? target.slice(from.environment.length + 1) : target
    if (from.declared.has(name) || from.recordedOnly.has(name)) asked.add(name)
    else diagnostics.push(unknownTarget(target, name, from))
  }
  if (diagnostics.length > 0) return { ok: false, diagnostics }
  const all = closure(asked, mode === 'apply' ? (name) => from.declared.get(name) ?? [] : dependents(from))
  return { ok: true, selection: { asked, broughtAlong: all.difference(asked) } }
}

function closure(start: ReadonlySet<string>, next: (name: string) => readonly string[]): ReadonlySet<string> {
  const all = new Set(start)
  for (const name of all) for (const other of next(name)) all.add(other)
  return all
}

function dependents(from: Selectable): (name: string) => readonly string[] {
  const reverse = new Map<string, string[]>()
  for (const [name, upstream] of [...from.declared, ...from.recordedOnly]) {
    for (const other of upstream) reverse.set(other, [...(reverse.get(other) ?? []), name])
  }
  return (name) => reverse.get(name) ?? []
}

function unknownTarget(target: string, name: string, from: Selectable): Diagnostic {
  const base = { code: 'unknown-target', severity: 'error' } as const
  if (from.environments.includes(target)) {
    return {
      ...base,
      message: `"${target}" is an environment, not a resource of ${from.environment}`,
      hint: 'one environment at a time: targets after it name resources',
    }
  }
  const near = closest(name, [...from.declared.keys(), ...from.recordedOnly.keys()])
  const hint = near === null ? `"genesis validate" lists what ${from.environment} has` : `did you mean "${near}"?`
  return { ...base, message: `no resource of ${from.environment} is named "${target}"`, hint }
}
