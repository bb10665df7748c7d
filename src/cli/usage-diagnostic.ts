import type { Command, CommanderError } from 'commander'
import type { Diagnostic } from '../events/diagnostic.ts'
import { closest } from '../events/did-you-mean.ts'
import { knownOptions } from './habits/known-options.ts'
import { pathOf, usageText } from './help.ts'

type Words = Pick<Diagnostic, 'message' | 'hint'>

/** Why a command line cannot be read, in our words: what the parser found, and the command it was about. */
export function usageDiagnostic(error: CommanderError, command: Command): Diagnostic {
  return { code: 'usage', severity: 'error', ...wordsFor(error, command) }
}

function wordsFor({ code, message }: CommanderError, command: Command): Words {
  const quoted = [...message.matchAll(/'([^']*)'/g)].map(([, text = '']) => text)
  const [first = '', second = ''] = quoted
  switch (code) {
    case 'commander.unknownCommand':
      return unknownCommand(first, command)
    case 'commander.unknownOption':
      return unknownOption(first, command)
    case 'commander.missingArgument':
      return { message: `"${nameOf(command)}" needs <${first}>`, hint: usageText(command) }
    case 'commander.excessArguments':
      return { message: `"${nameOf(command)}" does not take so many words`, hint: usageText(command) }
    case 'commander.optionMissingArgument':
      return { message: `${longName(first)} needs a value`, hint: first }
    case 'commander.invalidArgument':
      return message.startsWith('error: command-argument') ? invalidValue(message, `<${second}>`, first) : invalidValue(message, longName(first), second)
    default:
      return { message: message.replace(/^error: /, '') }
  }
}

function unknownCommand(word: string, command: Command): Words {
  const names = command.commands.map((one) => one.name()).filter((name) => !name.startsWith('__'))
  const near = closest(word, names)
  const path = ['genesis', ...pathOf(command)].join(' ')
  return { message: `there is no command "${path} ${word}"`, hint: near === null ? `"${path} --help" lists what there is` : `did you mean "${path} ${near}"?` }
}

function unknownOption(flag: string, command: Command): Words {
  const options = knownOptions(command).filter(({ hidden }) => !hidden)
  const near = closest(
    flag.replace(/=.*$/s, ''),
    options.flatMap(({ long }) => long ?? []),
  )
  return { message: `"${nameOf(command)}" has no option ${flag}`, hint: near === null ? `"${nameOf(command)} --help" lists them` : `did you mean ${near}?` }
}

function invalidValue(message: string, name: string, value: string): Words {
  const wanted = / is invalid(?: for argument '[^']*')?\. (.*?)\.?$/s.exec(message)?.[1] ?? ''
  const choices = /^Allowed choices are (.*)$/.exec(wanted)?.[1]?.split(', ')
  const near = choices === undefined ? null : closest(value, choices)
  const hint = near !== null ? `did you mean "${near}"?` : choices === undefined ? wanted : `it takes ${choices.join(', ')}`
  return { message: `${name} does not take "${value}"`, hint }
}

/** `--out` of `-o, --out <file>`. */
function longName(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags
}

function nameOf(command: Command): string {
  return ['genesis', ...pathOf(command)].join(' ')
}
