/**
 * Plants known bugs one at a time and looks whether the tests catch them: `npm run proof:drill`. Words choose bugs by a part of their name.
 * Works on a copy; fails where a bug survives, or where the tests fail without any.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { knownBugs, type KnownBug } from './known-bugs.ts'
import { plant } from './plant.ts'

const root = join(import.meta.dirname, '../..')
const copied = ['src', 'test', 'schemas', 'config', 'scripts', 'docs', 'examples', 'bin', 'package.json', 'tsconfig.json', 'vitest.config.ts']

const words = process.argv.slice(2)
const chosen = knownBugs.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
const copy = mkdtempSync(join(tmpdir(), 'genesis-drill-'))
try {
  // Some tests run programs of the project as a user who may do less.
  chmodSync(copy, 0o755)
  for (const name of copied) cpSync(join(root, name), join(copy, name), { recursive: true, filter: (path) => !path.endsWith('/.genesis') })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  process.exitCode = drill() ? 0 : 1
} finally {
  rmSync(copy, { recursive: true, force: true })
}

function drill(): boolean {
  if (chosen.length === 0) return say('no known bug is called that', false)
  const healthy = runTests([...new Set(chosen.flatMap(({ tests }) => tests))])
  if (healthy.length > 0) return say(`without any bug these fail already:\n${healthy.map((name) => `  ${name}`).join('\n')}`, false)
  const survivors = chosen.filter((bug) => !isCaught(bug))
  return say(`${chosen.length} bugs planted, ${chosen.length - survivors.length} caught, ${survivors.length} survived`, survivors.length === 0)
}

function isCaught(bug: KnownBug): boolean {
  const file = join(copy, bug.file)
  const source = readFileSync(file, 'utf8')
  writeFileSync(file, plant(source, bug))
  const [first, ...others] = runTests(bug.tests)
  writeFileSync(file, source)
  if (first === undefined) return say(`SURVIVED  ${bug.name} (${bug.file}; ${bug.tests.join(', ')})`, false)
  return say(`caught    ${bug.name}\n          by "${first}"${others.length > 0 ? ` and ${others.length} more` : ''}`, true)
}

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly message: string
    readonly assertionResults: readonly { fullName: string; status: string }[]
  }[]
}

/** The names of the tests that fail. A file that cannot even be loaded proves nothing: that is an error of the drill. */
function runTests(files: readonly string[]): readonly string[] {
  const output = join(copy, 'report.json')
  rmSync(output, { force: true })
  const arguments_ = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile=${output}`, '--bail=1', ...files]
  const ended = spawnSync(process.execPath, arguments_, { cwd: copy, encoding: 'utf8' })
  const report = JSON.parse(readFileSync(output, 'utf8')) as Report
  const unloaded = report.testResults.filter(({ assertionResults, message }) => assertionResults.length === 0 && message !== '')
  if (unloaded.length > 0) throw new Error(`cannot be loaded: ${unloaded.map(({ name, message }) => `${name}: ${message}`).join('\n')}\n${ended.stderr}`)
  return report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName.trim()),
  )
}

function say<T>(text: string, answer: T): T {
  process.stdout.write(`${text}\n`)
  return answer
}
