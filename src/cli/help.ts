import { Command, type AddHelpTextContext, type Option } from 'commander'
import { exitCodeSentences } from '../events/exit-code.ts'
import { helpNotes } from './help-notes.ts'

/** Where the window does not say how wide it is. */
const usualColumns = 100

/** Sets how help is written: by every command in the same order, with the options that all of them take, examples, and exit codes. */
export function describeHelp(program: Command, columns: number | null): void {
  const width = Math.min(columns ?? usualColumns, 120)
  program
    .configureHelp({
      showGlobalOptions: true,
      helpWidth: width,
      subcommandTerm: (command) => command.name(),
      commandUsage: usageText,
      optionDescription: (option) => optionText(option),
    })
    .configureOutput({ getOutHelpWidth: () => width, getErrHelpWidth: () => width })
    .helpOption('-h, --help', 'show help')
    .addHelpCommand(new Command('help').usage('[command...]').description('the help of a command').helpGroup('Ask:'))
    .on('beforeAllHelp', refuseUnknown)
    .addHelpText('afterAll', ({ command }) => moreHelp(pathOf(command).join(' ')))
}

/** How a command is called, options last. */
export function usageText(command: Command): string {
  return ['genesis', ...pathOf(command), command.usage().replace(/^\[options\] (.+)$/s, '$1 [options]')].join(' ')
}

/** Help of a command that there is not would be help of the one above it. */
function refuseUnknown({ command }: AddHelpTextContext): void {
  const word = command.args.find((one) => one !== 'help')
  if (command.commands.length > 0 && word?.startsWith('-') === false) command.error(`error: unknown command '${word}'`, { code: 'commander.unknownCommand' })
}

/** What an option does, with what it takes and what it is when it is left out. */
export function optionText({ description, argChoices, defaultValue }: Option): string {
  const choices = argChoices === undefined ? '' : argChoices.join(', ')
  const fallback = typeof defaultValue === 'string' || typeof defaultValue === 'number' ? `default: ${defaultValue}` : ''
  const remarks = [choices, fallback].filter((remark) => remark !== '').join('; ')
  return remarks === '' ? description : `${description} (${remarks})`
}

/** The name of a command below the program, by its words. */
export function pathOf(command: Command): readonly string[] {
  return command.parent === null ? [] : [...pathOf(command.parent), command.name()]
}

function moreHelp(path: string): string {
  const notes = helpNotes[path]
  if (notes === undefined) return ''
  const examples = notes.examples.flatMap(([line, what]) => [`  ${line}`, `      ${what}`])
  const codes = notes.exitCodes.map((code) => `  ${String(code).padStart(3)}  ${exitCodeSentences[code].replaceAll('`', '')}`)
  const more = path === '' ? ['', 'Environment variables:', ...helpVariables.map(([name, what]) => `  ${name.padEnd(20)}  ${what}`)] : []
  return ['', 'Examples:', ...examples, '', 'Exit codes:', ...codes, ...more].join('\n')
}

/** What Genesis reads of its environment for itself. Programs and Terraform get what the documents give them. */
export const helpVariables: readonly (readonly [name: string, what: string])[] = [
  ['GENESIS_ENVIRONMENT', 'the environment, where neither -e nor a word names one'],
  ['NO_COLOR', 'not empty: no colour'],
  ['FORCE_COLOR', 'colour also where stdout or stderr is no terminal; 0: none'],
  ['CI', 'not empty: nobody is asked, nothing is drawn again'],
  ['TERM', 'dumb: no colour, nothing is drawn again'],
  ['LC_ALL, LANG', 'without UTF-8: nothing but ASCII for decoration'],
  ['XDG_CACHE_HOME', 'where caches go; default: ~/.cache'],
]
