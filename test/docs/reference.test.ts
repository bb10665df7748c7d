import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { referencePage } from '../../scripts/reference-page.ts'

it('docs/reference.md is what the schemas say: node scripts/write-reference-page.ts writes it', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/reference.md'), 'utf8')).toBe(referencePage())
})
