import { ExitCode } from '../../events/exit-code.ts'
import type { GenesisEvent } from '../../events/event.ts'
import type { CliContext } from '../cli-context.ts'
import { refuse } from '../refuse.ts'
import { renderLog } from '../render/render-log.ts'

/** Shows what a run, or one resource in it, wrote. */
export async function logsCommand(context: CliContext, run: string, address: string | null): Promise<ExitCode> {
  const result = await context.coordinator.logs(run)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const events = result.value.split('\n').flatMap(parseLine)
  if (context.output === 'text') context.out.write(renderLog(events, { style: context.out, address }))
  else for (const event of events) if (address === null || ('address' in event && event.address === address)) context.out.write(`${JSON.stringify(event)}\n`)
  return ExitCode.success
}

/** A line that a crash cut short is no event. */
function parseLine(line: string): readonly GenesisEvent[] {
  if (line === '') return []
  try {
    return [JSON.parse(line) as GenesisEvent]
  } catch {
    return []
  }
}
