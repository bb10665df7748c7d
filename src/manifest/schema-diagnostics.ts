import type { ErrorObject } from 'ajv'
import { closest } from '../events/did-you-mean.ts'
import type { Diagnostic, DiagnosticCode, SourceRange } from '../events/diagnostic.ts'
import { InternalError } from '../events/internal-error.ts'
import { isJsonObject } from '../events/json.ts'
import { kindWords, pathText, quoted, typeWords, valueWords } from './value-words.ts'
import type { DocumentPath } from './yaml-document.ts'

/** Where the parts of the checked value stand, by paths inside of it. */
export interface Places {
  value(path: DocumentPath): SourceRange
  key(path: DocumentPath): SourceRange
  /** How a scalar is written; null when that is not known. */
  written(path: DocumentPath): string | null
  /** Whether the values are what expressions gave, not what is written. */
  readonly evaluated: boolean
  /** Whether the value must not be quoted. */
  secret(path: DocumentPath): boolean
}

/** What the errors of a validator are about. */
export interface SchemaSubject {
  readonly places: Places
  /** In sentences: `a TerraformStack`. Null where the path says enough. */
  readonly name: string | null
  /** Where the checked value stands in its document: `['spec']`. */
  readonly prefix: DocumentPath
}

/** The schema that an error comes from, with the keywords of our own that words are taken from. */
interface ErrorSchema {
  readonly type?: string | readonly string[]
  readonly pattern?: string
  readonly properties?: Readonly<Record<string, unknown>>
  readonly 'x-code'?: DiagnosticCode
  /** What a value that fits the pattern is. */
  readonly 'x-expects'?: string
  /** Fields of the design that this version refuses. */
  readonly 'x-not-yet'?: readonly string[]
  /** The same for types of values: `expression`, `object`, `array`; with what it would be. */
  readonly 'x-not-yet-types'?: Readonly<Record<string, string>>
  readonly 'x-not-yet-values'?: readonly string[]
}

/** One error of a validator in detail. */
interface Problem {
  readonly error: ErrorObject
  readonly schema: ErrorSchema
  readonly path: DocumentPath
  readonly subject: SchemaSubject
}

type Words = Pick<Diagnostic, 'code' | 'message' | 'hint'> & { readonly at: SourceRange }

/** The pattern of strings that are accepted in the place of another type, because evaluating makes it. */
const expressionPattern = '\\$\\{'

/** Nobody reads more for one document. */
const errorsAtMost = 1000

/** What a validator found, as diagnostics in its order; at most a thousand. */
export function schemaDiagnostics(errors: readonly ErrorObject[], subject: SchemaSubject): readonly Diagnostic[] {
  const own = errors.filter((error) => !error.schemaPath.includes('/oneOf/') && error.keyword !== 'propertyNames' && !isNoObject(error))
  return own.slice(0, errorsAtMost).map((error) => {
    const path = error.instancePath.split('/').slice(1).map(segmentOf)
    return { severity: 'error', ...wordsFor({ error, schema: error.parentSchema as ErrorSchema, path, subject }) }
  })
}

/** What should be an object and is none has the wrong type, which is said already. */
function isNoObject({ keyword, data }: ErrorObject): boolean {
  return keyword === 'oneOf' && !isJsonObject(data)
}

function segmentOf(escaped: string): string | number {
  return /^(0|[1-9][0-9]*)$/.test(escaped) ? Number(escaped) : escaped.replaceAll('~1', '/').replaceAll('~0', '~')
}

function wordsFor(problem: Problem): Words {
  const { error } = problem
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownField(problem, String(error.params['additionalProperty']))
    case 'required':
      return missingField(problem, String(error.params['missingProperty']))
    case 'type':
      return wrongType(problem)
    case 'pattern':
      return wrongText(problem)
    case 'enum':
      return wrongChoice(problem, (error.params['allowedValues'] as readonly unknown[]).map(String))
    case 'const':
      return wrongChoice(problem, [String(error.params['allowedValue'])])
    case 'oneOf':
      return wrongCombination(problem)
    case 'minItems':
    case 'minProperties':
      return at(problem, 'invalid-value', `${fieldName(problem)} must not be empty`)
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return outOfBounds(problem)
    default:
      throw new InternalError('manifest/schema-keyword', `nothing is said about the schema keyword ${error.keyword}`)
  }
}

