import { closest } from '../../events/did-you-mean.ts'
import { ExitCode } from '../../events/exit-code.ts'
import { absolutePath } from '../absolute-path.ts'
import type { CliContext } from '../cli-context.ts'
import { refuse } from '../refuse.ts'
import { say } from '../say.ts'
import { jsonText } from '../render/json-text.ts'
import { printLines } from '../render/print-lines.ts'
import { tableLines } from '../render/table.ts'
import { writeJson } from '../write-json.ts'

/** Lists the published JSON Schemas, prints one so that it can be used alone, or writes them all as files that refer to each other. */
export async function schemaCommand(context: CliContext, kind: string | null, folder: string | null): Promise<ExitCode> {
  const schemas = await context.coordinator.schemas()
  const chosen = schemas.find(
    ({ title, file }) => kind !== null && [title, file, file.split('.')[0]].some((name) => name?.toLowerCase() === kind.toLowerCase()),
  )
  if (kind !== null && chosen === undefined) {
    const titles = schemas.map(({ title }) => title)
    const near = closest(kind, titles)
    const hint = near === null ? `there are ${titles.join(', ')}` : `did you mean "${near}"?`
    return refuse(context, [{ code: 'unknown-kind', severity: 'error', message: `there is no schema of "${kind}"`, hint }])
  }
  if (folder !== null) return write(context, folder)
  if (chosen !== undefined) {
    context.out.write(jsonText(chosen.schema))
    return ExitCode.success
  }
  const listed = schemas.map(({ title, file, description }) => ({ title, file, description }))
  if (context.output === 'text')
    context.out.write(
      printLines(
        tableLines(
          ['KIND', 'FILE', ''],
          listed.map(({ title, file, description }) => [title, file, description]),
        ),
        context.out,
      ),
    )
  else writeJson(context, { format_version: '1.0', schemas: listed })
  return ExitCode.success
}

async function write(context: CliContext, folder: string): Promise<ExitCode> {
  const written = await context.coordinator.writeSchemas(absolutePath(context.folder, folder))
  if (!written.ok) return refuse(context, written.diagnostics, written.exitCode)
  const { files, settings } = written.value
  if (context.output === 'text') {
    say(
      context.out,
      ...files.map((name) => `wrote ${folder}/${name}`),
      '',
      'For an editor with the YAML language server, in .vscode/settings.json or its like:',
      '',
    )
    context.out.write(jsonText(settings))
  } else writeJson(context, { format_version: '1.0', folder, files, settings })
  return ExitCode.success
}
