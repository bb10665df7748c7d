import { ExitCode } from '../../events/exit-code.ts'
import type { CliContext } from '../cli-context.ts'
import { writeJson } from '../write-json.ts'
import { say } from '../say.ts'

/** Shows what is installed, reachable or broken, and the mend for each. */
export async function doctorCommand(context: CliContext): Promise<ExitCode> {
  const found = await context.coordinator.doctor()
  const bad = found.some(({ verdict }) => verdict === 'bad')
  if (context.output !== 'text') writeJson(context, { format_version: '1.0', checks: found })
  else {
    const marks = { good: 'ok  ', warning: 'warn', bad: 'BAD ' } as const
    for (const { about, verdict, message, mend } of found) {
      say(context.out, `${marks[verdict]}  ${about}: ${message}`, ...(mend === undefined ? [] : [`      ${mend}`]))
    }
  }
  return bad ? ExitCode.error : ExitCode.success
}
