import { join, resolve } from 'node:path'
import type { JsonObject } from '../../events/json.ts'
import type { Failure } from '../../events/outcome.ts'
import { fromMarked, hasSensitive, reveal, Sensitive, type Value } from '../../expressions/value.ts'
import type { ProviderContext } from '../../plan/provider.ts'
import { sourceRootOf } from '../../plan/source-tree.ts'
import { FileError, type Files } from '../../ports/files.ts'
import type { Argv } from '../argv.ts'
import { pathWithin } from '../contained-path.ts'
import { environmentSecrets } from '../environment-secrets.ts'
import { fileFailure } from '../file-error-text.ts'
import { freeFolder } from '../free-folder.ts'
import { maskSecrets } from '../mask-secrets.ts'
import { runProgram, type ProgramResult } from '../run-program.ts'
import type { CommandPorts } from './command-ports.ts'
import type { Verb } from './command-spec.ts'
import { secretHider } from '../hide-secrets.ts'
import { quoteBeginning } from '../quote-beginning.ts'
import { maxAnswerBytes, parseAnswer, type ParsedAnswer } from './parse-answer.ts'

/** A program of a Command to run, and what it is told. */
export interface CommandCall {
  readonly verb: Verb
  readonly argv: Argv
  /** A real path. */
  readonly workingDirectory: string
  readonly inputs: Value
  /** The recorded outputs; null when there are none. */
  readonly recorded: Value
  /** The idempotency key; null while planning. */
  readonly key: string | null
}

/** An answer in which whatever holds a secret of the program's environment is sensitive. */
export type CommandAnswer = Exclude<ParsedAnswer, { readonly kind: 'object' }> | { readonly kind: 'object'; readonly object: Readonly<Record<string, Value>> }

/** What a program answered, or why it did not. `started`: it may have acted. */
export type CommandResult =
  | { readonly kind: 'answered'; readonly answer: CommandAnswer; readonly describe: (what: string) => string }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly started: boolean }

/** How long an interrupted program may take to end. */
const graceMs = 10_000

const shownLines = 20
const longestShownLine = 500

/** Runs a program of a Command. Its standard error goes to the log as it comes; secrets it was given are taken out of all that is said of it. */
export async function runCommand(ports: CommandPorts, call: CommandCall, context: ProviderContext): Promise<CommandResult> {
  const { processes, files, clock, former } = ports
  if (former !== undefined && call.verb !== 'read') return formerResult(processes, former, { call, context })
  const environment = await context.childEnvironment()
  const given = environmentSecrets(environment, context.processEnvironment)
  const hide = secretHider([call.inputs, call.recorded, new Sensitive(given)])
  const folder = await freeFolder(files, join(context.folder, call.verb))
  if (typeof folder !== 'string') return { kind: 'failed', failure: folder, started: false }
  const lastLines: string[] = []
  const request = {
    argv: await argvFrom(files, call, context),
    workingDirectory: call.workingDirectory,
    environment,
    stdin: `${JSON.stringify({ inputs: reveal(call.inputs), recorded: reveal(call.recorded), key: call.key })}\n`,
    folder,
    onLine: (stream: 'stdout' | 'stderr', line: string) => {
      if (stream === 'stdout') return
      const shown = hide(line)
      context.log('stderr', shown)
      lastLines.push(shown.slice(0, longestShownLine))
      if (lastLines.length > shownLines) lastLines.shift()
    },
  }
  const result = await runProgram(processes, clock, { request, signal: context.signal, timeoutMs: context.timeoutMs, graceMs })
  if (result.exit.kind === 'exited' && result.exit.code === 0) return readAnswer(processes, { folder, call, given, hide, log: context.log })
  const failure = failureOf(result, { verb: call.verb, timeoutMs: context.timeoutMs, lastLines, hide })
  return { kind: 'failed', failure, started: result.exit.kind !== 'not-started' }
}

/** The files of the project that the words name are taken from the copy of its sources, where there is one; everything else stands where it stands. */
async function argvFrom(
  files: Files,
  { argv, workingDirectory }: Pick<CommandCall, 'argv' | 'workingDirectory'>,
  context: Pick<ProviderContext, 'projectRoot' | 'sources'>,
): Promise<Argv> {
  const inProject = pathWithin(context.projectRoot, workingDirectory)
  if (context.sources === undefined || inProject === null) return argv
  const folder = join(sourceRootOf(context), inProject)
  const [program, ...words] = await Promise.all(argv.map((word, index) => copied(files, word, { folder, isProgram: index === 0 })))
  return program === undefined ? argv : [program, ...words]
}

