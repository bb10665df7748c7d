/** Writes the tables of docs/errors.md from the code: `node scripts/write-errors-page.ts`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { diagnosticCodes } from '../src/events/diagnostic.ts'
import { failureReasons } from '../src/events/outcome.ts'

const rows = (table: Readonly<Record<string, string>>): string => Object.entries(table).map(([code, sentence]) => `| \`${code}\` | ${sentence} |`).join('\n') // prettier-ignore

const exitCodes = [
  [0, 'done, or nothing to do'],
  [1, 'the world failed and nothing was applied'],
  [2, 'changes are present (`plan --detailed-exitcode`)'],
  [3, 'the input is wrong; nothing was touched'],
  [4, 'approval is needed; nothing ran'],
  [5, 'somebody else holds the environment, or a run of it did not end'],
  [6, 'applied partly: what succeeded and what did not is printed and recorded'],
  [7, 'what was applied has been taken back'],
  [70, 'a bug of Genesis'],
  [130, 'interrupted'],
] as const

writeFileSync(
  join(import.meta.dirname, '../docs/errors.md'),
  `# Errors

Every code below is stable. Mistakes of the input are *diagnostics*: all of them are shown at once, each with its place, and nothing is
touched. What fails while a plan is carried out is a *failure* of a step: its dependents are skipped, everything else goes on.

## Exit codes

| code | meaning |
|---|---|
${exitCodes.map(([code, meaning]) => `| ${code} | ${meaning} |`).join('\n')}

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
