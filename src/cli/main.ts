import { statSync } from 'node:fs'
import { homedir, hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import { CompiledChunks } from '../adapters/compiled-chunks.ts'
import { askPerson, nodeTerminal } from '../adapters/node-terminal.ts'
import { systemClock } from '../adapters/system-clock.ts'
import type * as Start from './start.ts'

/** Tells this build's chunks from those of any other; put in by the build, undefined where the sources are run. */
declare const genesisBuild: string | undefined

/** Settled when the command is over; the exit code of the process is set then. */
export const done = main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<void> {
  // `--version` answers before anything else is loaded.
  if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
    process.stdout.write(`${packageJson.version}\n`)
    return
  }
  const variables: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) variables[name] = value
  const cacheFolder = cacheFolderFrom(variables)
  const chunks = typeof genesisBuild === 'undefined' ? null : compiledChunks(words, { build: genesisBuild, cacheFolder })
  const { start } = chunks === null ? await import('./start.ts') : (chunks.load('start.cjs') as typeof Start)
  process.exitCode = await start({
    words,
    version: packageJson.version,
    folder: process.cwd(),
    host: { name: hostname(), user: userName(), variables, cacheFolder },
    out: nodeTerminal(process.stdout, variables),
    err: nodeTerminal(process.stderr, variables),
    // Opening stdin loads what few commands need: only who asks opens it.
    ask: (question, signal) => askPerson(process.stdin, process.stderr, variables)(question, signal),
    isFile,
    clock: systemClock(),
    onSignal: (signal, listener) => void process.on(signal, listener),
  })
  // A word that is no command is not to be kept as one.
  if (process.exitCode === 0) chunks?.save()
}

function compiledChunks(words: readonly string[], { build, cacheFolder }: { build: string; cacheFolder: string }): CompiledChunks {
  const [purpose = ''] = /^[a-z]+$/.exec(words[0] ?? '') ?? []
  return new CompiledChunks({ chunks: join(import.meta.dirname, 'chunks'), cache: join(cacheFolder, 'compiled'), build, purpose })
}

function cacheFolderFrom(variables: Readonly<Record<string, string>>): string {
  const base = variables['XDG_CACHE_HOME']
  return `${base !== undefined && base.startsWith('/') ? base : `${variables['HOME'] ?? homedir()}/.cache`}/genesis`
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown')
  }
}
