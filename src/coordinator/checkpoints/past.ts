import type { Diagnostic } from '../../events/diagnostic.ts'
import type { SourcesOf } from '../../plan/way-back.ts'
import type { Provider } from '../../plan/provider.ts'
import type { RecordedResource } from '../../plan/recorded-resource.ts'
import type { Checkpoint, Trace } from '../../ports/checkpoint-store.ts'
import type { Host, Ports } from '../../ports/ports.ts'
import type { Store } from '../../ports/store.ts'
import { materialiseTree, type Materialised } from '../../sources/materialise-tree.ts'
import { loadProject, type LoadedProject, type LoadOptions } from '../load-project.ts'
import { answered, refused, type Result } from '../result.ts'
import { checkpointName } from './checkpoint-name.ts'

/** What going back to a checkpoint needs. */
export interface PastOptions {
  /** As it is in the working tree. */
  readonly project: LoadedProject
  readonly store: Store
  readonly ports: Ports
  readonly host: Host
  readonly provider: (kind: string) => Provider | null
  readonly version: string
  readonly keepSource: LoadOptions['keepSource']
}

/** A checkpoint, and everything that a plan back to it is made of. */
export interface Past {
  readonly checkpoint: Checkpoint
  /** As its sources declare it, with the settings of today; what is made stands where it stands today. */
  readonly project: LoadedProject
  /** What was recorded, by address. */
  readonly then: ReadonlyMap<string, RecordedResource>
  readonly traces: readonly Trace[]
  readonly sourcesOf: SourcesOf
}

/** Loads a checkpoint: its records, and the project as its sources have it. Refused where they are not there any more. */
export async function openPast(options: PastOptions, checkpoint: Checkpoint): Promise<Result<Past>> {
  const { store, project } = options
  if (checkpoint.prunedAt !== null) return refused([pruned(checkpoint)])
  const then = new Map((await store.resourcesAt(checkpoint)).map((record) => [record.address, record]))
  const traces = await store.tracesSince(checkpoint)
  if (checkpoint.tree === null) {
    if (then.size > 0) return refused([withoutSources(checkpoint)])
    const none = emptied(project, checkpoint.environment)
    return answered({ checkpoint, project: none, then, traces, sourcesOf: await sourcesOfRuns(options, { checkpoint, own: new Map() }) })
  }
  const copy = await materialise(options, checkpoint.tree)
  if (!copy.ok) return refused([damaged(checkpoint, copy.missing)])
  const loaded = await loadPast(options, copy)
  if (!loaded.ok) return loaded
  const own = new Map([...then.keys()].map((address) => [address, { tree: checkpoint.tree ?? '', copy: copy.sources }]))
  const sourcesOf = await sourcesOfRuns(options, { checkpoint, own })
  return answered({ checkpoint, project: withToday(loaded.value, project, checkpoint.environment), then, traces, sourcesOf }, loaded.diagnostics)
}

function materialise({ ports, store, host, project }: PastOptions, tree: string): Promise<Materialised> {
  return materialiseTree({ files: ports.files, store, folder: `${host.cacheFolder}/${project.folders.key}/checkpoints` }, tree)
}

async function loadPast(
  { ports, host, provider, version, keepSource, project }: PastOptions,
  copy: Extract<Materialised, { ok: true }>,
): Promise<Result<LoadedProject>> {
  const { sources, document } = copy
  const startFolder = sources.project === '' ? sources.root : `${sources.root}/${sources.project}`
  const past = { sources, folders: project.folders, repository: { root: sources.root, ...document.git } }
  return loadProject({ ports, host, provider, version, keepSource, startFolder, set: document.set, wantsGit: false, past })
}

/** Settings, and how careful one has to be, are those of today; so is what nobody may write to. */
function withToday(past: LoadedProject, today: LoadedProject, name: string): LoadedProject {
  const environment = past.environments.get(name)
  const now = today.environments.get(name)?.declaration
  if (environment === undefined || now === undefined) return { ...past, config: today.config }
  const declaration = { ...environment.declaration, protected: environment.declaration.protected || now.protected, mode: now.mode }
  return { ...past, config: today.config, environments: new Map([...past.environments, [name, { ...environment, declaration }]]) }
}

/** Nothing was there, so nothing is declared. */
function emptied(project: LoadedProject, name: string): LoadedProject {
  const environment = project.environments.get(name)
  if (environment === undefined) return project
  return { ...project, environments: new Map([...project.environments, [name, { ...environment, resources: new Map(), groups: new Map() }]]) }
}

/** What is to go is planned with the sources that it was applied with last: its module need not be there any more. */
async function sourcesOfRuns(
  options: PastOptions,
  { checkpoint, own }: { readonly checkpoint: Checkpoint; readonly own: ReadonlyMap<string, ReturnType<SourcesOf>> },
): Promise<SourcesOf> {
  const records = await options.store.resources(checkpoint.environment)
  const byRun = new Map<string, ReturnType<SourcesOf>>()
  for (const run of new Set(records.filter(({ address }) => !own.has(address)).map((record) => record.run))) {
    const tree = (await options.store.run(run))?.sources
    const copy = tree === undefined ? null : await materialise(options, tree)
    if (tree !== undefined && copy?.ok === true) byRun.set(run, { tree, copy: copy.sources })
  }
  const made = new Map(records.map(({ address, run }) => [address, byRun.get(run)]))
  return (address) => {
    const [whole = address] = address.split('~')
    return own.get(whole) ?? made.get(address) ?? made.get(whole)
  }
}

function pruned(checkpoint: Checkpoint): Diagnostic {
  const message = `the checkpoint ${checkpointName(checkpoint)} was pruned on ${new Date(checkpoint.prunedAt ?? 0).toISOString()}: what it held is gone`
  return { code: 'checkpoint-unusable', severity: 'error', message, hint: `genesis checkpoint list ${checkpoint.environment} shows those that are kept` }
}

function withoutSources(checkpoint: Checkpoint): Diagnostic {
  const message = `the checkpoint ${checkpointName(checkpoint)} has no sources: it was taken before any run had kept them`
  return { code: 'checkpoint-unusable', severity: 'error', message, hint: 'apply once as it is declared: from then on there is something to go back to' }
}

function damaged(checkpoint: Checkpoint, missing: readonly string[]): Diagnostic {
  const list = missing.slice(0, 10).map((path) => `  ${path === '' ? 'the list of its files' : path}`)
  const more = missing.length > 10 ? `\n  and ${missing.length - 10} more` : ''
  const message = `the sources of the checkpoint ${checkpointName(checkpoint)} are not complete any more:\n${list.join('\n')}${more}`
  const hint = 'bring the state database back from a backup, go back to another checkpoint, or check the earlier commit out and apply it'
  return { code: 'checkpoint-unusable', severity: 'error', message, hint }
}
