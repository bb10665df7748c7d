import type { ChildProcess } from 'node:child_process'
import { statSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { InternalError } from '../events/internal-error.ts'
import type { Processes, ProcessExit, ProcessIdentity, ProcessRequest, RunningProcess } from '../ports/processes.ts'
import { readBoundedText } from './bounded-text.ts'
import { toFileError, errorCode, reporting } from './file-error.ts'
import { followLines, type LineTail } from './line-tail.ts'
import { toProcessExit } from './process-exit.ts'
import { abandonStart, openChildStreams, readFate, recordedExit, runningGroup, wasClaimedByWrapper } from './process-folder.ts'
import { identityOf, isIdentityAlive } from './process-identity.ts'
import { lostVariable, notClaimedCode, wrapperArguments } from './process-wrapper.ts'
import { programPath } from './program-path.ts'

type NotStarted = Extract<ProcessExit, { kind: 'not-started' }>

/** Stands for a process that never was. */
const nobody: ProcessIdentity = { pid: 0, startTime: '' }

/** Programs as children of this process, each under a small shell in a group of its own; see docs/processes.md. For POSIX systems. */
export function nodeProcesses(): Processes {
  // Reading it writes it twice, which other threads may notice: so once, while everything is being wired.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const umask = process.umask()
  return {
    find(name, search) {
      const found = programPath(name, search)
      return Promise.resolve(found.kind === 'found' ? found.path : null)
    },
    start: (request) => startChild(request, umask),
    inspect: (folder) => reporting(folder, () => Promise.resolve(readFate(folder))),
    killLeft: (folder) => reporting(folder, () => killLeft(folder)),
    readOutput: (folder, stream, { maxBytes }) => reporting(folder, () => readBoundedText(join(folder, stream), maxBytes)),
    isAlive: (identity) => Promise.resolve(isIdentityAlive(identity)),
    self() {
      const identity = identityOf(process.pid)
      if (identity === null) throw new InternalError('adapters/no-self', 'this process cannot be found among the processes')
      return Promise.resolve(identity)
    },
  }
}

function startChild(request: ProcessRequest, umask: number): RunningProcess {
  try {
    const program = checkRequest(request)
    if (typeof program !== 'string') return neverStarted(program)
    return spawnChild(request, { program, umask })
  } catch (error) {
    return neverStarted(startFailure(error, request))
  }
}

/** The program's path, or why it cannot be started. */
function checkRequest(request: ProcessRequest): string | NotStarted {
  const { argv, environment, workingDirectory } = request
  if (statSync(workingDirectory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return notStarted('folder-not-found', `the working directory "${workingDirectory}" does not exist`)
  }
  const lost = lostVariable(environment)
  if (lost !== null) return notStarted('system', `the environment variable "${lost}" cannot be passed on: names are letters, digits and underscores`)
  const found = programPath(argv[0], { environment, workingDirectory })
  switch (found.kind) {
    case 'found':
      return found.path
    case 'missing':
      return notStarted('program-not-found', argv[0].includes('/') ? `there is no file "${argv[0]}"` : `no program "${argv[0]}" was found in PATH`)
    case 'not-executable':
      return notStarted('not-executable', `"${found.path}" is not executable`)
    default:
      return found satisfies never
  }
}

function notStarted(reason: NotStarted['reason'], message: string): NotStarted {
  return { kind: 'not-started', reason, message }
}

function neverStarted(exit: NotStarted): RunningProcess {
  return { identity: nobody, exited: Promise.resolve(exit), interrupt: () => undefined, kill: () => undefined }
}

/** What it starts inherits it. A system that does not allow it runs the program as any other. */
function giveWay(pid: number): void {
  try {
    setPriority(pid, 10)
  } catch {
    // It may have ended already, too.
  }
}

function startFailure(error: unknown, { folder, argv }: ProcessRequest): NotStarted {
  const code = errorCode(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') return notStarted('folder-not-found', `the private folder "${folder}" does not exist`)
  if (code === 'EEXIST') return notStarted('system', `the private folder "${folder}" was used for another start`)
  if (code === 'E2BIG') return notStarted('system', `the arguments and the environment of "${argv[0]}" are too long`)
  return notStarted('system', `"${argv[0]}" could not be started: ${error instanceof Error ? error.message : String(error)}`)
}

function spawnChild(request: ProcessRequest, { program, umask }: { program: string; umask: number }): RunningProcess {
  const { folder, workingDirectory, environment, onLine } = request
  const streams = openChildStreams(folder, request.stdin)
  let child: ChildProcess
  try {
    const wrapped = wrapperArguments({ folder, umask, program, programArguments: request.argv.slice(1) })
    // Loaded here: commands that start nothing, and help, should not pay for it.
    const { spawn } = process.getBuiltinModule('node:child_process')
    child = spawn('/bin/sh', wrapped, {
      cwd: workingDirectory,
      env: environment,
      detached: true,
      stdio: [streams.stdin, streams.stdout, streams.stderr],
    })
  } finally {
    streams.close()
  }
  if (request.givesWay === true && child.pid !== undefined) giveWay(child.pid)
  const identity = (child.pid === undefined ? null : identityOf(child.pid)) ?? nobody
  const group = new ProcessGroup(child, folder)
  const tails = onLine === undefined ? [] : outputs.map((stream) => followLines(join(folder, stream), (line) => onLine(stream, line)))
  return {
    identity,
    exited: watch({ request, child, group, tails }),
    interrupt: () => group.interrupt(),
    kill: () => group.kill(),
  }
}

const outputs = ['stdout', 'stderr'] as const

interface Watched {
  readonly request: ProcessRequest
  readonly child: ChildProcess
  readonly group: ProcessGroup
  readonly tails: readonly LineTail[]
}

async function watch({ request, child, group, tails }: Watched): Promise<ProcessExit> {
  const exit = await new Promise<ProcessExit>((resolve) => {
    child.once('error', (error) => resolve(startFailure(error, request)))
    child.once('exit', (code, signal) => {
      group.sweep(signal)
      resolve(judgeExit(request, code, signal))
    })
  })
  for (const tail of tails) await tail.finish()
  return exit
}

/** A wrapper that went with its group has written down before how the program ended. */
function judgeExit({ folder, argv }: ProcessRequest, code: number | null, signal: string | null): ProcessExit {
  if (code === null) return toProcessExit(recordedExit(folder)?.code ?? null, signal)
  if (code !== notClaimedCode || wasClaimedByWrapper(folder)) return toProcessExit(code, signal)
  return notStarted('system', `"${argv[0]}" did not run: it was stopped before, or its start could not be recorded in "${folder}"`)
}

/** The child and all that it started, as far as they stayed in its group. */
class ProcessGroup {
  readonly #child: ChildProcess
  readonly #folder: string
  #stopped = false
  #ended = false

  constructor(child: ChildProcess, folder: string) {
    this.#child = child
    this.#folder = folder
  }

  interrupt(): void {
    if (this.#stopped || this.#ended) return
    this.#stopped = true
    // Before it has claimed its folder, the wrapper would swallow the signal, and then run the program.
    if (!abandonStart(this.#folder)) this.#signal('SIGINT')
  }

  kill(): void {
    if (this.#ended) return
    this.#stopped = true
    this.#signal('SIGKILL')
  }

  /**
   * To be called when the leader has ended, with the signal that killed it. What a program that ended by itself left running is its own
   * affair; after an interrupt or a kill, also from outside, nothing of the group may stay behind.
   */
  sweep(signal: string | null): void {
    if (this.#stopped || signal !== null) this.#signal('SIGKILL')
    this.#ended = true
  }

  #signal(signal: 'SIGINT' | 'SIGKILL'): void {
    if (this.#child.pid !== undefined) signalGroup(this.#child.pid, signal)
  }
}

function killLeft(folder: string): Promise<void> {
  const group = runningGroup(folder)
  if (group !== null) signalGroup(group, 'SIGKILL')
  return Promise.resolve()
}

function signalGroup(group: number, signal: 'SIGINT' | 'SIGKILL'): void {
  try {
    process.kill(-group, signal)
  } catch (error) {
    // On macOS a group of zombies answers EPERM.
    if (!['ESRCH', 'EPERM'].includes(errorCode(error))) throw toFileError(error, `process group ${group}`)
  }
}
