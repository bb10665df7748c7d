import type { Host, Ports } from '../ports/ports.ts'
import type { LoadedProject } from './load-project.ts'
import { processEnvironment } from './process-environment.ts'
import { interruptedRun, openProjectStore } from './project-store.ts'
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
  const opened = await openProjectStore(options.ports.openStore, project, false)
  if (!opened.ok)
    return opened.diagnostics.map(({ message, hint }) => ({ about: 'store', verdict: 'bad' as const, message, ...(hint === undefined ? {} : { mend: hint }) }))
  try {
    const records = await opened.value.store.resources()
    const found: Checkup[] = [{ about: 'store', verdict: 'good', message: `${project.folders.store}: ${counted(records.length, 'resource')} recorded` }]
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
