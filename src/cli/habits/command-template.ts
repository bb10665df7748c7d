import type { Command } from 'commander'
import type { ForeignCommand } from './foreign-command.ts'
import { takesAll } from './known-options.ts'

/** A command of ours and how it is to be called. */
export interface CommandTemplate {
  readonly command: Command
  readonly template: string
}

/** The first of the templates whose command and options there are; the last one where there is none. */
export function templateFor(program: Command, { here }: ForeignCommand): CommandTemplate {
  const known = here.flatMap((template) => {
    const command = commandOf(program, template)
    return command === null ? [] : [{ command, template }]
  })
  return known[0] ?? { command: program, template: here.at(-1) ?? '' }
}

/** The command a template begins with; the program itself where it is no command of ours; null where it is one that there is not. */
function commandOf(program: Command, template: string): Command | null {
  const [first, ...words] = template.split(' ')
  if (first !== 'genesis') return program
  let command = program
  for (const word of words) {
    if (word.startsWith('{') || word.startsWith('-')) break
    const next = command.commands.find((one) => one.name() === word)
    if (next === undefined) return command.commands.length === 0 ? command : null
    command = next
  }
  return takesAll(command, words) ? command : null
}
