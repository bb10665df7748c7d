import { stat } from 'node:fs/promises'
import { homedir, hostname, userInfo } from 'node:os'
import packageJson from '../../package.json' with { type: 'json' }
import { askPerson, nodeTerminal } from '../adapters/node-terminal.ts'
import { systemClock } from '../adapters/system-clock.ts'

// `--version` answers before anything else is loaded.
const words = process.argv.slice(2)
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) process.stdout.write(`${packageJson.version}\n`)
else {
  const { start } = await import('./start.ts')
  const variables: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) variables[name] = value
  process.exitCode = await start({
    words,
    version: packageJson.version,
    folder: process.cwd(),
    host: { name: hostname(), user: userName(), variables, cacheFolder: cacheFolder(variables) },
    out: nodeTerminal(process.stdout, variables),
    err: nodeTerminal(process.stderr, variables),
    ask: askPerson(process.stdin, process.stderr, variables),
    isFile: async (path) => (await stat(path).catch(() => null))?.isFile() === true,
    clock: systemClock(),
    onSignal: (signal, listener) => void process.on(signal, listener),
  })
}

function cacheFolder(variables: Readonly<Record<string, string>>): string {
  const base = variables['XDG_CACHE_HOME']
  return `${base !== undefined && base.startsWith('/') ? base : `${variables['HOME'] ?? homedir()}/.cache`}/genesis`
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown')
  }
}
