/** Writes docs/reference.md from the schemas: `node scripts/write-reference-page.ts`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { referencePage } from './reference-page.ts'

writeFileSync(join(import.meta.dirname, '../docs/reference.md'), referencePage())
