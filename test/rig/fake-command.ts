import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { programPath, type FromProgram, type ToProgram } from './fake-command-program.ts'
import { Inbox } from './inbox.ts'
import { tempFolder } from './temp-folder.ts'

type Started = Extract<FromProgram, { type: 'started' }>

/**
 * A program that does nothing by itself: whoever starts it is real, and the test steps it by hand. Put {@link FakeCommand.path} into
 * a request or a manifest, or {@link FakeCommand.folder} into a PATH, and wait for {@link FakeCommand.nextInvocation}. Everything
 * ends with the test; a program that still runs then exits with code 99.
 */
export class FakeCommand {
  /** The executable's absolute path; its name is the command's. */
  readonly path: string
  /** The folder in which the executable is alone. */
  readonly folder: string
  readonly #invocations = new Inbox<FakeInvocation>()
  readonly #sockets = new Set<Socket>()
  readonly #server: Server

  private constructor(name: string, folder: string) {
    this.folder = join(folder, 'bin')
    this.path = join(this.folder, name)
    this.#server = createServer((socket) => this.#accept(socket))
  }

  /** Makes the executable, ready to be started any number of times. */
  static async create(name = 'fake-command'): Promise<FakeCommand> {
    const folder = tempFolder()
    const command = new FakeCommand(name, folder)
    const socketPath = join(folder, 'socket')
    await new Promise<void>((resolve) => command.#server.listen(socketPath, resolve))
    onTestFinished(() => command.#close())
    mkdirSync(command.folder)
    const start = `require(${JSON.stringify(programPath)}).runFakeCommand(${JSON.stringify(socketPath)})`
    writeFileSync(command.path, `#!${process.execPath}\n${start}\n`)
    chmodSync(command.path, 0o755)
    return command
  }

  /** The next start that the test has not seen yet, in the order they began. */
  nextInvocation(): Promise<FakeInvocation> {
    return this.#invocations.next()
  }

  /** How many starts wait to be seen. */
  get waiting(): number {
    return this.#invocations.size
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket)
    let invocation: FakeInvocation | undefined
    // A program that is killed resets the connection; its end is seen by 'close'.
    socket.on('error', () => undefined)
    socket.on('close', () => invocation?.receive({ type: 'gone' }))
    createInterface({ input: socket }).on('line', (line) => {
      const message = JSON.parse(line) as FromProgram
      if (message.type === 'started') {
        invocation = new FakeInvocation(message, (order) => void socket.write(`${JSON.stringify(order)}\n`))
        this.#invocations.put(invocation)
      } else invocation?.receive(message)
    })
  }

  #close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }
}

/** One start of a {@link FakeCommand}. */
export class FakeInvocation {
  readonly pid: number
  readonly argv: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly workingDirectory: string
  readonly stdin: string
  /** Resolves when the program is gone, however it ended. */
  readonly gone: Promise<void>
  readonly #send: (order: ToProgram) => void
  readonly #written = new Inbox<true>()
  readonly #signals = new Inbox<NodeJS.Signals>()
  readonly #resolveGone: () => void

  constructor(started: Started, send: (order: ToProgram) => void) {
    this.pid = started.pid
    this.argv = started.argv
    this.environment = started.environment
    this.workingDirectory = started.workingDirectory
    this.stdin = started.stdin
    this.#send = send
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.gone = promise
    this.#resolveGone = () => resolve(undefined)
  }

  /** Writes to the program's stdout; resolves once it is written. */
  async stdout(text: string): Promise<void> {
    this.#send({ type: 'write', stream: 'stdout', text })
    await this.#written.next()
  }

  /** Writes to the program's stderr; resolves once it is written. */
  async stderr(text: string): Promise<void> {
    this.#send({ type: 'write', stream: 'stderr', text })
    await this.#written.next()
  }

  /** The next SIGINT, SIGTERM or SIGHUP that reached the program, which takes no notice of it. */
  nextSignal(): Promise<NodeJS.Signals> {
    return this.#signals.next()
  }

  /** How many signals reached the program beyond those that {@link nextSignal} gave. Exact once the program has answered something later. */
  get unseenSignals(): number {
    return this.#signals.size
  }

  /** Ends the program; resolves when it is gone. */
  exit(code: number): Promise<void> {
    this.#send({ type: 'exit', code })
    return this.gone
  }

  /** Ends the program by a signal to itself; resolves when it is gone. */
  die(signal: NodeJS.Signals): Promise<void> {
    this.#send({ type: 'die', signal })
    return this.gone
  }

  /** For {@link FakeCommand}: what the program says. */
  receive(message: FromProgram | { readonly type: 'gone' }): void {
    switch (message.type) {
      case 'written':
        this.#written.put(true)
        break
      case 'signal':
        this.#signals.put(message.signal)
        break
      case 'gone':
        this.#resolveGone()
        break
      case 'started':
        break
      default:
        message satisfies never
    }
  }
}
