import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diagnosticCodes } from '../../src/events/diagnostic.ts'
import { ExitCode } from '../../src/events/exit-code.ts'
import { failureReasons } from '../../src/events/outcome.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8')

/** The rows of the table below a heading, as code and sentence. */
function table(heading: string): Record<string, string> {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return Object.fromEntries<string>(
    [...section.matchAll(/^\| `?([a-z\d-]*[a-z\d])`? \| (.+) \|$/gm)]
      .map(([, code, sentence]) => [code!, sentence!] as const)
      .filter(([code]) => code !== 'code' && code !== 'reason'),
  )
}

describe('docs/errors.md', () => {
  it('lists every diagnostic with its sentence', () => {
    expect(table('Diagnostics')).toEqual({ ...diagnosticCodes })
  })

  it('lists every failure with its sentence', () => {
    expect(table('Failures')).toEqual({ ...failureReasons })
  })

  it('lists every exit code', () => {
    expect(Object.keys(table('Exit codes')).map(Number).toSorted()).toEqual(Object.values(ExitCode).map(Number).toSorted())
  })
})
