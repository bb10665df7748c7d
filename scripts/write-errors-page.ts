/** Writes the tables of docs/errors.md from the code: `node scripts/write-errors-page.ts`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { diagnosticCodes } from '../src/events/diagnostic.ts'
import { exitCodeSentences } from '../src/events/exit-code.ts'
import { failureReasons } from '../src/events/outcome.ts'

const rows = (table: Readonly<Record<string, string>>): string => Object.entries(table).map(([code, sentence]) => `| \`${code}\` | ${sentence} |`).join('\n') // prettier-ignore

writeFileSync(
  join(import.meta.dirname, '../docs/errors.md'),
  `# Errors

Every code below is stable. Mistakes of the input are *diagnostics*: all of them are shown at once, each with its place, and nothing is
touched. What fails while a plan is carried out is a *failure* of a step: its dependents are skipped, everything else goes on.

## Exit codes

| code | meaning |
|---|---|
${Object.entries(exitCodeSentences)
  .map(([code, meaning]) => `| ${code} | ${meaning} |`)
  .join('\n')}

## Diagnostics

| code | what is wrong |
|---|---|
${rows(diagnosticCodes)}

## Failures

| reason | what happened |
|---|---|
${rows(failureReasons)}
`,
)
