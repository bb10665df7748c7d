import { InvalidArgumentError, Option, type Command } from 'commander'
import { durationMs } from '../manifest/duration.ts'

/** Adds the option to stand in line for an environment; {@link GlobalOptions} has what it was given. */
export function addLockTimeout(command: Command): Command {
  const description = 'stand in line for an environment that somebody else holds, so long: 30s, 10m; default: do not wait'
  return command.addOption(new Option('--lock-timeout <duration>', description).argParser(duration))
}

function duration(value: string): number {
  const ms = value === '0' || value === '0s' ? 0 : durationMs(value)
  if (ms === null) throw new InvalidArgumentError('a duration: 30s, 10m, 2h')
  return ms
}
