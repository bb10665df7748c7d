/**
 * What somebody would write by hand instead of a no-op plan: read the YAML of a layered project, order its documents, fill in the digests,
 * and compare every file with what it should hold. `node bare-plan.ts <project folder>`
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseAllDocuments } from 'yaml'

interface FileDocument {
  readonly metadata: { readonly name: string }
  readonly spec: { readonly path: string; readonly content: string }
}

const reference = /\$\{resources\.(\w+)\.outputs\.digest\}/g
const folder = join(process.argv[2] ?? '.', 'system')
const documents = new Map<string, FileDocument>()
for (const file of readdirSync(folder)) {
  for (const document of parseAllDocuments(readFileSync(join(folder, file), 'utf8'))) {
    if ('errors' in document && document.errors.length > 0) throw document.errors[0]!
    const file = document.toJS() as FileDocument
    documents.set(file.metadata.name, file)
  }
}

const digests = new Map<string, string>()
const changed: string[] = []
for (const name of inOrder()) {
  const { path, content } = documents.get(name)!.spec
  const wanted = sha256(content.replace(reference, (_, other: string) => digests.get(other)!))
  if (sha256(readFileSync(resolve(folder, path))) !== wanted) changed.push(name)
  digests.set(name, wanted)
}
process.stdout.write(changed.length === 0 ? `No changes (${documents.size} files).\n` : `${changed.join('\n')}\n`)

function inOrder(): readonly string[] {
  const order = new Set<string>()
  const place = (name: string): void => {
    if (order.has(name)) return
    for (const [, other] of documents.get(name)!.spec.content.matchAll(reference)) place(other!)
    order.add(name)
  }
  for (const name of documents.keys()) place(name)
  return [...order]
}

function sha256(data: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`
}
