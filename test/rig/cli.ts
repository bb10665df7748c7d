import { statSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { start } from '../../src/cli/start.ts'
import type { Answer } from '../../src/ports/ask.ts'
import type { Terminal } from '../../src/cli/render/terminal.ts'

/** What a person would have seen. */
export interface CliResult {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** How a command is run. */
export interface CliOptions {
  /** The working directory; caches go below it, too. */
  readonly folder: string
  readonly variables?: Readonly<Record<string, string>>
  /** What a person types, question by question; without it nobody is there. */
  readonly answers?: readonly (string | Answer)[]
}

/** Runs one command of the command line in this process, on the real machine, as `genesis WORDS` would. */
export async function genesis(words: readonly string[], options: CliOptions): Promise<CliResult> {
  const texts = { out: '', err: '' }
  const terminal = (stream: 'out' | 'err'): Terminal => ({
    columns: null,
    rows: null,
    color: false,
    unicode: true,
    interactive: false,
    write: (text) => {
      texts[stream] += text
    },
  })
  const answers = [...(options.answers ?? [])]
  const variables = { PATH: process.env['PATH'] ?? '', HOME: options.folder, LANG: 'C.UTF-8', ...options.variables }
  const code = await start({
    words,
    version: '0.0.0-test',
    folder: options.folder,
    host: { name: 'test-host', user: 'tester', variables, cacheFolder: join(options.folder, '.cache') },
    out: terminal('out'),
    err: terminal('err'),
    ask: async (question) => {
      const answer = answers.shift() ?? { kind: 'nobody' }
      const given = typeof answer === 'string' ? { kind: 'typed' as const, text: answer } : answer
      if (given.kind !== 'nobody') texts.err += question
      if (given.kind === 'typed') texts.err += `${given.text}\n`
      return Promise.resolve(given)
    },
    isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true,
    clock: systemClock(),
    onSignal: () => undefined,
  })
  return { code, ...texts }
}
