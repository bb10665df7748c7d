import { closest } from '../../events/did-you-mean.ts'
import { ExitCode } from '../../events/exit-code.ts'
import { environmentList } from '../environment-list.ts'
import type { CliContext } from '../cli-context.ts'
import { counted } from '../render/counted.ts'
import { refuse } from '../refuse.ts'
import { say } from '../say.ts'
import { writeJson } from '../write-json.ts'

/** Checks schema, references, circles and sources of the whole project; touches nothing. */
export async function validateCommand(context: CliContext, words: readonly string[]): Promise<ExitCode> {
  const result = await context.coordinator.validate()
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  context.showDiagnostics(result.diagnostics, null)
  const all = [...result.value.environments.values()]
  const names = all.map(({ declaration }) => declaration.name)
  const asked = environmentList(words[0] ?? null) ?? names
  const word = asked.find((name) => !names.includes(name))
  if (word !== undefined) {
    const near = closest(word, names)
    const hint = near === null ? `there is ${names.join(', ')}` : `did you mean "${near}"?`
    return refuse(context, [{ code: 'unknown-environment', severity: 'error', message: `no environment is named "${word}"`, hint }])
  }
  const shown = all.filter(({ declaration }) => asked.includes(declaration.name))
  const environments = shown.map(({ declaration, resources }) => ({ name: declaration.name, resources: [...resources.keys()].sort() }))
  if (context.output !== 'text') writeJson(context, { format_version: '1.0', valid: true, environments, diagnostics: result.diagnostics })
  else
    for (const { name, resources } of environments)
      say(context.out, `${name}: ${counted(resources.length, 'resource')}${resources.length === 0 ? '' : ` (${resources.join(', ')})`}`)
  return ExitCode.success
}
