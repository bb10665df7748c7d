/** Writes the tables of known words into docs/coming-from-terraform.md: `node scripts/habits-page.ts`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { templateFor } from '../src/cli/habits/command-template.ts'
import { foreignCommands } from '../src/cli/habits/foreign-command.ts'
import { foreignOptions, type ForeignOption } from '../src/cli/habits/foreign-option.ts'
import { takesAll } from '../src/cli/habits/known-options.ts'
import { bareProgram } from './cli-page.ts'

export const habitsPagePath = join(import.meta.dirname, '../docs/coming-from-terraform.md')

if (import.meta.main) writeFileSync(habitsPagePath, habitsPage(readFileSync(habitsPagePath, 'utf8')))

/** The page with its tables as the words are. */
export function habitsPage(page: string): string {
  return page.replace(/<!-- generated: (.+?) -->\n[^]*?<!-- end -->/g, (_, name: string) => {
    return `<!-- generated: ${name} -->\n\n${name === 'commands' ? commandTable() : optionTable()}\n\n<!-- end -->`
  })
}

function commandTable(): string {
  const program = bareProgram()
  const rows = foreignCommands.map((foreign) => {
    const { template } = templateFor(program, foreign)
    return `| \`${foreign.typed}\` | ${foreign.of} | \`${placeholders(template)}\` | ${foreign.why ?? ''} |`
  })
  return ['| typed | of | here | |', '|---|---|---|---|', ...rows].join('\n')
}

function placeholders(template: string): string {
  const names: Readonly<Record<string, string>> = {
    env: 'ENV',
    ENV: 'ENV',
    WORD: 'ENV',
    NAME: 'NAME',
    THING: 'STACK:ADDRESS',
    ADDRESS: 'ENV/NAME',
    rest: 'NAME…',
    again: '…',
  }
  return template.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? name)
}

function optionTable(): string {
  return ['| typed | where | here |', '|---|---|---|', ...foreignOptions.map((option) => `| ${typed(option)} | ${(option.on ?? []).join(', ')} | ${meaning(option)} |`)].join('\n') // prettier-ignore
}

function typed({ names, takes, values }: ForeignOption): string {
  const value = takes === 'value' ? ' VALUE' : values === undefined || values.test('') ? '' : '=false'
  return names.map((name) => `\`-${name}${value}\``).join(', ')
}

function meaning({ here, on }: ForeignOption): string {
  switch (here.kind) {
    case 'always':
      return 'accepted: it is so in any case'
    case 'target':
      return 'accepted: a target'
    case 'same':
      return exists(here.words, on) ? `accepted: \`${words(here.words)}\`` : `\`${words(here.words)}\`, which this version does not have`
    case 'near':
      return [here.why, ...(here.words.length === 0 ? [] : [`\`${words(here.words)}\``])].join('; ')
    default:
      return here satisfies never
  }
}

function words(all: readonly string[]): string {
  return all.join(' ').replace('{}', 'VALUE')
}

/** Whether any command that it is known of takes the option. */
function exists(all: readonly string[], on: readonly string[] = ['plan', 'apply', 'destroy']): boolean {
  return bareProgram().commands.some((command) => on.includes(command.name()) && takesAll(command, all))
}
