import { diagnosticCodes } from '../src/events/diagnostic.ts'
import { exitCodeSentences } from '../src/events/exit-code.ts'
import { failureReasons } from '../src/events/outcome.ts'
import { diagnosticMends, failureMends } from './mends.ts'

/** The text of docs/errors.md: exit codes, diagnostics and failures, each with its cause and its mend. */
export function errorsPage(): string {
  return `# Errors

Every code below is stable. Mistakes of the input are *diagnostics*: all of them are shown at once, each with its place, and nothing is
touched. What fails while a plan is carried out is a *failure* of a step: its dependents are skipped, everything else goes on. Most of them
carry a hint for the case at hand; the tables say what helps in general.

## Exit codes

| code | meaning |
|---|---|
${Object.entries(exitCodeSentences)
  .map(([code, meaning]) => `| ${code} | ${meaning} |`)
  .join('\n')}

## Diagnostics

| code | what is wrong | what to do |
|---|---|---|
${rows(diagnosticCodes, diagnosticMends)}

## Failures

| reason | what happened | what to do |
|---|---|---|
${rows(failureReasons, failureMends)}
`
}

function rows<Code extends string>(causes: Readonly<Record<Code, string>>, mends: Readonly<Record<Code, string>>): string {
  return (Object.keys(causes) as Code[]).map((code) => `| \`${code}\` | ${causes[code]} | ${mends[code]} |`).join('\n')
}
