import { ExitCode } from '../../events/exit-code.ts'
import { absolutePath } from '../absolute-path.ts'
import type { CliContext } from '../cli-context.ts'
import { refuse } from '../refuse.ts'
import { say } from '../say.ts'
import { writeJson } from '../write-json.ts'

/** Writes a small working project: a File and a Command in one environment. Never over what is there. */
export async function initCommand(context: CliContext, folder: string | null): Promise<ExitCode> {
  const path = folder === null ? context.projectFolder : absolutePath(context.folder, folder)
  const result = await context.coordinator.init(path)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  if (context.output !== 'text') {
    writeJson(context, { format_version: '1.0', folder: path, files: result.value })
    return ExitCode.success
  }
  const where = path === context.folder ? '' : ` --chdir ${folder ?? path}`
  say(context.out, ...result.value.map((file) => `wrote ${file}`), '', 'Next:', `  genesis plan dev${where}`, `  genesis apply dev${where}`)
  return ExitCode.success
}
