import type { Clock } from '../ports/clock.ts'
import type { Processes, ProcessExit, ProcessRequest, RunningProcess } from '../ports/processes.ts'

/** How {@link runProgram} runs a program. */
export interface RunProgramOptions {
  readonly request: ProcessRequest
  /** Aborted: the program is interrupted once and, when the grace time is over, killed. */
  readonly signal: AbortSignal
  /** Null for as long as it takes. When it is over, the program is stopped in the same way. */
  readonly timeoutMs: number | null
  /** How long an interrupted program may go on before its whole group is killed. */
  readonly graceMs: number
}

/** How a program ended, and whether it was made to. */
export interface ProgramResult {
  readonly exit: ProcessExit
  /** It was stopped because its time was over. */
  readonly timedOut: boolean
  /** It was stopped, or not even started, because of the signal. */
  readonly interrupted: boolean
}

/**
 * Runs a program to its end. Never rejects. However it ends, nothing of it goes on running, except what a program that ended by itself
 * left behind. Where the signal and the timeout come together, the first of them counts.
 */
export async function runProgram(processes: Processes, clock: Clock, options: RunProgramOptions): Promise<ProgramResult> {
  const { request, signal, timeoutMs, graceMs } = options
  if (signal.aborted) {
    const exit: ProcessExit = { kind: 'not-started', reason: 'system', message: `"${request.argv[0]}" was not started: the run is being stopped` }
    return { exit, timedOut: false, interrupted: true }
  }
  const running = processes.start(request)
  const ended = new AbortController()
  const cause = { stoppedBy: null as 'signal' | 'timeout' | null }

  function stop(stoppedBy: 'signal' | 'timeout'): void {
    if (cause.stoppedBy !== null || ended.signal.aborted) return
    cause.stoppedBy = stoppedBy
    void interruptThenKill(running, { clock, graceMs, ended: ended.signal })
  }
  const onAbort = (): void => stop('signal')
  signal.addEventListener('abort', onAbort, { once: true })
  if (timeoutMs !== null) void clock.sleep(timeoutMs, ended.signal).then(() => stop('timeout'))

  const exit = await running.exited
  signal.removeEventListener('abort', onAbort)
  ended.abort()
  return { exit, timedOut: cause.stoppedBy === 'timeout', interrupted: cause.stoppedBy === 'signal' }
}

interface GraceOptions {
  readonly clock: Clock
  readonly graceMs: number
  readonly ended: AbortSignal
}

async function interruptThenKill(running: RunningProcess, { clock, graceMs, ended }: GraceOptions): Promise<void> {
  running.interrupt()
  await clock.sleep(graceMs, ended)
  if (!ended.aborted) running.kill()
}
