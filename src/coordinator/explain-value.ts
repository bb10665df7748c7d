import { closest } from '../events/did-you-mean.ts'
import type { Diagnostic, SourceRange } from '../events/diagnostic.ts'
import { InternalError } from '../events/internal-error.ts'
import { isJsonObject, type Json } from '../events/json.ts'
import type { Reference } from '../expressions/expression.ts'
import { specFields } from '../generated/spec-fields.ts'
import { Sensitive, unknown } from '../expressions/value.ts'
import type { ExplainedLayer, ExplainedReference, ExplainedValue, ValueExplanation } from '../plan/explanation.ts'
import { shown } from '../plan/flat-changes.ts'
import type { GivenValue, Provider } from '../plan/provider.ts'
import { parseSpecPath } from '../manifest/parse-spec-path.ts'
import { readPath } from '../plan/read-path.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { ResolvedEnvironment, ResolvedResource } from '../plan/resolved-environment.ts'
import { leaves, within } from '../plan/spec-expressions.ts'
import { expressionAt, originOf, valueAt, writtenPath } from './value-origin.ts'
import { evaluateNow, type Now } from './evaluate-now.ts'
import { ignoredAt } from './explain-ignored.ts'
import { answered, refused, type Result } from './result.ts'

/** What explaining a value looks at. */
export interface ExplainValueOptions {
  readonly resource: ResolvedResource
  /** Values that files beside the document give, from the weakest to the strongest. */
  readonly given: readonly GivenValue[]
  readonly environment: ResolvedEnvironment
  readonly environments: ReadonlyMap<string, ResolvedEnvironment>
  readonly provider: (kind: string) => Provider | null
  /** By address, over all environments. */
  readonly records: ReadonlyMap<string, RecordedResource>
  /** As it was typed. */
  readonly path: string
}

type Path = readonly (string | number)[]

/** Values of a part with more of them are only counted. */
const maxValues = 50

/** Says where the values at and below a path of a resource's spec come from, with what they are now: recorded values of what they read. */
export function explainValue(options: ExplainValueOptions): Result<ValueExplanation> {
  const { address, spec } = options.resource.declaration
  const found = findPath(options)
  if (!found.ok) return found
  const { path, inside } = found.value
  const now = evaluateNow(options)
  const said = valueAt(spec, path)
  const paths = inside ? [path] : said === undefined ? [] : leaves(said, path).map((leaf) => leaf.path)
  const inFiles = inside ? [] : onlyInFiles(options, path)
  const rendered = inside ? [] : explainContent(options, path, now)
  const values = [
    ...rendered,
    ...paths.slice(0, maxValues).map((one) => explainOne(options, one, now)),
    ...inFiles.slice(0, Math.max(0, maxValues - paths.length)).map((one) => explainGiven(options, one)),
  ]
  return answered({ kind: 'value', address, path, values, left: rendered.length + paths.length + inFiles.length - values.length })
}

/** The path in the spec's own steps; `inside` when it leads into what an expression gives. */
function findPath({ resource, given, path: typed }: ExplainValueOptions): Result<{ path: Path; inside: boolean }> {
  const { declaration } = resource
  const parsed = parseSpecPath(typed)
  if (parsed === null) return refused([pathProblem(`"${typed}" is no path`, 'write it like variables.size, list[0] or /variables/size')])
  const steps = parsed[0] === 'spec' && !Object.hasOwn(declaration.spec, 'spec') ? parsed.slice(1) : parsed
  const path: (string | number)[] = []
  let value: Json = declaration.spec
  for (const [index, step] of steps.entries()) {
    if (typeof value === 'string' && value.includes('${')) return answered({ path: [...path, ...steps.slice(index)], inside: true })
    const key = Array.isArray(value) && /^\d+$/.test(step) ? Number(step) : step
    const next = valueAt(value, [key])
    if (next === undefined && isContent(resource, [...path, key])) return answered({ path: [...path, key], inside: false })
    const file = next === undefined ? given.find((one) => isBelow(one.path, [...path, key]) || isBelow([...path, key], one.path)) : undefined
    if (file !== undefined) return answered({ path: [...path, ...steps.slice(index)].slice(0, file.path.length), inside: false })
    if (next === undefined)
      return refused([{ ...missing(declaration.address, { path, step, value, fields: specFields[declaration.kind] ?? [] }), at: declaration.locate(path) }])
    path.push(key)
    value = next
  }
  return answered({ path, inside: false })
}

/** What the spec says of its template is not in the evaluated spec any more, which has the content instead. */
function templatePath({ resource: { template } }: ExplainValueOptions, path: Path): string | undefined {
  return path.length === 1 && path[0] === 'template' ? template?.path : undefined
}

