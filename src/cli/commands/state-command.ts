import type { ChangeHow } from '../../coordinator.ts'
import { ExitCode } from '../../events/exit-code.ts'
import type { Verdict } from '../../coordinator/resolve-step.ts'
import { absolutePath } from '../absolute-path.ts'
import type { CliContext } from '../cli-context.ts'
import { environmentList } from '../environment-list.ts'
import { refuse } from '../refuse.ts'
import { say } from '../say.ts'
import { stateListDocument, stateShowDocument } from '../render/json-documents.ts'
import { renderStateList, renderStateShow } from '../render/render-state.ts'
import { writeJson } from '../write-json.ts'

/** Lists what is recorded, of some environments or of all. */
export async function stateListCommand(context: CliContext, environment: string | null): Promise<ExitCode> {
  const result = await context.coordinator.resources(environmentList(environment))
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  if (context.output === 'text') context.out.write(renderStateList(result.value, { style: context.out, now: context.clock.now() }))
  else writeJson(context, stateListDocument(result.value))
  return ExitCode.success
}

/** Shows one record. */
export async function stateShowCommand(context: CliContext, address: string, showSensitive: boolean): Promise<ExitCode> {
  const result = await context.coordinator.resources(null)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const record = result.value.find((one) => one.address === address)
  if (record === undefined) {
    return refuse(context, [
      { code: 'unknown-target', severity: 'error', message: `nothing is recorded as ${address}`, hint: 'genesis state list shows what is' },
    ])
  }
  if (context.output === 'text') context.out.write(renderStateShow(record, { style: context.out, now: context.clock.now(), showSensitive }))
  else writeJson(context, stateShowDocument(record, { showSensitive }))
  return ExitCode.success
}

/** Keeps a Terraform state file for a stack from now on. */
export async function stateImportCommand(context: CliContext, [address = '', file = '']: readonly string[], how: ChangeHow): Promise<ExitCode> {
  const result = await context.coordinator.importState(address, absolutePath(context.folder, file), how)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const { serial, lineage } = result.value
  const kept = how.dryRun ? 'would be kept' : 'is kept now'
  if (context.output === 'text')
    say(context.out, `The state of ${address} ${kept}: serial ${serial}, lineage ${lineage}. The file stays as it is; take it out of the repository.`)
  else writeJson(context, { format_version: '1.0', address, serial, lineage, ...dryRunNote(how) })
  return ExitCode.success
}

/** Forgets a record. */
export async function stateRemoveCommand(context: CliContext, address: string, how: ChangeHow): Promise<ExitCode> {
  const result = await context.coordinator.removeRecord(address, how)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  if (context.output === 'text') say(context.out, `${address} ${how.dryRun ? 'would be' : 'is'} forgotten; the real thing stays as it is.`)
  else writeJson(context, { format_version: '1.0', address, removed: !how.dryRun, ...dryRunNote(how) })
  return ExitCode.success
}

/** Puts a record under another address. */
export async function stateMoveCommand(context: CliContext, [from = '', to = '']: readonly string[], how: ChangeHow): Promise<ExitCode> {
  const result = await context.coordinator.moveRecord({ from, to }, how)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  if (context.output === 'text') say(context.out, `${from} ${how.dryRun ? 'would move' : 'has moved'} to ${to}; the real thing stays as it is.`)
  else writeJson(context, { format_version: '1.0', address: to, moved_from: from, revision: result.value.revision, ...dryRunNote(how) })
  return ExitCode.success
}

/** Settles a step of which nobody could tell. */
export async function stateResolveCommand(
  context: CliContext,
  { address, verdict }: { readonly address: string; readonly verdict: Verdict | null },
  how: ChangeHow,
): Promise<ExitCode> {
  if (verdict === null) {
    const message = `it is not said what became of ${address}`
    const hint = `say one of: genesis state resolve ${address} --applied, --not-applied or --adopt ID`
    return refuse(context, [{ code: 'usage', severity: 'error', message, hint }])
  }
  const result = await context.coordinator.resolve(address, verdict, how)
  await context.finishProgress()
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const step = result.value
  if (context.output !== 'text')
    writeJson(context, { format_version: '1.0', address, resolved: step === null ? 'found-out' : verdict.kind, ...dryRunNote(how) })
  else context.out.write(`${step === null ? foundOutText(address) : resolvedText(address, verdict, how)}\n`)
  return ExitCode.success
}

/** What the document of a change says of itself where nothing was done. */
export function dryRunNote({ dryRun }: ChangeHow): { readonly dryRun?: true } {
  return dryRun ? { dryRun: true } : {}
}

function foundOutText(address: string): string {
  return `${address}: it could be found out after all, see above. Nothing was taken on your word.`
}

function resolvedText(address: string, verdict: Verdict, { dryRun }: ChangeHow): string {
  const recorded = dryRun ? 'would be recorded' : 'recorded'
  if (verdict.kind === 'not-applied') return `${address}: ${recorded} as not done. The next apply does it, under the same key.`
  return `${address}: ${recorded} as done. The next plan compares it with what is really there.`
}
