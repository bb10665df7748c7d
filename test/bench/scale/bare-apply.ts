/**
 * What somebody would write by hand instead of an apply: read the YAML, and write every file beside its place, synced and renamed, ten at a
 * time, with a synced line in a log after each ten. `bare-apply <project folder>`
 */
import { mkdirSync, openSync, fsyncSync, writeSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readWantedFiles, type WantedFile } from './bare-project.ts'

const atOnce = 10
const folder = process.argv[2] ?? '.'
const files = readWantedFiles(folder)
const log = openSync(join(folder, 'log'), 'a')
for (const made of new Set(files.map(({ path }) => dirname(path)))) mkdirSync(made, { recursive: true })
for (let start = 0; start < files.length; start += atOnce) {
  const group = files.slice(start, start + atOnce)
  await Promise.all(group.map(write))
  writeSync(log, `${JSON.stringify(group.map(({ name, digest }) => ({ name, digest })))}\n`)
  fsyncSync(log)
}
process.stdout.write(`Wrote ${files.length} files.\n`)

async function write({ path, content }: WantedFile): Promise<void> {
  const handle = await open(`${path}.tmp`, 'w', 0o644)
  await handle.writeFile(content)
  await handle.sync()
  await handle.close()
  await rename(`${path}.tmp`, path)
}