async function copied(files: Files, word: string, { folder, isProgram }: { readonly folder: string; readonly isProgram: boolean }): Promise<string> {
  const path = resolve(folder, word)
  if ((isProgram && !word.includes('/')) || word.startsWith('/') || word.startsWith('-')) return word
  try {
    return (await files.stat(path))?.kind === 'file' ? path : word
  } catch (error) {
    if (error instanceof FileError) return word
    throw error
  }
}

/** How a program ended that an earlier engine started; see {@link CommandPorts.former}. */
async function formerResult(
  processes: CommandPorts['processes'],
  { folder, code }: NonNullable<CommandPorts['former']>,
  { call, context }: { readonly call: CommandCall; readonly context: ProviderContext },
): Promise<CommandResult> {
  const hide = secretHider([call.inputs, call.recorded])
  if (code === 0) return readAnswer(processes, { folder, call, given: [], hide, log: context.log })
  const stderr = await processes.readOutput(folder, 'stderr', { maxBytes: shownLines * longestShownLine })
  const lastLines = stderr.trimEnd().split('\n').slice(-shownLines).map(hide)
  const result = { exit: { kind: 'exited', code }, timedOut: false, interrupted: false } as const
  return { kind: 'failed', failure: failureOf(result, { verb: call.verb, timeoutMs: null, lastLines, hide }), started: true }
}

interface AnswerPlace {
  readonly folder: string
  readonly call: CommandCall
  /** Secrets in the program's environment. */
  readonly given: readonly string[]
  readonly hide: (text: string) => string
  readonly log: ProviderContext['log']
}

async function readAnswer(processes: CommandPorts['processes'], { folder, call, given, hide, log }: AnswerPlace): Promise<CommandResult> {
  let text: string
  try {
    // One byte more than is allowed tells a whole answer from a cut one.
    text = await processes.readOutput(folder, 'stdout', { maxBytes: maxAnswerBytes + 1 })
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return { kind: 'failed', failure: fileFailure(error, 'the output of the program'), started: true }
  }
  const answer = parseAnswer(text)
  // What is made of a secret may be one; of the answer to sensitive inputs nothing is shown.
  const quotable = !hasSensitive(call.inputs) && !hasSensitive(call.recorded)
  if (quotable && answer.kind === 'bad' && answer.notJson)
    hide(text.trimEnd())
      .split('\n')
      .slice(0, shownLines)
      .forEach((line) => log('stdout', line))
  const quote = quotable && text.trim() !== '' ? `: ${quoteBeginning(hide(text))}` : ''
  return {
    kind: 'answered',
    answer: answer.kind === 'object' ? { ...answer, object: hideGiven(answer.object, given) } : answer,
    describe: (what) => `the ${call.verb} program answered with ${what}${quote}`,
  }
}

function hideGiven(object: JsonObject, given: readonly string[]): Readonly<Record<string, Value>> {
  const marked = Object.entries(object).map(
    ([name, value]) => [name, fromMarked({ value, unknown: false, sensitive: maskSecrets(value, false, given) })] as const,
  )
  return Object.fromEntries(marked)
}

interface FailureFacts {
  readonly verb: Verb
  readonly timeoutMs: number | null
  readonly lastLines: readonly string[]
  readonly hide: (text: string) => string
}

function failureOf({ exit, timedOut, interrupted }: ProgramResult, { verb, timeoutMs, lastLines, hide }: FailureFacts): Failure {
  const program = `the ${verb} program`
  const quoted = lastLines.length === 0 ? '' : `:\n${lastLines.join('\n')}`
  // A program that was killed may have been in the midst of it; one that ended by itself could say so.
  const common = { transient: false, indeterminate: exit.kind === 'signalled' && verb !== 'read' }
  if (interrupted) return { reason: 'interrupted', message: `${program} was interrupted${quoted}`, ...common }
  if (timedOut) return { reason: 'timed-out', message: `${program} took longer than ${(timeoutMs ?? 0) / 1000} s${quoted}`, ...common }
  switch (exit.kind) {
    case 'exited':
      return { reason: 'program-failed', message: `${program} ended with exit code ${exit.code}${quoted}`, ...common }
    case 'signalled':
      return { reason: 'program-failed', message: `${program} was killed by ${exit.signal}${quoted}`, ...common }
    case 'not-started':
      return { reason: 'program-not-started', message: `${program} could not be started: ${hide(exit.message)}`, ...common }
    default:
      return exit satisfies never
  }
}
