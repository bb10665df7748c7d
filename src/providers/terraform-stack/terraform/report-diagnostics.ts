import { posix } from 'node:path'
import type { Diagnostic, DiagnosticCode, SourceRange } from '../../../events/diagnostic.ts'
import type { ResourceDeclaration } from '../../../manifest/manifest.ts'
import type { StackFolder } from '../snapshot/stack-folder.ts'
import { isVarFile } from './is-var-file.ts'
import { knownTrouble } from './known-troubles.ts'
import type { TerraformDiagnostic, TerraformRange } from './terraform-message.ts'

/** Where a stack's files are, for leading Terraform's places back to the repository. */
export interface PlaceMap {
  readonly folder: Pick<StackFolder, 'tree' | 'data'>
  /** The root module, relative to the repository's top. */
  readonly module: string
  /** The project's root, relative to the repository's top. */
  readonly project: string
}

/** What the diagnostics are about. */
export interface ReportOptions {
  readonly places: PlaceMap
  readonly address: string
  /** Leads complaints about a variable's value to the document that gives it. */
  readonly declaration: ResourceDeclaration | null
}

/** Terraform's own words, each mistake once, at the place in the repository where there is one. Warnings are left out. */
export function toDiagnostics(found: readonly TerraformDiagnostic[], options: ReportOptions): readonly Diagnostic[] {
  return mistakes(found).map((one) => toDiagnostic(one, options))
}

/** The same as text, for a step that failed: `Error: …`, the place, the detail. */
export function toText(found: readonly TerraformDiagnostic[], places: PlaceMap): string {
  return mistakes(found)
    .map((one) => blockOf(one, places))
    .join('\n\n')
}

/** Says only that there are others. */
const preamble = /^(?:Terraform|OpenTofu) encountered problems during initiali[sz]ation/u

function mistakes(found: readonly TerraformDiagnostic[]): readonly TerraformDiagnostic[] {
  const errors = distinct(found).filter((one) => one.severity === 'error')
  const others = errors.filter((one) => !preamble.test(one.summary))
  return others.length > 0 ? others : errors
}

/** Each message once: a plan of many resources repeats itself. */
export function distinct(found: readonly TerraformDiagnostic[]): readonly TerraformDiagnostic[] {
  const seen = new Set<string>()
  return found.filter(({ summary, detail, range }) => {
    const key = JSON.stringify([summary, detail, range])
    return !seen.has(key) && seen.add(key)
  })
}

function toDiagnostic(one: TerraformDiagnostic, { places, address, declaration }: ReportOptions): Diagnostic {
  const known = knownTrouble(one)
  const code: DiagnosticCode = known.code ?? 'tool-failed'
  // The line of a file of variables, or of one that is not the repository's, may hold secrets.
  const snippet = one.range !== null && !isVarFile(one.range.filename) && repositoryPath(one.range.filename, places) !== null ? one.snippet : null
  const at = variablePlace(one, declaration) ?? (one.range === null ? null : sourceRange(one.range, places))
  return {
    code,
    severity: 'error',
    message: one.detail === '' ? one.summary : `${one.summary}\n${one.detail}`,
    address,
    ...(known.hint === undefined ? {} : { hint: known.hint }),
    ...(at === null ? {} : { at }),
    ...(snippet === null ? {} : { details: { snippet: snippet.code, context: snippet.context } }),
  }
}

function blockOf(one: TerraformDiagnostic, places: PlaceMap): string {
  const lines = [`Error: ${one.summary}`]
  const file = one.range === null ? null : repositoryPath(one.range.filename, places)
  if (one.range !== null && file !== null) {
    const context = one.snippet?.context ?? null
    lines.push(`  on ${fromProject(file, places)}:${one.range.start.line}${context === null ? '' : `, in ${context}`}`)
  }
  if (one.detail !== '') lines.push(...one.detail.split('\n').map((line) => `  ${line}`.trimEnd()))
  return lines.join('\n')
}

function variablePlace({ summary, detail }: TerraformDiagnostic, declaration: ResourceDeclaration | null): SourceRange | null {
  if (declaration === null || !/variable/iu.test(summary)) return null
  const name = /\bvar\.([\p{ID_Start}_][\p{ID_Continue}-]*)/u.exec(detail)?.[1] ?? /"([^"]+)"/u.exec(detail)?.[1]
  const variables = declaration.spec['variables']
  const isSaid = name !== undefined && typeof variables === 'object' && variables !== null && Object.hasOwn(variables, name)
  return isSaid ? declaration.locate(['variables', name]) : null
}

function sourceRange({ filename, start, end }: TerraformRange, places: PlaceMap): SourceRange | null {
  const path = repositoryPath(filename, places)
  if (path === null) return null
  const position = (at: TerraformRange['start']): SourceRange['start'] => ({ line: at.line, column: at.column, offset: at.byte })
  return { file: fromProject(path, places), start: position(start), end: position(end) }
}

/** A file of the repository, relative to its top; null for what Genesis or `init` put beside it. */
export function repositoryPath(filename: string, { folder, module }: PlaceMap): string | null {
  const absolute = posix.resolve(`${folder.tree}/${module}`, filename)
  if (!absolute.startsWith(`${folder.tree}/`) || absolute.startsWith(`${folder.data}/`)) return null
  return posix.basename(absolute).startsWith('zz_genesis_') ? null : absolute.slice(folder.tree.length + 1)
}

function fromProject(path: string, { project }: PlaceMap): string {
  return posix.relative(`/${project}`, `/${path}`)
}
