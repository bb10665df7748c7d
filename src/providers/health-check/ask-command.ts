import { join } from 'node:path'
import type { ProviderContext } from '../../plan/provider.ts'
import { environmentSecrets } from '../environment-secrets.ts'
import { freeFolder } from '../free-folder.ts'
import { secretHider } from '../hide-secrets.ts'
import { Sensitive } from '../../expressions/value.ts'
import { quoteBeginning } from '../quote-beginning.ts'
import { runProgram, type ProgramResult } from '../run-program.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import { healthy, unhealthy, type Attempt } from './attempt.ts'
import type { HealthCheckPorts } from './health-check-ports.ts'
import type { Question } from './health-check-spec.ts'

/** How long an interrupted program may take to end. */
const graceMs = 10_000

/** The program of a check, and where it runs. `hide` takes secrets out of a text. */
interface ProgramCheck {
  readonly question: Extract<Question, { kind: 'command' }>
  readonly directory: string
  readonly hide: (text: string) => string
}

/** Runs the program of a check once. What it prints goes to the log, its last line into what is said of it. */
export async function askCommand(
  { processes, files, clock }: HealthCheckPorts,
  { question, directory, hide }: ProgramCheck,
  { number, timeoutMs, signal }: AttemptLimits,
  context: ProviderContext,
): Promise<Attempt> {
  const environment = await context.childEnvironment()
  const hideGiven = secretHider([new Sensitive(environmentSecrets(environment, context.processEnvironment))])
  const folder = await freeFolder(files, join(context.folder, `attempt-${number}`))
  if (typeof folder !== 'string') return unhealthy(folder.message)
  let last = ''
  const request = {
    argv: question.run,
    workingDirectory: directory,
    environment,
    stdin: `${JSON.stringify({ inputs: question.inputs })}\n`,
    folder,
    onLine: (stream: 'stdout' | 'stderr', line: string) => {
      const shown = hideGiven(hide(line))
      context.log(stream, shown)
      if (shown.trim() !== '') last = shown
    },
  }
  const result = await runProgram(processes, clock, { request, signal, timeoutMs, graceMs })
  const quoted = last === '' ? '' : `: ${quoteBeginning(last)}`
  return result.exit.kind === 'exited' && result.exit.code === 0 ? healthy('exit code 0') : unhealthy(`${endOf(result, timeoutMs)}${quoted}`)
}

function endOf({ exit, timedOut }: ProgramResult, timeoutMs: number): string {
  if (timedOut) return `it took longer than ${timeoutMs / 1000} s`
  switch (exit.kind) {
    case 'exited':
      return `exit code ${exit.code}`
    case 'signalled':
      return `killed by ${exit.signal}`
    case 'not-started':
      return `it could not be started: ${exit.message}`
    default:
      return exit satisfies never
  }
}
