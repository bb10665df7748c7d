import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { tempFolder } from './temp-folder.ts'

/** A project of its own with the environments `dev` and `prod`; `files` are added to it, or replace what is there. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder()
  const all = {
    'genesis.yaml': 'apiVersion: genesis/v1\nkind: Project\nmetadata: { name: test, id: "1234abcd" }\n',
    'environments/dev.yaml': 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\nspec:\n  variables: { size: 2 }\n',
    ...files,
  }
  for (const [path, text] of Object.entries(all)) writeFile(folder, path, text)
  return folder
}

/** Writes one file of a project. */
export function writeFile(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** A File document; `more` is YAML below `spec`, indented by two. */
export function fileDocument(name: string, content: string, more = ''): string {
  return `apiVersion: genesis/v1\nkind: File\nmetadata: { name: ${name} }\nspec:\n  path: ../out/${name}.txt\n  content: ${content}\n${more}`
}
