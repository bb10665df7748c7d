import type { Command } from 'commander'
import { addLockTimeout } from './add-lock-timeout.ts'
import type { Register, Run } from './register.ts'

/** The commands below `state` that keep the store, and the Terraform states, from being lost. */
export function addStateCare(state: Command, register: Register): void {
  const repair = state.command('repair <address>')
  repair.description('put back what the Terraform state of a stack lost, from the newest copy and the log of its last apply')
  register(addLockTimeout(repair), (commands, context, [address = '']) => commands.stateRepairCommand(context, address))
  const verify = state.command('verify [copy]').description('look at everything in the state database, or in a sealed copy: pages, seals, states, references')
  verify.option('--key <file>', "the key that opens the copy; default: the state database's own")
  register(verify, (commands, context, [copy], given) => commands.stateVerifyCommand(context, copy ?? null, text(given['key'])))
  register(state.command('backup [file]').description('write a sealed copy of the state database; default: into store.backup'), (commands, context, [file]) => {
    return commands.stateBackupCommand(context, file ?? null)
  })
  const restore = state.command('restore <file>').description('put a sealed copy in the place of the state database; what was there stays beside it')
  restore.option('--key <file>', "the key that opens the copy; default: the state database's own")
  register(addLockTimeout(restore), (commands, context, [file = ''], given) => commands.stateRestoreCommand(context, file, text(given['key'])))
  const pull = state.command('pull <address>').description('give out the newest Terraform state of a stack that is in the state database')
  pull.option('--out <file>', 'a file that only its owner can read').option('--show-sensitive', 'show it', false)
  const runPull: Run = (commands, context, [address = ''], given) => {
    return commands.statePullCommand(context, address, { out: text(given['out']), showSensitive: given['showSensitive'] === true })
  }
  register(pull, runPull)
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
