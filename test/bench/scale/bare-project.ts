import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseAllDocuments } from 'yaml'

/** A file as its document wants it. */
export interface WantedFile {
  readonly name: string
  readonly path: string
  readonly content: string
  readonly digest: string
}

interface FileDocument {
  readonly metadata: { readonly name: string }
  readonly spec: { readonly path: string; readonly content: string }
}

const reference = /\$\{resources\.(\w+)\.outputs\.digest\}/g

/** Reads a layered project as somebody would by hand: the YAML, the order, the digests filled in. Each file comes after the one it reads. */
export function readWantedFiles(projectFolder: string): readonly WantedFile[] {
  const folder = join(projectFolder, 'system')
  const documents = new Map<string, FileDocument>()
  for (const file of readdirSync(folder)) {
    for (const document of parseAllDocuments(readFileSync(join(folder, file), 'utf8'))) {
      const value = document.toJS() as FileDocument
      documents.set(value.metadata.name, value)
    }
  }
  const wanted = new Map<string, WantedFile>()
  const add = (name: string): void => {
    if (wanted.has(name)) return
    const { path, content } = documents.get(name)!.spec
    for (const [, other] of content.matchAll(reference)) add(other!)
    const filled = content.replace(reference, (_, other: string) => wanted.get(other)!.digest)
    wanted.set(name, { name, path: resolve(folder, path), content: filled, digest: sha256(filled) })
  }
  for (const name of documents.keys()) add(name)
  return [...wanted.values()]
}

/** As the outputs of a `File` say it. */
export function sha256(data: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`
}
