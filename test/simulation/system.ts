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

/** How documents are written: what means nothing. */
export interface WritingStyle {
  /** The number of the file that the n-th document goes to, and its place there. */
  readonly place: (document: number) => { readonly file: number; readonly order: number }
  /** Whether the keys of every object stand the other way round. */
  readonly reversesKeys: boolean
}

const plainly: WritingStyle = { place: (document) => ({ file: 0, order: document }), reversesKeys: false }

/** Writes the documents of a project as a person would have, all at once; the files of an earlier writing go. */
export async function writeProject(files: MemoryFiles, system: SimulatedSystem, { place, reversesKeys }: WritingStyle = plainly): Promise<void> {
  const project = { apiVersion: 'genesis/v1', kind: 'Project', metadata: { name: 'simulated', id: '1234abcd' } }
  const environment = {
    apiVersion: 'genesis/v1',
    kind: 'Environment',
    metadata: { name: 'dev' },
    spec: { secrets: { token: { fromEnv: secret.variable } } },
  }
  const documents = Object.entries(system).map(([name, resource], index) => ({ ...place(index), document: documentOf(name, resource, system) }))
  await files.remove(`${projectFolder}/system`)
  for (const folder of ['environments', 'system', 'out']) await files.makeDirectory(`${projectFolder}/${folder}`, { mode: 0o755 })
  const write = (path: string, text: string) => files.write(`${projectFolder}/${path}`, text, { mode: 0o644, durable: false })
  const text = (document: object): string => JSON.stringify(reversesKeys ? reversed(document) : document)
  await write('genesis.yaml', text(project))
  await write('environments/dev.yaml', text(environment))
  for (const [file, of] of Map.groupBy(documents, (one) => one.file)) {
    const inOrder = of.toSorted((one, other) => one.order - other.order)
    await write(`system/${file}.yaml`, inOrder.map(({ document }) => text(document)).join('\n---\n'))
  }
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, child]) => [key, reversed(child)]),
  )
}

/** What a file of the system holds. */
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
