import { ExitCode } from '../../events/exit-code.ts'
import type { CliContext } from '../cli-context.ts'
import { refuse } from '../refuse.ts'
import { explanationDocument } from '../render/explain/explanation-document.ts'
import { explanationText } from '../render/explain/explanation-text.ts'
import { writeJson } from '../write-json.ts'

/** Says where the value at a path of a resource comes from; without a path, what the resource is and why it is in the plan. */
export async function explainCommand(context: CliContext, word: string, path: string | null): Promise<ExitCode> {
  const address = word.includes('/') || context.environment === null ? word : `${context.environment}/${word}`
  if (!address.includes('/')) {
    const { addresses } = await context.coordinator.names()
    const meant = addresses.filter((one) => one.endsWith(`/${word}`)).sort()
    const hint =
      meant.length === 0 ? 'write it as environment/name, or give the environment with -e' : `write it with its environment: ${meant.slice(0, 10).join(', ')}`
    return refuse(context, [{ code: 'usage', severity: 'error', message: `"${word}" is no address`, hint }])
  }
  const result = await context.coordinator.explain(address, path)
  await context.finishProgress()
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  context.showDiagnostics(result.diagnostics, null)
  if (context.output === 'text') context.out.write(explanationText(result.value, { style: context.out, now: context.clock.now() }))
  else writeJson(context, explanationDocument(result.value))
  return ExitCode.success
}