/** Whether a path leads to what a template gives. */
function isContent({ template }: ResolvedResource, path: Path): boolean {
  return template !== null && path.length === 1 && path[0] === 'content'
}

/** The content that a template gives, where it is asked for; none otherwise. */
function explainContent(options: ExplainValueOptions, path: Path, now: Now): readonly ExplainedValue[] {
  const { compiled, template } = options.resource
  if (template === null || (path.length > 0 && !isContent(options.resource, path))) return []
  const inTemplate = ({ file }: SourceRange): boolean => file === template.path
  const start = { line: 1, column: 1, offset: 0 }
  return [
    {
      path: ['content'],
      at: { file: template.path, start, end: start },
      layers: [],
      written: null,
      value: shown(readPath(now.spec, ['content']) ?? unknown),
      ignored: ignoredAt(options, ['content']),
      failures: now.failures.filter(({ at }) => inTemplate(at)).map(({ message }) => message),
      references: distinct(compiled.references.filter(({ range }) => inTemplate(range))).map((reference) => explainReference(options, reference, now)),
    },
  ]
}

/** The paths at and below a path that files alone give values to. */
function onlyInFiles({ resource, given }: ExplainValueOptions, path: Path): readonly Path[] {
  const below = given.filter((one) => isBelow(one.path, path) && valueAt(resource.declaration.spec, one.path) === undefined)
  return [...new Map(below.map((one) => [JSON.stringify(one.path), one.path])).values()]
}

function isBelow(path: Path, above: Path): boolean {
  return above.every((step, index) => path[index] === step)
}

function explainGiven({ given }: ExplainValueOptions, path: Path): ExplainedValue {
  const layers = given.filter((one) => isBelow(path, one.path))
  const strongest = layers.at(-1)
  if (strongest === undefined) throw new InternalError('explain/given', `no file gives a value to ${path.join('.')}`)
  const value = shown(strongest.sensitive ? new Sensitive(null) : strongest.value)
  return { path, at: strongest.at, layers: layers.map(layerOf), written: null, value, ignored: null, failures: [], references: [] }
}

function layerOf({ at, value, sensitive }: GivenValue): ExplainedLayer {
  return { kind: 'file', environment: null, value, at, ...(sensitive ? { sensitive } : {}) }
}

interface MissingStep {
  readonly path: Path
  readonly step: string
  readonly value: Json
  /** What the spec may have. */
  readonly fields: readonly string[]
}

function missing(address: string, { path, step, value, fields }: MissingStep): Diagnostic {
  const names = isJsonObject(value) ? Object.keys(value) : []
  const list = names.length === 0 ? 'nothing is below it' : `it has ${names.slice(0, 20).join(', ')}`
  if (path.length === 0 && fields.includes(step)) return pathProblem(`neither its document nor a default says "${step}" of ${address}`, list)
  const near = closest(step, names)
  const where = path.length === 0 ? 'spec' : path.join('.')
  return pathProblem(`${where} of ${address} has no "${step}"`, near === null ? list : `did you mean "${near}"? ${list}`)
}

function pathProblem(message: string, hint: string): Diagnostic {
  return { code: 'unknown-field', severity: 'error', message, hint }
}

function explainOne(options: ExplainValueOptions, path: Path, now: Now): ExplainedValue {
  const { declaration, compiled } = options.resource
  const own = writtenPath(declaration.spec, path)
  const at = declaration.locate(own)
  const written = expressionAt(declaration.spec, own)
  const references = written === null ? [] : distinct(compiled.references.filter(({ range }) => within(at, range)))
  return {
    path,
    at,
    layers: [...options.given.filter((one) => isBelow(own, one.path)).map(layerOf), ...declaration.layersAt(['spec', ...own])],
    written,
    value: shown(readPath(now.spec, path) ?? templatePath(options, path) ?? unknown),
    ignored: ignoredAt(options, path),
    failures: now.failures.filter((failure) => within(at, failure.at)).map(({ message }) => message),
    references: references.map((reference) => explainReference(options, reference, now)),
  }
}

function distinct(references: readonly Reference[]): readonly Reference[] {
  return [...new Map(references.map((reference) => [JSON.stringify(reference.path), reference])).values()]
}

function explainReference(options: ExplainValueOptions, { path, range }: Reference, now: Now): ExplainedReference {
  const value = readPath(now.scope, path)
  return { reads: path, at: range, origin: originOf(options, path), value: value === undefined ? null : shown(value) }
}
