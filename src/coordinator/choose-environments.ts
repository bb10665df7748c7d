import type { Diagnostic } from '../events/diagnostic.ts'
import { orderEnvironments } from '../plan/order-environments.ts'
import type { Provider } from '../plan/provider.ts'
import type { ResolvedEnvironment } from '../plan/resolved-environment.ts'
import { readReplaceWord } from '../plan/replacement.ts'
import type { SelectionRequest } from '../plan/selection-request.ts'
import { TargetNames } from '../plan/target-names.ts'
import { unknownLabels } from '../plan/unknown-labels.ts'
import { unknownTarget } from '../plan/unknown-target.ts'
import type { Store } from '../ports/store.ts'
import { currentRecords, type CurrentRecords } from './current-records.ts'
import { environmentNamed } from './environment-named.ts'
import type { LoadedProject } from './load-project.ts'
import { answered, refused, type Result } from './result.ts'
import { projectLabels, selectable } from './selectable.ts'

/** Asks for several environments at once. */
export interface EnvironmentsRequest {
  /** Null for all of the project; abstract ones are never among them. */
  readonly environments: readonly string[] | null
  readonly mode: 'apply' | 'destroy'
  /** A target has to be in one of the environments at least. */
  readonly selection: SelectionRequest
}

/** Where environments and their resources are looked up. */
export interface ChooseFrom {
  readonly project: LoadedProject
  readonly store: Pick<Store, 'resources'>
  readonly provider: (kind: string) => Provider | null
}

/** An environment that was chosen, and what of it. */
export interface ChosenEnvironment {
  readonly name: string
  readonly isProtected: boolean
  readonly selection: SelectionRequest
  /** Those among the chosen ones that are done before it because it reads them, or to destroy because they read it; however far. */
  readonly after: readonly string[]
}

/** What was chosen, in the order in which it is to be done. */
export interface ChosenEnvironments {
  readonly chosen: readonly ChosenEnvironment[]
  /** Asked for, but with nothing in them that was asked for. */
  readonly skipped: readonly string[]
}

/** Chooses environments, and of each what a request asks for. Targets, labels and environments that do not exist anywhere are mistakes. */
export async function chooseEnvironments({ project, store, provider }: ChooseFrom, request: EnvironmentsRequest): Promise<Result<ChosenEnvironments>> {
  const { mode, selection } = request
  const named = (request.environments ?? [...project.environments.keys()]).map((name) => environmentNamed(project, name))
  const problems: Diagnostic[] = named.flatMap((one) => (one.ok ? [] : one.diagnostics))
  if (selection.selector !== null) problems.push(...unknownLabels(selection.selector, projectLabels(project)))
  if (problems.length > 0) return refused(problems)
  const environments = named.flatMap((one) => (one.ok ? [one.value] : []))
  if (environments.length === 0) return refused([noEnvironment])
  const parts: Part[] = []
  for (const environment of environments) {
    const known = await currentRecords({ project, store, provider, environment: environment.declaration.name, mode })
    parts.push(partOf(project, environment, { known, request }))
  }
  const unknown = [...selection.targets, ...selection.exclude, ...selection.replace.map(replaced)].filter((word) => !parts.some((part) => part.has(word)))
  if (unknown.length > 0) return refused(unknown.map((word) => unknownIn(word, project, parts)))
  const kept = parts.filter(({ isEmpty }) => !isEmpty)
  if (kept.length === 0) return refused([nothingAnywhere(request, environments)])
  const narrowed = new Map(kept.map(({ environment, own }) => [environment.declaration.name, own]))
  const ordered = orderEnvironments(kept.map(({ environment }) => environment), { mode, records: await store.resources() }) // prettier-ignore
  return answered({
    chosen: ordered.map(({ environment: { declaration }, after }) => {
      return { name: declaration.name, isProtected: declaration.protected, selection: narrowed.get(declaration.name) ?? selection, after }
    }),
    skipped: parts.filter(({ isEmpty }) => isEmpty).map(({ environment }) => environment.declaration.name),
  })
}

interface Part {
  readonly environment: ResolvedEnvironment
  readonly names: readonly string[]
  readonly has: (word: string) => boolean
  /** The request with what exists here. */
  readonly own: SelectionRequest
  readonly isEmpty: boolean
}

function partOf(
  project: LoadedProject,
  environment: ResolvedEnvironment,
  { known, request: { mode, selection } }: { readonly known: CurrentRecords; readonly request: EnvironmentsRequest },
): Part {
  const own = [...known.current.values()].filter((record) => record.environment === environment.declaration.name)
  const names = new TargetNames(selectable(project, environment, own), mode)
  const has = (word: string): boolean => names.find(known.targetOf(word)).length > 0
  const targets = selection.targets.filter(has)
  const { selector } = selection
  const isEmpty = (selection.targets.length > 0 && targets.length === 0) || (selector !== null && names.matching(selector).length === 0)
  return {
    environment,
    names: names.all,
    has,
    own: { ...selection, targets, exclude: selection.exclude.filter(has), replace: selection.replace.filter((word) => has(replaced(word))) },
    isEmpty,
  }
}

function replaced(word: string): string {
  return readReplaceWord(word).target
}

const noEnvironment: Diagnostic = {
  code: 'unknown-environment',
  severity: 'error',
  message: 'the project has no environments',
  hint: 'add a document of kind Environment',
}

function unknownIn(word: string, project: LoadedProject, parts: readonly Part[]): Diagnostic {
  const environment = parts.map((part) => part.environment.declaration.name).join(', ')
  const names = parts.flatMap((part) => part.names)
  return unknownTarget(word, { environment, environments: [...project.environments.keys()] }, names)
}

function nothingAnywhere({ selection }: EnvironmentsRequest, environments: readonly ResolvedEnvironment[]): Diagnostic {
  const names = environments.map(({ declaration }) => declaration.name).join(', ')
  const message = `nothing in ${names} is ${selection.selector?.text ?? 'there'}`
  return { code: 'selection-invalid', severity: 'error', message, hint: 'genesis graph -o json lists all resources with their labels' }
}
