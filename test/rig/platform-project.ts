import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkForLeaks } from './leak-check.ts'
import { tempFolder } from './temp-folder.ts'

/** A copy of `test/fixtures/platform`, a team's repository of some twenty stacks in five environments. */
export function platformProject(): string {
  const folder = tempFolder()
  checkForLeaks(folder)
  cpSync(join(import.meta.dirname, '../fixtures/platform'), folder, { recursive: true, filter: (path) => !/[/](?:\.genesis|\.state|out)$/.test(path) })
  return folder
}

/** Replaces a text in a file of the project, which must be there. */
export function edit(folder: string, file: string, from: string, to: string): void {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
  writeFileSync(path, text.replaceAll(from, to))
}
