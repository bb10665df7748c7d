import type { GenesisEvent } from '../../events/event.ts'
import { ExitCode } from '../../events/exit-code.ts'
import type { Json } from '../../events/json.ts'
import type { CliContext, OutputFormat } from '../cli-context.ts'
import { refuse } from '../refuse.ts'
import { jsonLine } from '../render/json-text.ts'
import { readLog } from '../../events/read-log.ts'
import { yamlText } from '../render/yaml-text.ts'
import { renderLog } from '../render/render-log.ts'

/** Shows what a run, or one resource in it, wrote. */
export async function logsCommand(context: CliContext, run: string, address: string | null): Promise<ExitCode> {
  const result = await context.coordinator.logs(run)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const events = readLog(result.value)
  if (context.output === 'text') context.out.write(renderLog(events, { style: context.out, address }))
  else
    for (const event of events) if (address === null || ('address' in event && event.address === address)) context.out.write(eventText(event, context.output))
  return ExitCode.success
}

/** Events one after the other: as lines of JSON, or as documents of one YAML stream. */
function eventText(event: GenesisEvent, output: OutputFormat): string {
  return output === 'yaml' ? `---\n${yamlText(JSON.parse(JSON.stringify(event)) as Json)}` : jsonLine(event)
}
