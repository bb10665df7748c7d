import type { Command } from 'commander'
import { howOf } from './add-state.ts'
import type { Register } from './register.ts'

/** The commands that keep what applies by itself out of an environment, and let it in again. */
export function addHolds(program: Command, register: Register): void {
  const hold = program.command('hold').description('what keeps an environment from being applied by itself')
  const list = hold.command('list [environment]').description('what is on hold, since when, by whom and why')
  list.option('--all', 'also what was released', false)
  register(list, (commands, context, [environment], given) => commands.holdListCommand(context, environment ?? context.environment, given['all'] === true))
  const place = hold.command('place <environment>').description('keep what applies by itself out')
  place.requiredOption('--reason <text>', 'why, for whoever meets it').option('--dry-run', 'only say what would be done', false)
  register(place, (commands, context, [environment = ''], given) => {
    return commands.holdPlaceCommand(context, { environment, reason: String(given['reason']) }, howOf(given))
  })
  const release = hold.command('release <environment> [number]').description('let it in again; without a number, past every hold')
  release.option('--dry-run', 'only say what would be done', false)
  register(release, (commands, context, [environment = '', number], given) => {
    return commands.holdReleaseCommand(context, { environment, word: number ?? null }, howOf(given))
  })
}
