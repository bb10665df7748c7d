import type { ExitCode } from '../events/exit-code.ts'
import type { CliContext } from './cli-context.ts'
import type { Choice } from './positionals.ts'
import { refuse } from './refuse.ts'
import { listText } from './render/counted.ts'

/** So many names are listed. */
const maxNamed = 20

/** Refuses words that choose nothing; names the environments that there are where none was. */
export async function refuseChoice(context: CliContext, { diagnostic, wantsEnvironment = false }: Extract<Choice, { ok: false }>): Promise<ExitCode> {
  if (!wantsEnvironment) return refuse(context, [diagnostic])
  const { environments } = await context.coordinator.names()
  const there = environments.length === 0 ? '' : `; there ${environments.length === 1 ? 'is' : 'are'} ${listText([...environments].sort(), maxNamed)}`
  return refuse(context, [{ ...diagnostic, hint: `${diagnostic.hint ?? ''}${there}` }])
}
