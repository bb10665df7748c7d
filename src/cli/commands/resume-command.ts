import type { Diagnostic } from '../../events/diagnostic.ts'
import { ExitCode } from '../../events/exit-code.ts'
import { setTarget } from '../../manifest/set-word.ts'
import { requestOf, setTargets } from '../../plan/run-part.ts'
import { shellWords } from '../../plan/shell-words.ts'
import type { RunRecord } from '../../ports/store.ts'
import type { CliContext } from '../cli-context.ts'
import { writeJson } from '../write-json.ts'
import { refuse } from '../refuse.ts'
import { applyCommand } from './apply-command.ts'
import { rollbackCommand } from './rollback-command.ts'
import type { ApplyOptions } from '../apply-options.ts'

/** The options of `genesis resume`. */
export type ResumeOptions = Pick<ApplyOptions, 'yes' | 'dryRun' | 'confirm' | 'allowDestroy' | 'releaseHold' | 'concurrency' | 'set'> & {
  readonly run: string | null
}

/** Finds out what became of an interrupted run, shows what is left to do of it as a plan, asks, and applies it. */
export async function resumeCommand(context: CliContext, { run, ...options }: ResumeOptions): Promise<ExitCode> {
  const found = await interruptedRun(context, run)
  if ('refusal' in found) return refuse(context, [found.refusal], found.exitCode)
  if ('nothing' in found) {
    if (context.output === 'text') context.out.write('Nothing to resume: every run ended by itself.\n')
    else writeJson(context, { format_version: '1.0', resumed: null })
    return ExitCode.success
  }
  const unset = setTargets(found.run.part?.words ?? []).filter((target) => !options.set.some((word) => setTarget(word) === target))
  if (unset.length > 0) return refuse(context, [notSet(found.run, unset)])
  if (found.run.mode === 'rollback') {
    const { environment, target } = found.run
    return rollbackCommand(context, { ...options, environment, to: target === undefined ? null : String(target), out: null })
  }
  const mode = found.run.mode === 'destroy' ? 'destroy' : 'apply'
  const { environment, part } = found.run
  const { targets, ...selecting } = requestOf(part?.words ?? [])
  return applyCommand(context, {
    ...options,
    mode,
    words: [environment, ...targets],
    selecting: { ...selecting, all: false, replace: [] },
    allowEmpty: false,
    onFailure: null,
  })
}

/** Values that were set are not kept: they may be secret. */
function notSet({ environment }: Pick<RunRecord, 'environment'>, unset: readonly string[]): Diagnostic {
  const message = `the run of ${environment} was made with --set ${unset.join(', ')}, and the values were not kept`
  const hint = shellWords(['genesis', 'resume', '-e', environment, ...unset.flatMap((target) => ['--set', `${target}=VALUE`])])
  return { code: 'usage', severity: 'error', message, hint: `set it again: ${hint}` }
}

type Found =
  | { readonly run: Pick<RunRecord, 'environment' | 'mode' | 'part' | 'target'> }
  | { readonly nothing: true }
  | { readonly refusal: Diagnostic; readonly exitCode: ExitCode }

async function interruptedRun(context: CliContext, id: string | null): Promise<Found> {
  if (id !== null) return namedRun(context, id)
  const runs = await context.coordinator.runs(context.environment, 1_000)
  const open = await context.coordinator.unsettled()
  if (!runs.ok || !open.ok) return refusalOf(runs.ok ? open : runs)
  const unsettled = open.value.map((intent) => intent.run)
  const candidates = runs.value.filter((run) => run.endedAt === null || unsettled.includes(run.id))
  const [newest] = candidates
  if (newest === undefined) return { nothing: true }
  const environments = [...new Set(candidates.map(({ environment }) => environment))]
  if (environments.length === 1) return { run: newest }
  const message = `runs of several environments were interrupted: ${environments.join(', ')}`
  const hint = `say which: genesis resume ${newest.id}, or genesis resume -e ${newest.environment}`
  return { refusal: { code: 'usage', severity: 'error', message, hint }, exitCode: ExitCode.invalidInput }
}

async function namedRun(context: CliContext, id: string): Promise<Found> {
  const details = await context.coordinator.run(id)
  const open = await context.coordinator.unsettled()
  if (!details.ok || !open.ok) return refusalOf(details.ok ? open : details)
  const { run } = details.value
  if (run.endedAt === null || open.value.some((intent) => intent.run === id)) return { run }
  const message = `run ${id} of ${run.environment} has ended (${run.outcome ?? 'closed'}), and none of its steps is open`
  const hint = `nothing is left to resume; genesis plan ${run.environment} says what is different now`
  return { refusal: { code: 'run-ended', severity: 'error', message, hint }, exitCode: ExitCode.invalidInput }
}

function refusalOf(result: { readonly ok: boolean; readonly diagnostics: readonly Diagnostic[] }): Found {
  const [refusal] = result.diagnostics.filter(({ severity }) => severity === 'error')
  return refusal === undefined ? { nothing: true } : { refusal, exitCode: ExitCode.invalidInput }
}
