import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/roadmap.md'), 'utf8')
const section = page.split('\n## What the design promises\n')[1] ?? ''
const rows = [...section.matchAll(/^\| (?!what it says|---)(.+) \| (.+) \|$/gm)].map(([, says = '', shownBy = '']) => [says, shownBy] as const)

/** The files and words of titles that a cell names. */
function tests(cell: string): readonly (readonly [string, string])[] {
  return [...cell.matchAll(/`(test\/[^`]+\.ts)`: ([^`|]+)$/g)].map(([, file = '', title = '']) => [file, title.trim()] as const)
}

/** What stands in quotes behind `it(`, `it.each(…)(`, `describe(` and the like. */
function titles(file: string): string {
  return [...readFileSync(join(root, file), 'utf8').matchAll(/(?:'[^'\n]*'|"[^"\n]*"|`[^`\n]*`)/g)].map(([text]) => text).join('\n')
}

describe('what the design promises', () => {
  it('is a long list, each once', () => {
    expect(rows.length).toBeGreaterThan(80)
    expect(new Set(rows.map(([says]) => says)).size).toBe(rows.length)
  })

  it.each(rows)('is shown by a test, or has a reason: %s', (_, shownBy) => {
    const named = tests(shownBy)
    if (named.length === 0) expect(shownBy).toMatch(/^(?:later|missing|reason): \S/)
    for (const [file, title] of named) {
      expect([file, existsSync(join(root, file))]).toEqual([file, true])
      expect(titles(file)).toContain(title)
    }
  })
})
