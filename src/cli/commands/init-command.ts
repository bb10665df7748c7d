import { ExitCode } from '../../events/exit-code.ts'
import { absolutePath } from '../absolute-path.ts'
import type { CliContext } from '../cli-context.ts'
import { refuse } from '../refuse.ts'

/** Writes a small working project: a File and a Command in one environment. Never over what is there. */
export async function initCommand(context: CliContext, folder: string | null): Promise<ExitCode> {
  const path = absolutePath(context.folder, folder ?? '.')
  const result = await context.coordinator.init(path)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const where = folder === null ? '' : ` --chdir ${folder}`
  for (const file of result.value) context.out.write(`wrote ${file}\n`)
  context.out.write(`\nNext:\n  genesis plan dev${where}\n  genesis apply dev${where}\n`)
  return ExitCode.success
}
