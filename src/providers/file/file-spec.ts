import { hasSensitive, hasUnknown, reveal, type Value } from '../../expressions/value.ts'
import { specField } from '../spec-field.ts'
import type { SpecProblem } from '../spec-problem.ts'

/** The spec of a File with its defaults. Null stands for what is not known yet. */
export interface FileSpec {
  /** Relative to the folder of the declaring file. */
  readonly path: string
  /** A file to copy, relative likewise, or the content itself. */
  readonly from: { readonly kind: 'source'; readonly source: string } | { readonly kind: 'content'; readonly content: string | null }
  /** Permission bits. */
  readonly mode: number | null
  /** Whether the content must not be shown. */
  readonly sensitive: boolean
}

/** The spec, or all that is wrong with it. */
export type ReadFileSpec = { readonly ok: true; readonly spec: FileSpec } | { readonly ok: false; readonly problems: readonly SpecProblem[] }

/** Reads the spec of a File. */
export function readFileSpec(spec: Value): ReadFileSpec {
  const problems: SpecProblem[] = []
  const sensitive = hasSensitive(specField(spec, 'content') ?? null)
  const path = readPath(spec, 'path', problems)
  const from = readOrigin(spec, problems)
  const mode = readMode(spec, sensitive, problems)
  if (path === null || from === null || problems.length > 0) return { ok: false, problems }
  return { ok: true, spec: { path, from, mode, sensitive } }
}

function readOrigin(spec: Value, problems: SpecProblem[]): FileSpec['from'] | null {
  const content = specField(spec, 'content')
  const both = content !== undefined && specField(spec, 'source') !== undefined
  if (both) problems.push({ code: 'resource-invalid', message: 'content and source cannot both be given', hint: 'take one of them out', path: ['source'] })
  if (content === undefined) {
    const source = readPath(spec, 'source', problems)
    return source === null ? null : { kind: 'source', source }
  }
  if (hasUnknown(content)) return { kind: 'content', content: null }
  const text = reveal(content)
  if (typeof text === 'string') return { kind: 'content', content: text }
  problems.push({
    code: 'wrong-type',
    message: `content must be text, not ${typeName(text)}`,
    hint: 'make it text, for example with quotes',
    path: ['content'],
  })
  return null
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function readPath(spec: Value, field: 'path' | 'source', problems: SpecProblem[]): string | null {
  const value = specField(spec, field)
  const problem = (code: SpecProblem['code'], message: string, hint?: string): null => {
    problems.push({ code, message, path: [field], ...(hint === undefined ? {} : { hint }) })
    return null
  }
  if (value === undefined) return problem('missing-field', field === 'path' ? 'a File needs a path' : 'a File needs content, source or template')
  if (hasSensitive(value)) return problem('resource-invalid', `${field} must not be sensitive`, 'a path is shown in plans and logs')
  const path = hasUnknown(value) ? null : reveal(value)
  if (typeof path !== 'string') return problem('wrong-type', `${field} must be text`)
  if (path === '') return problem('invalid-value', `${field} must not be empty`)
  if (path.includes('\0') || path.length > 4096) return problem('invalid-value', `${field} is no path`)
  if (path.startsWith('/')) return problem('invalid-value', `${path} is an absolute path`, 'write it relative to the folder of this file')
  if (path.endsWith('/')) return problem('invalid-value', `${path} names a folder, not a file`)
  return path
}

function readMode(spec: Value, sensitive: boolean, problems: SpecProblem[]): number | null {
  const value = specField(spec, 'mode')
  if (value === undefined) return sensitive ? 0o600 : 0o644
  if (hasUnknown(value)) return null
  const text = reveal(value)
  if (typeof text !== 'string' || !/^0?[0-7]{3}$/.test(text)) {
    const hint = 'write three octal digits in quotes, such as "0644"'
    problems.push({ code: 'invalid-value', message: `${JSON.stringify(text)} is no file mode`, hint, path: ['mode'] })
    return null
  }
  const mode = parseInt(text, 8)
  const problem = modeProblem(mode, sensitive)
  if (problem !== null) problems.push({ ...problem, code: 'invalid-value', path: ['mode'] })
  return mode
}

function modeProblem(mode: number, sensitive: boolean): { readonly message: string; readonly hint: string } | null {
  if ((mode & 0o400) === 0)
    return { message: `mode ${formatMode(mode)} does not let the owner read the file`, hint: 'without reading it nobody can tell what is there' }
  if (sensitive && (mode & 0o077) !== 0) return { message: `mode ${formatMode(mode)} lets others at sensitive content`, hint: 'use "0600" or "0400"' }
  return null
}

/** Permission bits as people write them: `0644`. */
export function formatMode(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}
