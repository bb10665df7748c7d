import { ExitCode } from '../../events/exit-code.ts'
import type { Result } from '../../coordinator/result.ts'
import type { CliContext } from '../cli-context.ts'
import { counted } from '../render/counted.ts'
import { checkpointDocument, checkpointsDocument, differenceDocument } from '../render/checkpoint-documents.ts'
import { nameOfCheckpoint, renderCheckpoint, renderCheckpoints, renderDifference } from '../render/render-checkpoints.ts'
import { refuse } from '../refuse.ts'
import { say } from '../say.ts'
import { writeJson } from '../write-json.ts'

/** Lists checkpoints, of one environment or of all; pruned ones only when asked to. */
export async function checkpointListCommand(context: CliContext, environment: string | null, all: boolean): Promise<ExitCode> {
  const result = await context.coordinator.checkpoints(environment)
  return answer(context, result, (found) => {
    const shown = found.filter(({ prunedAt }) => all || prunedAt === null)
    return { text: renderCheckpoints(shown, { style: context.out, now: context.clock.now() }), document: checkpointsDocument(shown) }
  })
}

/** Shows what a checkpoint holds. */
export async function checkpointShowCommand(context: CliContext, word: string): Promise<ExitCode> {
  const result = await context.coordinator.checkpoint(word, context.environment)
  return answer(context, result, (details) => ({ text: renderCheckpoint(details, context.out), document: checkpointDocument(details) }))
}

/** Takes a checkpoint. */
export async function checkpointCreateCommand(context: CliContext, environment: string, note: string | null): Promise<ExitCode> {
  const result = await context.coordinator.createCheckpoint(environment, note)
  return answer(context, result, (checkpoint) => ({
    text: `${nameOfCheckpoint(checkpoint)} holds what is recorded of ${environment} now. It is kept until it is pruned by its name.\n`,
    document: { format_version: '1.0', checkpoint: nameOfCheckpoint(checkpoint) },
  }))
}

/** Shows what changed between two checkpoints, or since one. */
export async function checkpointDiffCommand(context: CliContext, from: string, to: string | null): Promise<ExitCode> {
  const result = await context.coordinator.diffCheckpoints({ from, to, environment: context.environment })
  return answer(context, result, (difference) => ({ text: renderDifference(difference, context.out), document: differenceDocument(difference) }))
}

/** Drops checkpoints. */
export async function checkpointPruneCommand(
  context: CliContext,
  environment: string,
  request: { readonly checkpoints: readonly string[]; readonly keep: number | null },
): Promise<ExitCode> {
  const result = await context.coordinator.pruneCheckpoints(environment, request)
  return answer(context, result, ({ numbers, blobs }) => {
    const names = numbers.map((number) => nameOfCheckpoint({ environment, number }))
    const what = names.length === 0 ? 'Nothing to prune' : `Pruned ${names.join(', ')}`
    return {
      text: `${what}; ${counted(blobs, 'file')} of sources dropped that nothing needs any more.\n`,
      document: { format_version: '1.0', pruned: names, blobs },
    }
  })
}

function answer<T>(context: CliContext, result: Result<T>, show: (value: T) => { readonly text: string; readonly document: unknown }): ExitCode {
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  context.showDiagnostics(result.diagnostics, null)
  const { text, document } = show(result.value)
  if (context.output === 'text') say(context.out, ...text.trimEnd().split('\n'))
  else writeJson(context, document)
  return ExitCode.success
}