function unknownField({ path, subject, schema }: Problem, name: string): Words {
  const where = subject.places.key([...path, name])
  if (schema['x-not-yet']?.includes(name) === true) return { ...notYet(quoted(name)), at: where }
  const known = Object.keys(schema.properties ?? {})
  const near = closest(name, known)
  const hint =
    missingSpace(name) ??
    (near !== null ? `did you mean ${quoted(near)}?` : isOfSpec(schema, name) ? `it belongs under spec, further in` : `its fields are ${known.join(', ')}`)
  return { code: 'unknown-field', message: `${ownerName(subject, path)} has no field ${quoted(name)}`, hint, at: where }
}

function isOfSpec({ properties }: ErrorSchema, name: string): boolean {
  const spec = properties?.['spec']
  const fields = isJsonObject(spec) ? spec['properties'] : undefined
  return isJsonObject(fields) && Object.hasOwn(fields, name)
}

/** `name:web` is one text, and `{ name:web }` one key. */
function missingSpace(text: string): string | null {
  const [, key = '', value = ''] = /^([A-Za-z][\w-]*):([^\s:/][^]*)$/.exec(text) ?? []
  return key === '' ? null : `put a space after ":", so that it is a field: ${key}: ${value.slice(0, 40)}`
}

function missingField({ path, subject }: Problem, name: string): Words {
  const field = pathText([...subject.prefix, ...path, name])
  const message = subject.name === null ? `${field} is missing` : `${subject.name} needs ${field}`
  return { code: 'missing-field', message, at: subject.places.key([...path, name]) }
}

function wrongType(problem: Problem): Words {
  const { schema, error } = problem
  const later = laterType(problem)
  if (later !== null) return later
  const types = [schema.type ?? []].flat()
  const allowed = schema.pattern === expressionPattern ? types.filter((type) => type !== 'string') : types
  const isMore = allowed.length > 1 || !allowed.includes('string') || !wouldDoQuoted(schema, problem.subject.places.written(problem.path) ?? error.data)
  const expected = isMore && schema['x-expects'] !== undefined ? schema['x-expects'] : typeWords(allowed)
  return { ...at(problem, 'wrong-type', `${fieldName(problem)} must be ${expected}, not ${found(problem)}`), ...hintForType(problem, allowed, error.data) }
}

/** Whether the value, written as a text, is one that the schema allows. */
function wouldDoQuoted({ pattern }: ErrorSchema, data: unknown): boolean {
  return pattern === undefined || new RegExp(pattern).test(String(data))
}

function hintForType({ path, subject, schema }: Problem, allowed: readonly string[], data: unknown): { readonly hint?: string } {
  if (subject.places.secret(path)) return {}
  const scalar = typeof data === 'number' || typeof data === 'boolean'
  const written = subject.places.written(path) ?? String(data)
  if (allowed.includes('string') && scalar && subject.places.evaluated) return { hint: 'make a text of it: ${string(…)}' }
  const text = [written, written.replace(/^0o/, '0')].find((one) => wouldDoQuoted(schema, one))
  if (allowed.includes('string') && scalar && text !== undefined) return { hint: `quote it: "${text}"` }
  if (allowed.includes('object') && typeof data === 'string') {
    const hint = missingSpace(data)
    if (hint !== null) return { hint }
  }
  if (allowed.includes('boolean') && typeof data === 'string') {
    if (/^(yes|on|true)$/i.test(data)) return { hint: 'write true, without quotes' }
    if (/^(no|off|false)$/i.test(data)) return { hint: 'write false, without quotes' }
  }
  return allowed.includes('array') && typeof data === 'string' ? { hint: `make it a list: [${data.split(/\s+/).slice(0, 8).join(', ')}]` } : {}
}

function wrongText(problem: Problem): Words {
  const { schema, error, path, subject } = problem
  if (schema.pattern === expressionPattern) return wrongType(problem)
  const later = laterType(problem)
  if (later !== null) return later
  const expected = schema['x-expects'] ?? 'another text'
  // The pattern of `propertyNames` is about a key.
  if (error.propertyName !== undefined) {
    const message = `the key ${quoted(error.propertyName)} of ${fieldName(problem)} must be ${expected}`
    return { code: 'invalid-value', message, at: subject.places.key([...path, error.propertyName]) }
  }
  const text = String(error.data)
  if (schema['x-code'] === 'invalid-name') return { ...at(problem, 'invalid-name', `${quoted(text)} is not a valid name`), hint: nameHint(text, expected) }
  const hint = text.includes('${') ? { hint: 'an expression is not possible here' } : {}
  return { ...at(problem, 'invalid-value', `${fieldName(problem)} must be ${expected}, not ${found(problem)}`), ...hint }
}

