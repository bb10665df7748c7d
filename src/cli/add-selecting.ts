import { Option, type Command } from 'commander'

/** What the options of {@link addSelecting} were given, as it was written. */
export interface SelectingOptions {
  /** All environments of the project. */
  readonly all: boolean
  readonly selector: string | null
  readonly exclude: readonly string[]
  readonly only: boolean
  readonly withDependents: boolean
  readonly replace: readonly string[]
}

/** Adds the options that choose a part of an environment. */
export function addSelecting(command: Command, mode: 'apply' | 'destroy'): void {
  command.option('--all', 'all environments, those that others read first', false)
  command.option('-l, --selector <labels>', 'only what has these labels: team=net,tier!=prod')
  command.addOption(new Option('--exclude <names>', 'leave these out, and what needs them; may be repeated').argParser(nameList))
  command.option('--only', 'exactly the targets, with the recorded values of what they wait for', false)
  if (mode === 'destroy') return
  command.option('--with-dependents', 'also what depends on the targets', false)
  command.addOption(
    new Option('--replace <address>', 'replace this, or something inside of a stack: network:aws_vpc.main[0]; may be repeated').argParser(wordList),
  )
}

/** Reads them back. */
export function selectingOptions(given: Readonly<Record<string, unknown>>): SelectingOptions {
  const { selector } = given
  return {
    all: given['all'] === true,
    selector: typeof selector === 'string' ? selector : null,
    exclude: texts(given['exclude']),
    only: given['only'] === true,
    withDependents: given['withDependents'] === true,
    replace: texts(given['replace']),
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : []
}

/** A repeated option; addresses inside of stacks may hold commas. */
function wordList(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value]
}

/** A repeated option whose values may be lists. */
function nameList(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), ...value.split(',')]
}
