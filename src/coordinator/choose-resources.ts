import type { PartialPlan } from '../plan/plan-document.ts'
import { partialPlan } from '../plan/partial-plan.ts'
import { recordedInputs } from '../plan/recorded-inputs.ts'
import { findReplacements, type Replacement } from '../plan/replacement.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { ResolvedEnvironment } from '../plan/resolved-environment.ts'
import { asksForEverything } from '../plan/selection-request.ts'
import { selectResources } from '../plan/select-resources.ts'
import { TargetNames } from '../plan/target-names.ts'
import { unknownLabels } from '../plan/unknown-labels.ts'
import type { LoadedProject } from './load-project.ts'
import { projectLabels, selectable } from './selectable.ts'
import type { PlanCommand } from './plan-request.ts'
import { answered, hasErrors, refused, type Result } from './result.ts'

/** What a plan is about. */
export interface Choice {
  /** Names of declared resources. */
  readonly selected: ReadonlySet<string>
  readonly removals: readonly RecordedResource[]
  /** Null for the whole environment. */
  readonly partial: PartialPlan | null
  /** What is to be replaced, by name. */
  readonly replacements: ReadonlyMap<string, Replacement>
}

type KnownProject = Pick<LoadedProject, 'environments' | 'examined'>

/** What there is to choose from: `own` are all records of the environment, by address, `undeclared` those without a document. */
export interface Candidates {
  readonly own: readonly RecordedResource[]
  readonly undeclared: readonly RecordedResource[]
}

/** Chooses what a command asks for of an environment. */
export function chooseResources(
  project: KnownProject,
  environment: ResolvedEnvironment,
  candidates: Candidates & { readonly command: Pick<PlanCommand, 'mode' | 'selection'> },
): Result<Choice> {
  const chosen = choosePart(project, environment, candidates)
  if (!chosen.ok) return chosen
  const { own, command } = candidates
  const from = selectable(project, environment, own)
  const found = findReplacements(command.selection.replace, { ...from, ...chosen.value, names: new TargetNames(from, command.mode) })
  return hasErrors(found.diagnostics) ? refused(found.diagnostics) : answered({ ...chosen.value, replacements: found.replacements }, chosen.diagnostics)
}

function choosePart(
  project: KnownProject,
  environment: ResolvedEnvironment,
  { own, undeclared, command }: Candidates & { readonly command: Pick<PlanCommand, 'mode' | 'selection'> },
): Result<Omit<Choice, 'replacements'>> {
  const { mode, selection: request } = command
  const removable = mode === 'destroy' ? own : undeclared
  if (asksForEverything(request)) {
    const selected = new Set(mode === 'destroy' ? [] : environment.resources.keys())
    return answered({ selected, removals: removable, partial: null })
  }
  const labelled = request.selector === null ? [] : unknownLabels(request.selector, projectLabels(project))
  if (labelled.length > 0) return refused(labelled)
  const chosen = selectResources(request, selectable(project, environment, own), mode)
  if (!chosen.ok) return refused(chosen.diagnostics)
  const { selection } = chosen
  const all = selection.asked.union(selection.broughtAlong)
  const records = new Map(own.map((record) => [record.address, record]))
  const { inputs, diagnostics } = recordedInputs({ environment, selection, mode, records, examined: project.examined })
  if (hasErrors(diagnostics)) return refused(diagnostics)
  const declared = mode === 'destroy' ? [] : [...environment.resources.keys()]
  const names = [...declared, ...removable.map(({ name }) => name)]
  return answered(
    {
      selected: new Set(declared.filter((name) => all.has(name))),
      removals: removable.filter(({ name }) => all.has(name)),
      partial: partialPlan(environment.declaration.name, { request, selection, names, inputs }),
    },
    diagnostics,
  )
}
