import type { Command, CommanderError } from 'commander'
import type { Diagnostic } from '../events/diagnostic.ts'
import { ExitCode } from '../events/exit-code.ts'
import { readTypedLine } from './habits/typed-line.ts'
import { renderDiagnostics } from './render/diagnostics.ts'
import { refusalDocument } from './render/json-documents.ts'
import type { Terminal } from './render/terminal.ts'
import { usageDiagnostic } from './usage-diagnostic.ts'
import { writeJson } from './write-json.ts'

/** What is wrong with the words: what the parser found, or what is known already. */
export type WrongWords = { readonly program: Command; readonly words: readonly string[] } & (
  { readonly diagnostics: readonly Diagnostic[] } | { readonly error: CommanderError }
)

/** Says why the words are no command, as the words themselves ask for it: as text, or as a document. Help that was asked for by no word is none. */
export function refuseWords({ out, err }: { readonly out: Terminal; readonly err: Terminal }, wrong: WrongWords): ExitCode {
  const { command, output, options } = readTypedLine(wrong.program, wrong.words)
  const exitCode = ExitCode.invalidInput
  if ('error' in wrong && wrong.error.code === 'commander.help') return exitCode
  const diagnostics = 'error' in wrong ? [usageDiagnostic(wrong.error, command)] : wrong.diagnostics
  if (output === 'json' || output === 'jsonl' || output === 'yaml') writeJson({ out, output }, refusalDocument(diagnostics, exitCode))
  const color = err.color && !options.includes('--no-color')
  err.write(renderDiagnostics(diagnostics, { sources: () => undefined, color, width: err.columns ?? 120 }))
  return exitCode
}
