import type { MemoryFiles } from '../rig/memory-files.ts'
import { projectFolder } from './engine-process.ts'

/** A resource of a simulated project. */
export interface SimulatedResource {
  /** `thing` and `server` are Commands with that program; see {@link Programs}. */
  readonly kind: 'thing' | 'server' | 'file' | 'stack'
  readonly size: number
  /** A stack with another one is replaced. */
  readonly source: 'x' | 'y'
  /** Names that it waits for; of the first it reads the id, where that is a Command's and `reads` says so. */
  readonly after: readonly string[]
  readonly reads: boolean
  readonly isProtected: boolean
}

/** What is declared, by name. */
export type SimulatedSystem = Readonly<Record<string, SimulatedResource>>

/** What nobody may ever read, and the variable that it is in. */
export const secret = { variable: 'TOKEN', value: 'correct-horse-battery' } as const

/** Writes the documents of a project as a person would have, all at once. */
export async function writeProject(files: MemoryFiles, system: SimulatedSystem): Promise<void> {
  const project = { apiVersion: 'genesis/v1', kind: 'Project', metadata: { name: 'simulated', id: '1234abcd' } }
  const environment = {
    apiVersion: 'genesis/v1',
    kind: 'Environment',
    metadata: { name: 'dev' },
    spec: { secrets: { token: { fromEnv: secret.variable } } },
  }
  const documents = Object.entries(system).map(([name, resource]) => JSON.stringify(documentOf(name, resource, system)))
  for (const folder of ['environments', 'system', 'out']) await files.makeDirectory(`${projectFolder}/${folder}`, { mode: 0o755 })
  const write = (path: string, text: string) => files.write(`${projectFolder}/${path}`, text, { mode: 0o644, durable: false })
  await write('genesis.yaml', JSON.stringify(project))
  await write('environments/dev.yaml', JSON.stringify(environment))
  await write('system/all.yaml', documents.join('\n---\n'))
}

/** What a file of the system holds; `null` where it depends on what is made. */
export function contentOf({ size }: SimulatedResource): string {
  return `size ${size}`
}

function documentOf(name: string, resource: SimulatedResource, system: SimulatedSystem): object {
  const { kind, after, isProtected } = resource
  const common = { apiVersion: 'genesis/v1', metadata: { name }, ...(after.length > 0 ? { dependsOn: after } : {}) }
  const lifecycle = isProtected ? { lifecycle: { preventDestroy: true } } : {}
  if (kind === 'file') return { ...common, kind: 'File', ...lifecycle, spec: { path: `../out/${name}.txt`, content: contentOf(resource) } }
  const [first = ''] = after
  if (kind === 'stack') {
    return {
      ...common,
      kind: 'TerraformStack',
      ...lifecycle,
      spec: { source: `../stacks/${resource.source}`, backend: 'genesis', variables: { size: resource.size } },
    }
  }
  const from = resource.reads && system[first] !== undefined && system[first].kind !== 'file' ? { from: `\${resources.${first}.outputs.id}` } : {}
  const programs = Object.fromEntries(['create', 'read', 'update', 'delete'].map((verb) => [verb, [kind, verb, name]]))
  return { ...common, kind: 'Command', ...lifecycle, spec: { inputs: { size: resource.size, token: '${secrets.token}', ...from }, ...programs } }
}
