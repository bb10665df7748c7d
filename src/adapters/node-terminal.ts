import type { ReadStream, WriteStream } from 'node:tty'
import type { Answer, Ask } from '../ports/ask.ts'

/** A stream for people or programs, with what a renderer has to know of it. */
export interface OutputStream {
  readonly columns: number | null
  readonly rows: number | null
  readonly color: boolean
  readonly unicode: boolean
  readonly interactive: boolean
  write(text: string): void
}

/** A standard stream is a terminal, a pipe or a file; its type says terminal whatever it is. */
type MaybeTerminal<T extends ReadStream | WriteStream> = Omit<T, 'isTTY' | 'columns' | 'rows'> & {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

type Variables = Readonly<Record<string, string>>

/** Wraps stdout or stderr. Colour follows NO_COLOR, FORCE_COLOR and whether it is a terminal; nothing is redrawn in CI. */
export function nodeTerminal(stream: MaybeTerminal<WriteStream>, variables: Variables): OutputStream {
  const terminal = stream.isTTY === true && variables['TERM'] !== 'dumb'
  // A reader that went away (`| head`) is no error of ours.
  stream.on('error', () => undefined)
  return {
    get columns(): number | null {
      return terminal ? (stream.columns ?? null) : null
    },
    get rows(): number | null {
      return terminal ? (stream.rows ?? null) : null
    },
    color: wantsColor(terminal, variables),
    unicode: /utf-?8/i.test(variables['LC_ALL'] ?? variables['LC_CTYPE'] ?? variables['LANG'] ?? '') || !terminal,
    interactive: terminal && !isSet(variables['CI']),
    write: (text) => void stream.write(text),
  }
}

/** Asks on stderr and reads one line of stdin. */
export function askPerson(input: MaybeTerminal<ReadStream>, output: MaybeTerminal<WriteStream>, variables: Variables): Ask {
  return async (question, signal) => {
    if (input.isTTY !== true || output.isTTY !== true || isSet(variables['CI'])) return { kind: 'nobody' }
    const { createInterface } = await import('node:readline')
    if (signal.aborted) return { kind: 'interrupted' }
    const lines = createInterface({ input, output })
    try {
      return await new Promise<Answer>((resolve) => {
        // A terminal that is read line by line hands over Ctrl-C as a key: no signal comes.
        lines.once('SIGINT', () => resolve({ kind: 'interrupted' }))
        lines.once('close', () => resolve({ kind: 'nobody' }))
        signal.addEventListener('abort', () => resolve({ kind: 'interrupted' }), { once: true })
        lines.question(question, (text) => resolve({ kind: 'typed', text }))
      })
    } finally {
      lines.close()
    }
  }
}

/** https://no-color.org: whatever the value is; https://force-color.org. */
function wantsColor(terminal: boolean, { NO_COLOR = '', FORCE_COLOR = '' }: Variables): boolean {
  if (NO_COLOR !== '') return false
  return FORCE_COLOR === '' ? terminal : isSet(FORCE_COLOR)
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false'
}
