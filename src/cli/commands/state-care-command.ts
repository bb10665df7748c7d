import type { Repaired } from '../../coordinator/repair-state.ts'
import { ExitCode } from '../../events/exit-code.ts'
import type { CliContext } from '../cli-context.ts'
import { refuse } from '../refuse.ts'
import { say } from '../say.ts'
import { writeJson } from '../write-json.ts'

/** Puts back what a Terraform state lost. */
export async function stateRepairCommand(context: CliContext, address: string): Promise<ExitCode> {
  const result = await context.coordinator.repairState(address)
  await context.finishProgress()
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const { done, left } = result.value
  if (context.output === 'text') say(context.out, ...repairLines(result.value))
  else writeJson(context, { format_version: '1.0', address, done: [...done], left: [...left] })
  return left.length > 0 ? ExitCode.error : ExitCode.success
}

function repairLines({ address, done, left }: Repaired): readonly string[] {
  if (done.length === 0 && left.length === 0) return [`${address}: there was nothing to repair.`]
  const lines = done.map((line) => `${address}: ${line}`)
  if (left.length === 0) return [...lines, 'The next plan compares it with what is really there.']
  return [
    ...lines,
    `${address}: this could not be taken over:`,
    ...left.flatMap((text) => text.split('\n').map((line, index) => `${index === 0 ? '  ' : '    '}${line}`)),
  ]
}
