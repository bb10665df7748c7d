import type { Command, Option } from 'commander'

/** The options that may stand behind a command: its own and those of every command above it. */
export function knownOptions(command: Command): readonly Option[] {
  const all: Option[] = []
  for (let at: Command | null = command; at !== null; at = at.parent) all.push(...at.options)
  return all
}

/** Whether an option needs a value. */
export function takesValue({ required, optional }: Option): boolean {
  return required || optional
}

/** Whether every option among some words is one that may stand behind a command. */
export function takesAll(command: Command, words: readonly string[]): boolean {
  const known = knownOptions(command)
  return words.every((word) => !word.startsWith('-') || known.some(({ long, short }) => long === word || short === word) || word === '--help')
}
