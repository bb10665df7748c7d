import { Option, type Command } from 'commander'
import type { ChangeHow } from '../coordinator.ts'
import type { Verdict } from '../coordinator/resolve-step.ts'
import { addLockTimeout } from './add-lock-timeout.ts'
import { addStateCare } from './add-state-care.ts'
import type { Register } from './register.ts'

/** The commands that look at records and change them. */
export function addState(program: Command, register: Register): void {
  program.commandsGroup('Keep the records:')
  const state = program.command('state').description('the recorded state')
  register(state.command('list [environment]').description('what is recorded'), (commands, context, [environment]) => {
    return commands.stateListCommand(context, environment ?? context.environment)
  })
  const show = state.command('show <address>').description('one record').option('--show-sensitive', 'show sensitive values, too', false)
  register(show, (commands, context, [address = ''], given) => commands.stateShowCommand(context, address, given['showSensitive'] === true))
  const importing = state.command('import <address> <file>').description('keep a Terraform state file for a stack')
  register(changing(importing), (commands, context, words, given) => commands.stateImportCommand(context, words, howOf(given)))
  const moving = state.command('mv <from> <to>').description('put a record and the states kept with it under another address; the real thing stays')
  register(changing(moving), (commands, context, words, given) => commands.stateMoveCommand(context, words, howOf(given)))
  const removing = state.command('rm <address>').description('forget a record; the real thing stays')
  register(changing(removing), (commands, context, [address = ''], given) => commands.stateRemoveCommand(context, address, howOf(given)))
  const resolve = state.command('resolve <address>').description('say what became of a step of which nobody can tell')
  resolve.addOption(new Option('--applied', 'it took effect').conflicts(['notApplied', 'adopt']))
  resolve.addOption(new Option('--not-applied', 'it did not take effect').conflicts(['applied', 'adopt']))
  resolve.addOption(new Option('--adopt <id>', 'it took effect, and this is what the thing is called where it lives').conflicts(['applied', 'notApplied']))
  register(changing(resolve), (commands, context, [address = ''], given) => {
    const { adopt } = given
    const kind = given['applied'] === true ? 'applied' : given['notApplied'] === true ? 'not-applied' : null
    const verdict: Verdict | null = typeof adopt === 'string' ? { kind: 'adopt', id: adopt } : kind === null ? null : { kind }
    return commands.stateResolveCommand(context, { address, verdict }, howOf(given))
  })
  addStateCare(state, register)
}

/** A command that changes what is recorded. */
export function changing(command: Command): Command {
  return addLockTimeout(command).option('--dry-run', 'only say what would be done', false)
}

/** Reads its option back. */
export function howOf(given: Readonly<Record<string, unknown>>): ChangeHow {
  return { dryRun: given['dryRun'] === true }
}
