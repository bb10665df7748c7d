import type { Host, Ports } from '../ports/ports.ts'
import type { Store } from '../ports/store.ts'
import type { LoadedProject } from './load-project.ts'
import { processEnvironment } from './process-environment.ts'
import { backupFolder, interruptedRun, openProjectStore, storePlace } from './project-store.ts'
import type { Result } from './result.ts'

/** One thing that was looked at. */
export interface Checkup {
  readonly about: string
  readonly verdict: 'good' | 'warning' | 'bad'
  readonly message: string
  /** What to do, where something is to be done. */
  readonly mend?: string
}

/** What looking needs. */
export interface DoctorOptions {
  readonly ports: Ports
  readonly host: Host
  readonly load: () => Promise<Result<LoadedProject>>
}

/** Looks at the programs, the project, the store and the environments. Changes nothing. */
export async function diagnose(options: DoctorOptions): Promise<readonly Checkup[]> {
  const programs = [await program(options, 'git', 'needed for module snapshots and for knowing the commit'), await terraform(options)]
  const loaded = await options.load()
  if (!loaded.ok) {
    const count = loaded.diagnostics.filter(({ severity }) => severity === 'error').length
    return [...programs, { about: 'project', verdict: 'bad', message: counted(count, 'mistake'), mend: 'genesis validate shows them' }]
  }
  const project = loaded.value
  const resources = [...project.environments.values()].reduce((sum, environment) => sum + environment.resources.size, 0)
  const good: Checkup = {
    about: 'project',
    verdict: 'good',
    message: `${project.manifest.project.name}: ${counted(project.environments.size, 'environment')}, ${counted(resources, 'resource')}`,
  }
  return [...programs, good, ...identity(project), ...(await store(options, project))]
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

async function program({ ports, host }: DoctorOptions, name: string, why: string): Promise<Checkup> {
  const found = await ports.processes.find(name, { environment: processEnvironment(host.variables, {}), workingDirectory: '/' })
  if (found !== null) return { about: name, verdict: 'good', message: found }
  return { about: name, verdict: 'warning', message: 'not found on PATH', mend: `install ${name}: ${why}` }
}

async function terraform(options: DoctorOptions): Promise<Checkup> {
  const found = await program(options, 'terraform', 'needed for TerraformStack')
  if (found.verdict === 'good') return found
  const tofu = await program(options, 'tofu', 'needed for TerraformStack with binary: tofu')
  return tofu.verdict === 'good' ? tofu : { ...found, mend: 'install terraform or tofu: needed for TerraformStack' }
}

function identity(project: LoadedProject): readonly Checkup[] {
  if (project.manifest.project.id !== null) return []
  return [
    {
      about: 'project id',
      verdict: 'warning',
      message: 'genesis.yaml has no metadata.id: stores are told apart by the name alone',
      mend: 'add metadata.id: eight random letters and digits',
    },
  ]
}

async function store(options: DoctorOptions, project: LoadedProject): Promise<readonly Checkup[]> {
  const opened = await openProjectStore(project, { ports: options.ports, events: { emit: () => undefined }, create: false })
  if (!opened.ok)
    return opened.diagnostics.map(({ message, hint }) => ({ about: 'store', verdict: 'bad' as const, message, ...(hint === undefined ? {} : { mend: hint }) }))
  try {
    const records = await opened.value.store.resources()
    const found: Checkup[] = [{ about: 'store', verdict: 'good', message: `${project.folders.store}: ${counted(records.length, 'resource')} recorded` }]
    found.push(await copies(options, project, opened.value.store))
    for (const environment of project.environments.keys()) {
      const interrupted = await interruptedRun(opened.value.store, environment)
      if (interrupted === null) continue
      const { run, open } = interrupted
      const message = `run ${run.id} is running or did not end; ${counted(open.length, 'step')} began and did not end`
      found.push({
        about: environment,
        verdict: 'warning',
        message,
        mend: `the next apply finds out what became of it; to do it now: genesis resume -e ${environment}`,
      })
    }
    return found
  } finally {
    await opened.value.store.close()
  }
}

/** Whether the last run left a sealed copy of the store. */
async function copies({ ports }: DoctorOptions, project: LoadedProject, store: Store): Promise<Checkup> {
  const about = 'copies of the store'
  const folder = backupFolder(project)
  if (folder === null) {
    const mend = 'name a folder on another disk as coordination.store.backup in config/coordination.yaml'
    return { about, verdict: 'warning', message: 'the state database is the only record, and no run leaves a copy of it', mend }
  }
  const [newest, ...older] = await ports.storeFiles.copies(storePlace(project), folder)
  const [last] = await store.runs({ limit: 1 })
  if (newest === undefined)
    return { about, verdict: 'warning', message: `there is none in ${folder}`, mend: 'the next run leaves one; now: genesis state backup' }
  const when = new Date(newest.at).toISOString()
  if (last !== undefined && last.endedAt !== null && newest.newestRun !== last.id) {
    const message = `the newest in ${folder} is of ${when}, and run ${last.id} came after it`
    return { about, verdict: 'warning', message, mend: 'look at the folder; then: genesis state backup' }
  }
  const message = `${older.length + 1} of them in ${folder}, the newest of ${when}; they open with .genesis/key, which belongs elsewhere, too`
  return { about, verdict: 'good', message }
}