function nameHint(text: string, expected: string): string {
  if (text.includes('${')) return `a name cannot be an expression; it is ${expected}`
  const parts = expected.includes('"@"') ? text.split('@').slice(0, 2) : [text]
  const better = parts
    .map(nameLike)
    .filter((part) => part !== '')
    .join('@')
  return better === '' ? `a name is ${expected}` : `a name is ${expected}: for example ${quoted(better)}`
}

function nameLike(text: string): string {
  return text
    .slice(0, 63)
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
}

function wrongChoice(problem: Problem, allowed: readonly string[]): Words {
  const { schema, error, path, subject } = problem
  const later = schema['x-not-yet-values']?.includes(String(error.data)) === true
  if (later) return { ...notYet(`${fieldName(problem)}: ${String(error.data)}`), at: subject.places.value(path) }
  const near = typeof error.data === 'string' && allowed.length > 1 ? closest(error.data, allowed) : null
  const message = `${fieldName(problem)} must be ${allowed.map(quoted).join(' or ')}, not ${found(problem)}`
  return { ...at(problem, 'invalid-value', message), ...(near === null ? {} : { hint: `did you mean ${quoted(near)}?` }) }
}

/** The schemas use `oneOf` for one thing only: exactly one of some fields, perhaps in the place of something plainer. */
function wrongCombination(problem: Problem): Words {
  const { error, subject, path } = problem
  const fields = (error.schema as readonly { readonly required?: readonly string[] }[]).flatMap((branch) => branch.required ?? [])
  const names = [fields.slice(0, -1).map(quoted).join(', '), ...fields.slice(-1).map(quoted)].filter((part) => part !== '').join(' or ')
  const owner = ownerName(subject, path)
  const present = fields.filter((field) => isJsonObject(error.data) && Object.hasOwn(error.data, field))
  if (present.length === 0)
    return { code: 'missing-field', message: `${owner} needs ${names}`, at: lastPlace(fields.map((field) => subject.places.key([...path, field]))) }
  return { code: 'invalid-value', message: `${owner} takes only one of ${names}`, at: subject.places.key([...path, present.at(-1) ?? '']) }
}

/** An override that takes a field away stands behind the spec that it is laid over. */
function lastPlace(places: readonly SourceRange[]): SourceRange {
  return places.reduce((last, place) => (place.start.offset > last.start.offset ? place : last))
}

function outOfBounds(problem: Problem): Words {
  const { comparison, limit } = problem.error.params as { comparison: string; limit: number }
  const bound = comparison === '>=' ? `at least ${limit}` : comparison === '<=' ? `at most ${limit}` : `more than ${limit}`
  return at(problem, 'invalid-value', `${fieldName(problem)} must be ${bound}, not ${found(problem)}`)
}

function laterType(problem: Problem): Words | null {
  const { data } = problem.error
  const type = typeof data === 'string' && data.includes('${') ? 'expression' : Array.isArray(data) ? 'array' : typeof data
  const what = problem.schema['x-not-yet-types']?.[type]
  return what === undefined ? null : { ...notYet(what), at: problem.subject.places.value(problem.path) }
}

function notYet(what: string): Pick<Words, 'code' | 'message'> {
  return { code: 'not-yet-supported', message: `${what} is not yet supported` }
}

function at({ path, subject }: Problem, code: DiagnosticCode, message: string): Words {
  return { code, message, at: subject.places.value(path) }
}

function found({ error, schema, path, subject }: Problem): string {
  if (subject.places.secret(path)) return kindWords(error.data)
  // Where any text would have the right type, it goes without saying that it is one.
  if (typeof error.data === 'string' && error.keyword !== 'type' && schema.pattern !== expressionPattern) return quoted(error.data)
  return valueWords(error.data, subject.places.written(path))
}

function fieldName({ path, subject }: Problem): string {
  return pathText([...subject.prefix, ...path]) || 'the value'
}

function ownerName({ name, prefix }: SchemaSubject, path: DocumentPath): string {
  const field = pathText([...prefix, ...path])
  if (name === null) return field || 'the file'
  return field === '' ? name : `${name}'s ${field}`
}
