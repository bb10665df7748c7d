import { ExitCode } from '../../events/exit-code.ts'
import type { ChangeHow } from '../../coordinator.ts'
import type { CliContext } from '../cli-context.ts'
import { refuse } from '../refuse.ts'
import { holdDocument, holdsDocument } from '../render/json-documents.ts'
import { renderHolds } from '../render/render-holds.ts'
import { say } from '../say.ts'
import { writeJson } from '../write-json.ts'
import { dryRunNote } from './state-command.ts'

/** Shows what is on hold. */
export async function holdListCommand(context: CliContext, environment: string | null, all: boolean): Promise<ExitCode> {
  const result = await context.coordinator.holds({ environment, released: all })
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  if (context.output === 'text') context.out.write(renderHolds(result.value, { style: context.out, now: context.clock.now(), environment }))
  else writeJson(context, holdsDocument(result.value))
  return ExitCode.success
}

/** Places a hold. */
export async function holdPlaceCommand(
  context: CliContext,
  { environment, reason }: { readonly environment: string; readonly reason: string },
  how: ChangeHow,
): Promise<ExitCode> {
  const result = await context.coordinator.placeHold(environment, reason, how)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const hold = result.value
  if (context.output !== 'text') writeJson(context, { ...holdDocument(hold), ...dryRunNote(how) })
  else if (how.dryRun) say(context.out, `${environment} would be on hold (#${hold.number}): ${hold.reason}`)
  else {
    say(context.out, `${environment} is on hold (#${hold.number}): ${hold.reason}`)
    say(context.out, `What applies by itself stays out until: genesis hold release ${environment}`)
  }
  return ExitCode.success
}

/** Releases the hold of a number, as it was typed, or all. */
export async function holdReleaseCommand(
  context: CliContext,
  { environment, word }: { readonly environment: string; readonly word: string | null },
  how: ChangeHow,
): Promise<ExitCode> {
  const number = word === null ? null : Number(word.replace(/^#/, ''))
  if (number !== null && (!Number.isSafeInteger(number) || number < 1)) {
    const message = `"${word ?? ''}" is no number of a hold`
    return refuse(context, [{ code: 'usage', severity: 'error', message, hint: `genesis hold list ${environment} shows them` }])
  }
  const result = await context.coordinator.releaseHolds(environment, number, how)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const released = result.value
  if (context.output !== 'text') writeJson(context, { ...holdsDocument(released), ...dryRunNote(how) })
  else if (released.length === 0) say(context.out, number === null ? `${environment} is not on hold.` : `${environment}: #${number} was released before.`)
  else released.forEach((hold) => say(context.out, `${environment}: ${how.dryRun ? 'would release' : 'released'} #${hold.number}, ${hold.reason}`))
  return ExitCode.success
}
