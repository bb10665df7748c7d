import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { allCommands, bareProgram, cliPage, cliPagePath } from '../../scripts/cli-page.ts'
import { helpNotes } from '../../src/cli/help-notes.ts'
import { pathOf } from '../../src/cli/help.ts'
import { readTypedLine } from '../../src/cli/habits/typed-line.ts'

const commands = allCommands(bareProgram()).map((command) => pathOf(command).join(' '))

describe('docs/cli.md', () => {
  it('says what the program says of itself (else: node scripts/cli-page.ts)', () => {
    const page = readFileSync(cliPagePath, 'utf8')
    expect(page).toBe(cliPage(page))
  })
})

describe('help', () => {
  it('has examples and exit codes of every command, and of no other', () => {
    expect(Object.keys(helpNotes).sort()).toEqual([...commands].sort())
    for (const { examples, exitCodes } of Object.values(helpNotes)) expect([examples.length > 0, exitCodes.length > 0]).toEqual([true, true])
  })

  it.each(Object.entries(helpNotes).flatMap(([path, { examples }]) => examples.map(([line]) => [line, path] as const)))(
    'shows an example that can be typed: %s',
    (line, path) => {
      const [name, ...words] = line.split(' ')
      const { command, foreign, others } = readTypedLine(bareProgram(), words)
      // A group's examples are those of its commands.
      const expected = path === '' ? commands : commands.filter((one) => one === path || one.startsWith(`${path} `))
      expect({ name, foreign, others }).toEqual({ name: 'genesis', foreign: false, others: [] })
      expect(expected).toContain(pathOf(command).join(' '))
    },
  )

  it('says of every option what it does, on one line', () => {
    for (const { options } of allCommands(bareProgram())) for (const { description } of options) expect(description).toMatch(/^\S.*[^.\s]$/)
  })
})
