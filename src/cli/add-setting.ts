import { Option, type Command } from 'commander'

/** Adds the option that sets values over everything that documents say. */
export function addSetting(command: Command): void {
  const help = 'for this command alone, over all documents: app.variables.size=9, environment.variables.region=eu; may be repeated'
  command.addOption(
    new Option('--set <name.path=value>', help).argParser((value: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), value]),
  )
}

/** Reads it back. */
export function setWords({ set }: Readonly<Record<string, unknown>>): readonly string[] {
  return Array.isArray(set) ? set.filter((word) => typeof word === 'string') : []
}
