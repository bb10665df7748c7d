import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Doom } from './doom.ts'

/** Genesis as it is shipped: `npm run build` makes it. */
export const shipped = join(import.meta.dirname, '../../../bin/genesis.js')
/** The same from its sources, which need no build and more time to start. */
export const fromSource = join(import.meta.dirname, '../../../src/cli/main.ts')

const doomFile = join(import.meta.dirname, 'doom.ts')
/** Nothing that is asked of an engine here takes that long. */
const patienceMs = 180_000

/** How an engine ended, and all that it said. */
export interface EngineEnd {
  /** The exit code, or the signal that ended it. */
  readonly end: number | string
  readonly out: string
  readonly err: string
}

/** `genesis` in a process of its own. */
export interface Engine {
  readonly pid: number
  readonly ended: Promise<EngineEnd>
  kill(): void
}

/** Starts one; with a doom, it is watched from inside. One that hangs is killed, which shows as its end. */
export function startEngine(options: {
  readonly program: string
  readonly project: string
  readonly home: string
  readonly words: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly doom: Doom | null
}): Engine {
  const { program, project, home, words, variables, doom } = options
  const { PATH = '' } = process.env
  const env = { PATH, HOME: home, LANG: 'C.UTF-8', XDG_CACHE_HOME: join(home, 'cache'), ...variables }
  const child = spawn(process.execPath, [...(doom === null ? [] : ['--import', doomFile]), program, '-C', project, ...words], {
    cwd: project,
    env: doom === null ? env : { ...env, GENESIS_DOOM: JSON.stringify(doom) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  const timer = setTimeout(() => child.kill('SIGABRT'), patienceMs)
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => {
    clearTimeout(timer)
    return { end: code ?? signal ?? '', ...said }
  })
  return { pid: child.pid ?? 0, ended, kill: () => void child.kill('SIGKILL') }
}
