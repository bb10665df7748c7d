import { CommanderError, type Command } from 'commander'
import type { StopLevel } from '../apply/run-control.ts'
import type { SystemCoordinator } from '../coordinator.ts'
import { ExitCode } from '../events/exit-code.ts'
import { InternalError } from '../events/internal-error.ts'
import type { Ask } from '../ports/ask.ts'
import type { Clock } from '../ports/clock.ts'
import type { Host } from '../ports/ports.ts'
import { absolutePath } from './absolute-path.ts'
import type { CliContext } from './cli-context.ts'
import type { GlobalOptions } from './global-options.ts'
import { createProgram } from './program.ts'
import { safeText } from './render/safe-text.ts'
import type { Terminal } from './render/terminal.ts'

/** Everything of the machine that the command line touches. */
export interface StartOptions {
  /** The words after the program's name. */
  readonly words: readonly string[]
  readonly version: string
  /** The working directory. */
  readonly folder: string
  readonly host: Host
  readonly out: Terminal
  readonly err: Terminal
  readonly ask: Ask
  readonly isFile: (path: string) => boolean
  readonly clock: Clock
  readonly onSignal: (signal: 'SIGINT' | 'SIGTERM', listener: () => void) => void
}

/** Runs one command; gives its exit code. Never rejects, and shows no stack trace but for bugs of ours. */
export async function start(options: StartOptions): Promise<ExitCode> {
  const { out, err } = options
  const ended: { code: ExitCode } = { code: ExitCode.success }
  const stop = new Stop(options)
  const make = (): Command =>
    createProgram({
      version: options.version,
      createContext: (global) => contextFor(options, global, stop),
      finish: (code) => void (ended.code = code),
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text),
      columns: out.columns,
    })
  try {
    const refused = await run(make, options)
    if (refused !== null) return refused
  } catch (error) {
    err.write(bugReport(error, options.version))
    return ExitCode.internalError
  }
  const { code } = ended
  return stop.interrupted && code !== ExitCode.internalError ? ExitCode.interrupted : code
}

/** An option of Terraform's like `-out=x`: read as ours, it would be `-o ut=x`. */
const singleDash = /^-[A-Za-z]{2}/

/** Runs the command that the words name; gives the exit code where they are refused, null otherwise. Words of other tools are looked for where ours do not fit. */
async function run(make: () => Command, options: StartOptions): Promise<ExitCode | null> {
  const words = wordsOf(options)
  const first = words.some((word) => singleDash.test(word)) ? null : await parse(make(), words)
  if (first === 'done') return null
  if (first?.exitCode === 0) return ExitCode.success
  const { answerHabits, createCoordinator, refuseWords } = await import('./commands.ts')
  const { host, version } = options
  const program = make()
  const coordinator = createCoordinator({ host, folder: options.folder, events: { emit: () => undefined }, version })
  const habits = await answerHabits(words, {
    program,
    environment: environmentVariable(host),
    environments: async (folder) => (await coordinator.names(absolutePath(options.folder, folder ?? '.'))).environments,
  })
  if (habits?.kind === 'refused') return refuseWords(options, { program, words, diagnostics: habits.diagnostics })
  const second = habits !== null || first === null ? await parse(make(), habits?.words ?? words) : first
  if (second === 'done') return null
  return second.exitCode === 0 ? ExitCode.success : refuseWords(options, { program, words, error: second })
}

/** `help` takes the words of a command, however many. */
function wordsOf({ words }: StartOptions): readonly string[] {
  const [first, ...rest] = words
  return first === 'help' && rest.length > 0 ? [...rest, '--help'] : words
}

function environmentVariable({ variables }: Host): string | null {
  return variables['GENESIS_ENVIRONMENT'] || null
}

async function parse(program: Command, words: readonly string[]): Promise<CommanderError | 'done'> {
  try {
    await program.parseAsync([...words], { from: 'user' })
    return 'done'
  } catch (error) {
    if (error instanceof CommanderError) return error
    throw error
  }
}

/** Passes interrupts on to whoever works: the first lets it come to an end, the second stops it. */
class Stop {
  readonly #asking = new AbortController()
  #coordinator: SystemCoordinator | null = null
  #before: StopLevel = 'none'

  constructor({ onSignal, err }: StartOptions) {
    onSignal('SIGINT', () => {
      this.#asking.abort()
      const how = this.#coordinator?.interrupt() ?? 'forced'
      const words = stopWords(this.#before, how)
      if (words !== null) err.write(`\n${words}\n`)
      this.#before = how
    })
    onSignal('SIGTERM', () => {
      this.#asking.abort()
      this.#coordinator?.terminate()
    })
  }

  get interrupted(): boolean {
    return this.signal.aborted
  }

  /** Ends what waits for a person. */
  get signal(): AbortSignal {
    return this.#asking.signal
  }

  watch(coordinator: SystemCoordinator): void {
    this.#coordinator = coordinator
  }
}

/** What a person is told at once. What the second interrupt of a run abandons is told by the run itself. */
function stopWords(before: StopLevel, now: StopLevel): string | null {
  if (before === 'none') return now === 'graceful' ? 'Interrupted: nothing new starts, what runs may end. Once more stops that, too.' : 'Interrupted.'
  return before === now ? 'Stopping already: what runs was interrupted, once, and is killed when its time to end is over.' : null
}

/** Help and a wrong word are answered without loading the engine. */
async function contextFor(options: StartOptions, global: GlobalOptions, stop: Stop): Promise<CliContext> {
  const { createContext, createCoordinator } = await import('./commands.ts')
  const folder = absolutePath(options.folder, global.chdir ?? '.')
  const context = createContext({
    ...options,
    global: { ...global, environment: global.environment ?? (global.all === true ? null : environmentVariable(options.host)) },
    projectFolder: folder,
    ask: (question) => options.ask(question, stop.signal),
    makeCoordinator: (events) =>
      createCoordinator({
        host: options.host,
        folder,
        events,
        version: options.version,
        set: global.set ?? [],
        lockTimeoutMs: global.lockTimeout ?? null,
      }),
  })
  stop.watch(context.coordinator)
  return context
}

function bugReport(error: unknown, version: string): string {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const code = error instanceof InternalError ? ` [${error.code}]` : ''
  return `\ninternal error${code}: this is a bug of Genesis ${version}, not of yours\n${safeText(what).replaceAll('\\u{a}', '\n')}\nplease report it with the lines above and the command you ran\n`
}
