/** Writes what the program knows of itself into docs/cli.md: `node scripts/cli-page.ts`. What stands between the marked parts is written by hand. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, Option } from 'commander'
import { createProgram } from '../src/cli/program.ts'
import { helpNotes } from '../src/cli/help-notes.ts'
import { helpVariables, optionText, pathOf, usageText } from '../src/cli/help.ts'
import { exitCodeSentences } from '../src/events/exit-code.ts'

export const cliPagePath = join(import.meta.dirname, '../docs/cli.md')

if (import.meta.main) writeFileSync(cliPagePath, cliPage(readFileSync(cliPagePath, 'utf8')))

/** The program as it is on the command line, doing nothing. */
export function bareProgram(): Command {
  const nothing = (): void => undefined
  return createProgram({
    version: '',
    createContext: () => Promise.reject(new Error('nothing runs here')),
    finish: nothing,
    writeOut: nothing,
    writeErr: nothing,
    columns: null,
  })
}

/** Every command that does something, and the program itself. */
export function allCommands(program: Command): readonly Command[] {
  return [program, ...program.commands.flatMap((command) => (command.name().startsWith('__') ? [] : allCommands(command)))]
}

/** The page with its marked parts as the program is. A command without a part gets one at the end. */
export function cliPage(page: string): string {
  const parts = new Map<string, string>([['options', optionTable(bareProgram().options)]])
  parts.set('variables', table(['variable', 'what it does'], helpVariables.map(([name, what]) => [`\`${name}\``, what]))) // prettier-ignore
  parts.set('exit codes', table(['code', 'meaning'], Object.entries(exitCodeSentences)))
  for (const command of allCommands(bareProgram()).slice(1)) if (command.commands.length === 0) parts.set(pathOf(command).join(' '), commandPart(command))
  const marked = page.replace(/<!-- generated: (.+?) -->\n[^]*?<!-- end -->/g, (_, name: string) => {
    const part = parts.get(name)
    parts.delete(name)
    return part === undefined ? '' : framed(name, part)
  })
  return [marked.trimEnd(), ...[...parts].map(([name, part]) => `## ${name}\n\n${framed(name, part)}`)].join('\n\n') + '\n'
}

function framed(name: string, part: string): string {
  return `<!-- generated: ${name} -->\n\n${part}\n\n<!-- end -->`
}

function commandPart(command: Command): string {
  const notes = helpNotes[pathOf(command).join(' ')]
  const width = Math.max(0, ...(notes?.examples ?? []).map(([line]) => line.length))
  const examples = (notes?.examples ?? []).map(([line, what]) => `    ${line.padEnd(width)}   # ${what}`)
  const description = command.description()
  return [
    `    ${usageText(command)}`,
    `${description.slice(0, 1).toUpperCase()}${description.slice(1)}.`,
    ...(command.options.length === 0 ? [] : [optionTable(command.options)]),
    examples.join('\n'),
    `Exit codes: ${(notes?.exitCodes ?? []).join(', ')}.`,
  ].join('\n\n')
}

function optionTable(options: readonly Option[]): string {
  return table(['option', 'what it does'], options.filter(({ hidden }) => !hidden).map((option) => [`\`${option.flags}\``, optionText(option)])) // prettier-ignore
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n')
}
