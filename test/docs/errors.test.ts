import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorsPage } from '../../scripts/errors-page.ts'
import { diagnosticMends, failureMends } from '../../scripts/mends.ts'
import { diagnosticCodes } from '../../src/events/diagnostic.ts'
import { ExitCode } from '../../src/events/exit-code.ts'
import { failureReasons } from '../../src/events/outcome.ts'
import { genesis } from '../rig/cli.ts'
import { tempFolder } from '../rig/temp-folder.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8')
const mends = [...Object.entries(diagnosticMends), ...Object.entries(failureMends)]

describe('docs/errors.md', () => {
  it('is what the code says: node scripts/write-errors-page.ts writes it', () => {
    expect(page).toBe(errorsPage())
  })

  it('lists every code, with its cause and its mend', () => {
    for (const [code, cause] of [...Object.entries(diagnosticCodes), ...Object.entries(failureReasons)]) expect(page).toContain(`| \`${code}\` | ${cause} | `)
    for (const code of Object.values(ExitCode)) expect(page).toContain(`\n| ${code} | `)
    expect(mends.filter(([, mend]) => mend.length < 25 || !/^[a-z`]/.test(mend) || mend.endsWith('.'))).toEqual([])
  })

  it('names commands and options that there are', async () => {
    const folder = tempFolder()
    const help = async (...words: readonly string[]) => (await genesis([...words, '--help'], { folder })).out
    const commands = new Set(mends.flatMap(([, mend]) => [...mend.matchAll(/`genesis ([a-z]+)/g)].map(([, name = '']) => name)))
    const helps = await Promise.all([...commands].map(async (name) => help(name)))
    for (const [index, name] of [...commands].entries()) expect(helps[index]).toContain(`genesis ${name}`)
    const all = [...helps, await help('apply'), await help('plan'), await help()].join('\n')
    for (const [, mend] of mends) for (const [option] of mend.matchAll(/--[a-z-]+/g)) if (option !== '--help') expect(all).toContain(option)
  })
})
