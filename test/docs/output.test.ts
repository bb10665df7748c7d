import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { outputPage, outputPagePath } from '../../scripts/output-page.ts'

it('docs/output.md is what the schema says (else: node scripts/output-page.ts)', () => {
  expect(readFileSync(outputPagePath, 'utf8')).toBe(outputPage())
})
