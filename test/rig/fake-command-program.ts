import { fstatSync, readFileSync, writeSync } from 'node:fs'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What a fake command tells the test. */
export type FromProgram =
  | {
      readonly type: 'started'
      readonly pid: number
      readonly argv: readonly string[]
      readonly environment: Readonly<Record<string, string>>
      readonly workingDirectory: string
      readonly stdin: string
    }
  | { readonly type: 'written' }
  | { readonly type: 'signal'; readonly signal: NodeJS.Signals }

/** What the test tells a fake command. */
export type ToProgram =
  | { readonly type: 'write'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  | { readonly type: 'exit'; readonly code: number }
  | { readonly type: 'die'; readonly signal: NodeJS.Signals }

/** Where the program waits for the test, whose command line it is started by. */
export const programPath = fileURLToPath(import.meta.url)

const trapped = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Does what the test at the other end of the socket says, and nothing by itself; ends with code 99 when the test is gone. */
export function runFakeCommand(socketPath: string): void {
  const socket = connect(socketPath)
  const tell = (message: FromProgram): void => void socket.write(`${JSON.stringify(message)}\n`)
  const leave = (): never => process.exit(99)
  socket.on('close', leave)
  socket.on('error', leave)
  for (const signal of trapped) process.on(signal, () => tell({ type: 'signal', signal }))
  createInterface({ input: socket }).on('line', (line) => obey(JSON.parse(line) as ToProgram, tell))
  tell({
    type: 'started',
    pid: process.pid,
    argv: process.argv.slice(2),
    environment: Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? ''])),
    workingDirectory: process.cwd(),
    stdin: hasStdin() ? readFileSync(0, 'utf8') : '',
  })
}

function obey(message: ToProgram, tell: (message: FromProgram) => void): void {
  switch (message.type) {
    case 'write':
      // Synchronous, so that it is in the file when the test hears of it.
      writeSync(message.stream === 'stdout' ? 1 : 2, message.text)
      tell({ type: 'written' })
      break
    case 'exit':
      process.exit(message.code)
      break
    case 'die':
      for (const signal of trapped) process.removeAllListeners(signal)
      process.kill(process.pid, message.signal)
      break
    default:
      message satisfies never
  }
}

function hasStdin(): boolean {
  return !fstatSync(0).isCharacterDevice()
}
