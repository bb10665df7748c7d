import { Option, type Command } from 'commander'

/** What the options of {@link addSelecting} were given, as it was written. */
export interface SelectingOptions {
  /** All environments of the project. */
  readonly all: boolean
  readonly selector: string | null
  readonly exclude: readonly string[]
  readonly only: boolean
  readonly withDependents: boolean
}

/** Adds the options that choose a part of an environment. */
export function addSelecting(command: Command, mode: 'apply' | 'destroy'): void {
  command.option('--all', 'all environments, those that others read first', false)
  command.option('-l, --selector <labels>', 'only what has these labels: team=net,tier!=prod')
  command.addOption(new Option('--exclude <names>', 'leave these out, and what needs them; may be repeated').argParser(nameList))
  command.option('--only', 'exactly the targets, with the recorded values of what they wait for', false)
  if (mode === 'apply') command.option('--with-dependents', 'also what depends on the targets', false)
}

/** Reads them back. */
export function selectingOptions(given: Readonly<Record<string, unknown>>): SelectingOptions {
  const { selector, exclude } = given
  return {
    all: given['all'] === true,
    selector: typeof selector === 'string' ? selector : null,
    exclude: Array.isArray(exclude) ? exclude.filter((name) => typeof name === 'string') : [],
    only: given['only'] === true,
    withDependents: given['withDependents'] === true,
  }
}

/** A repeated option whose values may be lists. */
function nameList(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), ...value.split(',')]
}
