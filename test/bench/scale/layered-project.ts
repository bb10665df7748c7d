import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How the resources of a project hang together. */
export interface Layering {
  /** How many resources. */
  readonly count: number
  /** Each waits for the one so many before it: 100 makes layers of a hundred, 1 makes a chain. */
  readonly distance: number
}

/** Resources in one file of the project. */
const perFile = 100

/** The name of a resource by its number. */
export function resourceName(index: number): string {
  return `f${String(index).padStart(6, '0')}`
}

/** Writes a project of `File` resources with one environment, `dev`; each holds the digest of the one it waits for. */
export function writeLayeredProject(folder: string, { count, distance }: Layering): void {
  mkdirSync(join(folder, 'environments'), { recursive: true })
  mkdirSync(join(folder, 'system'), { recursive: true })
  writeFileSync(join(folder, 'genesis.yaml'), 'apiVersion: genesis/v1\nkind: Project\nmetadata: { name: layered, id: "5ca1ab1e" }\n')
  writeFileSync(join(folder, 'environments/dev.yaml'), 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\n')
  for (let start = 0; start < count; start += perFile) {
    const documents = Array.from({ length: Math.min(perFile, count - start) }, (_, offset) => documentOf(start + offset, distance))
    writeFileSync(join(folder, `system/${resourceName(start)}.yaml`), documents.join('---\n'))
  }
}

function documentOf(index: number, distance: number): string {
  const before = index - distance
  const after = before < 0 ? 'nothing' : `\${resources.${resourceName(before)}.outputs.digest}`
  return `apiVersion: genesis/v1
kind: File
metadata:
  name: ${resourceName(index)}
spec:
  path: ../out/${resourceName(index - (index % perFile))}/${resourceName(index)}.txt
  content: |
    number ${index}
    after ${after}
`
}
