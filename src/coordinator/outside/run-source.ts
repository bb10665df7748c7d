import { join, resolve } from 'node:path'
import { createRedactor } from '../../events/redact.ts'
import { FileError } from '../../ports/files.ts'
import { pathWithin } from '../../providers/contained-path.ts'
import { explainFileError } from '../../providers/file-error-text.ts'
import { runProgram, type ProgramResult } from '../../providers/run-program.ts'
import type { Fetched } from './fetched.ts'
import { maxValueBytes, type SourceContext } from './source-context.ts'

/** A program that is asked for a value may think about it for so long. */
const timeoutMs = 60_000
const graceMs = 10_000
const maxSaidBytes = 16 * 1024
const shownLines = 20
const longestShownLine = 500

/** The program of a source. */
interface SourceProgram {
  readonly argv: readonly [string, ...string[]]
  readonly folder: string
}

/** Runs a program and gives what it prints. What it wrote is taken away again; of what it prints nothing is ever shown, of its complaints what holds no secret. */
export async function runSource(program: SourceProgram, context: SourceContext): Promise<Fetched<string>> {
  const { files, projectRoot } = context
  try {
    const workingDirectory = await files.realPath(join(projectRoot, program.folder))
    if (await leadsOut(program.argv[0], workingDirectory, context)) {
      const hint = 'name an installed program, or copy the script into the project'
      return { ok: false, message: `the program ${program.argv[0]} leads out of the project`, hint }
    }
    const environment = await context.programEnvironment()
    const folder = context.newFolder()
    await files.makeDirectory(folder, { mode: 0o700 })
    try {
      return await run({ argv: program.argv, workingDirectory, environment, folder }, context)
    } finally {
      await files.remove(folder)
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return { ok: false, ...explainFileError(error, 'the private folder of the program') }
  }
}

async function leadsOut(program: string, workingDirectory: string, { files, projectRoot }: SourceContext): Promise<boolean> {
  if (!program.startsWith('./') && !program.startsWith('../')) return false
  return pathWithin(await files.realPath(projectRoot), await files.realPath(resolve(workingDirectory, program))) === null
}

interface Request {
  readonly argv: SourceProgram['argv']
  readonly workingDirectory: string
  readonly environment: Readonly<Record<string, string>>
  readonly folder: string
}

async function run(request: Request, context: SourceContext): Promise<Fetched<string>> {
  const { processes, clock, signal } = context
  const result = await runProgram(processes, clock, { request, signal, timeoutMs, graceMs })
  if (result.exit.kind === 'not-started') return notStarted(request, result)
  // One byte more than is allowed tells a whole value from a cut one.
  const text = await processes.readOutput(request.folder, 'stdout', { maxBytes: maxValueBytes + 1 })
  if (result.exit.kind !== 'exited' || result.exit.code !== 0 || result.interrupted || result.timedOut) return complaint(request, result, { text, context })
  const name = request.argv[0]
  if (Buffer.byteLength(text) > maxValueBytes) return { ok: false, message: `${name} prints more than ${maxValueBytes / 1024 / 1024} MiB` }
  return text.includes('\uFFFD') ? { ok: false, message: `${name} prints what is no UTF-8 text` } : { ok: true, value: text }
}

function notStarted({ argv }: Request, { exit, interrupted }: ProgramResult): Fetched<string> {
  const message = exit.kind === 'not-started' ? exit.message : ''
  if (interrupted) return { ok: false, message: `${argv[0]} was interrupted`, interrupted }
  const missing = exit.kind === 'not-started' && exit.reason === 'program-not-found'
  return { ok: false, message, ...(missing ? { hint: hintForMissing(argv[0]) } : {}) }
}

function hintForMissing(program: string): string {
  if (program.startsWith('.')) return 'the path starts at the folder of the file that says it'
  return program.includes('/') ? 'install it' : 'install it, or write ./ before a script of the project'
}

async function complaint(
  { argv, folder }: Request,
  { exit, timedOut, interrupted }: ProgramResult,
  { text, context }: { readonly text: string; readonly context: SourceContext },
): Promise<Fetched<string>> {
  const printed = createRedactor()
  printed.add([text])
  const said = await context.processes.readOutput(folder, 'stderr', { maxBytes: maxSaidBytes })
  const lines = context.redact(printed.redact(said)).trimEnd().split('\n').slice(-shownLines)
  const quoted = lines.join('') === '' ? '' : `:\n${lines.map((line) => `  ${line.slice(0, longestShownLine)}`).join('\n')}`
  const how = interrupted
    ? 'was interrupted'
    : timedOut
      ? `took longer than ${timeoutMs / 1000} s`
      : exit.kind === 'exited'
        ? `ended with exit code ${exit.code}`
        : 'was killed'
  return { ok: false, message: `${argv[0]} ${how}${quoted}`, ...(interrupted ? { interrupted } : {}) }
}
