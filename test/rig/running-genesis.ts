import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'

const main = join(import.meta.dirname, '../../src/cli/main.ts')

/** `genesis` in a process of its own, which a signal can reach. */
export class RunningGenesis {
  readonly pid: number
  readonly ended: Promise<number | string>
  err = ''
  readonly #child: ReturnType<typeof spawn>

  constructor(folder: string, words: readonly string[], variables: Readonly<Record<string, string>> = {}) {
    const { PATH = '' } = process.env
    const env = { PATH, HOME: folder, LANG: 'C.UTF-8', XDG_CACHE_HOME: join(folder, '.cache'), ...variables }
    const child = spawn(process.execPath, [main, '-C', folder, ...words], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.err += text))
    this.#child = child
    this.pid = child.pid ?? 0
    this.ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => code ?? signal ?? '')
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await this.ended
    })
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Waits until a text was written to stderr. */
  async says(text: string): Promise<void> {
    await expect.poll(() => this.err, { timeout: 20_000, interval: 10 }).toContain(text)
  }
}
