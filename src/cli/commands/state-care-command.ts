import type { Repaired } from '../../coordinator/repair-state.ts'
import type { RestoredStore } from '../../coordinator/store-care.ts'
import { ExitCode } from '../../events/exit-code.ts'
import type { StoreVerdict } from '../../ports/store-files.ts'
import { absolutePath } from '../absolute-path.ts'
import type { CliContext } from '../cli-context.ts'
import { refuse } from '../refuse.ts'
import { counted } from '../render/counted.ts'
import { say } from '../say.ts'
import { writeJson } from '../write-json.ts'

/** Writes a sealed copy of the store. */
export async function stateBackupCommand(context: CliContext, file: string | null): Promise<ExitCode> {
  const result = await context.coordinator.backUpStore(file === null ? null : absolutePath(context.folder, file))
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const { path, at, newestRun } = result.value
  if (context.output === 'text')
    say(context.out, `A sealed copy of the state database is in ${path}.`, 'It opens with .genesis/key alone: keep a copy of that in another place.')
  else writeJson(context, { format_version: '1.0', path, at: new Date(at).toISOString(), newest_run: newestRun })
  return ExitCode.success
}

/** Looks at everything in the store, or in a copy. */
export async function stateVerifyCommand(context: CliContext, copy: string | null, key: string | null): Promise<ExitCode> {
  const result = await context.coordinator.verifyStore(copy === null ? null : absolutePath(context.folder, copy), keyPath(context, key))
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const { problems, counted: seen } = result.value
  if (context.output === 'text') say(context.out, ...verdictLines(result.value))
  else {
    const { resources, runs, terraformStates: terraform_states, checkpoints, blobs } = seen
    writeJson(context, { format_version: '1.0', problems: [...problems], counted: { resources, runs, terraform_states, checkpoints, blobs } })
  }
  return problems.length > 0 ? ExitCode.error : ExitCode.success
}

function keyPath({ folder }: CliContext, key: string | null): string | null {
  return key === null ? null : absolutePath(folder, key)
}

function verdictLines({ problems, counted: seen }: StoreVerdict): readonly string[] {
  const { resources, runs, terraformStates, checkpoints, blobs } = seen
  const counts = [
    counted(resources, 'resource'),
    counted(runs, 'run'),
    counted(terraformStates, 'Terraform state'),
    counted(checkpoints, 'checkpoint'),
    counted(blobs, 'blob'),
  ]
  const looked = counts.join(', ')
  if (problems.length === 0) return [`All is well: ${looked}; every page, seal and state was looked at.`]
  return ['This is wrong:', ...problems.map((line) => `  ${line}`), `Looked at: ${looked}.`]
}

/** Puts a sealed copy in the place of the store. */
export async function stateRestoreCommand(context: CliContext, file: string, key: string | null): Promise<ExitCode> {
  const result = await context.coordinator.restoreStore(absolutePath(context.folder, file), keyPath(context, key))
  await context.finishProgress()
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const { at, aside, laterRuns, newestRun } = result.value
  if (context.output === 'text') say(context.out, ...restoredLines(result.value))
  else writeJson(context, { format_version: '1.0', at: new Date(at).toISOString(), newest_run: newestRun, aside, later_runs: [...laterRuns] })
  return ExitCode.success
}

function restoredLines({ at, aside, laterRuns }: RestoredStore): readonly string[] {
  const kept = aside === null ? [] : [`What was there is in ${aside}.`]
  const later = [
    'These runs came later, so that what they did is not recorded any more; their logs are still in .genesis/runs:',
    ...laterRuns.map((run) => `  ${run}`),
    'Plan every environment before anything else: what they made would be made again.',
  ]
  return [`The state database is that of ${new Date(at).toISOString()} again.`, ...kept, ...(laterRuns.length === 0 ? [] : later)]
}

/** Gives a Terraform state out: to a file that only its owner can read, or readable on demand. */
export async function statePullCommand(
  context: CliContext,
  address: string,
  { out, showSensitive }: { readonly out: string | null; readonly showSensitive: boolean },
): Promise<ExitCode> {
  if (out === null && !showSensitive) {
    const hint = `genesis state pull ${address} --out FILE writes it to a file that only you can read; --show-sensitive shows it`
    return refuse(context, [{ code: 'usage', severity: 'error', message: 'a Terraform state holds secrets, and it is not said where it is to go', hint }])
  }
  const path = out === null ? null : absolutePath(context.folder, out)
  const result = await context.coordinator.pullState(address, path)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const { serial, lineage, body } = result.value
  if (path === null) context.out.write(body.endsWith('\n') ? body : `${body}\n`)
  else if (context.output === 'text') say(context.out, `The state of ${address} (serial ${serial}, lineage ${lineage}) is in ${path}.`)
  else writeJson(context, { format_version: '1.0', address, serial, lineage, path })
  return ExitCode.success
}

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
