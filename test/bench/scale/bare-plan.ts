/** What somebody would write by hand instead of a no-op plan: read the YAML and every file, and compare. `bare-plan <project folder>` */
import { readFileSync } from 'node:fs'
import { readWantedFiles, sha256 } from './bare-project.ts'

const files = readWantedFiles(process.argv[2] ?? '.')
const changed = files.filter(({ path, digest }) => sha256(readFileSync(path)) !== digest)
process.stdout.write(changed.length === 0 ? `No changes (${files.length} files).\n` : `${changed.map(({ name }) => name).join('\n')}\n`)
if (changed.length > 0) process.exitCode = 1
