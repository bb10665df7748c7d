import type { ErrorObject } from 'ajv'
import { closest } from '../events/did-you-mean.ts'
import type { Report } from '../events/diagnostic.ts'
import { isJsonObject, type JsonObject } from '../events/json.ts'
import { documentValidators, isDocumentKind, kindsNotYetSupported, type DocumentKind } from './kinds.ts'
import { schemaDiagnostics, type Places } from './schema-diagnostics.ts'
import { kindWords, quoted, valueWords } from './value-words.ts'
import type { YamlDocument } from './yaml-document.ts'

/** A document of a known kind. Only a valid one has the shape of its schema; others are kept for what can still be read of them. */
export interface CheckedDocument {
  readonly kind: DocumentKind
  readonly value: JsonObject
  readonly source: YamlDocument
  readonly valid: boolean
}

/** A document whose kind is known and whose contents are not yet checked. */
export type FoundDocument = Omit<CheckedDocument, 'valid'>

/** Checks a document by the schema of its kind; null when its kind is not one that can be read. */
export function validateDocument(source: YamlDocument, report: Report): CheckedDocument | null {
  const found = identifyDocument(source, report)
  return found === null ? null : checkDocument(found, { inParts: false, report })
}

/** Finds out what a document is; null when it is not one that can be read. */
export function identifyDocument(source: YamlDocument, report: Report): FoundDocument | null {
  const { value } = source
  if (!isJsonObject(value)) {
    const message = `a document must be a mapping, not ${kindWords(value)}`
    report({ code: 'wrong-type', severity: 'error', message, hint: 'it begins with apiVersion, kind and metadata', at: source.locate([]) })
    return null
  }
  const kind = kindOf(value, source, report)
  return kind === null ? null : { kind, value, source }
}

/** How a document is checked. `inParts`: there are defaults for it, so that its layered parts are right or wrong only together with them. */
export interface CheckOptions {
  readonly inParts: boolean
  readonly report: Report
}

/** Checks a document by the schema of its kind. */
export function checkDocument({ kind, value, source }: FoundDocument, { inParts, report }: CheckOptions): CheckedDocument {
  const validate = documentValidators[kind]
  if (validate(value)) return { kind, value, source, valid: true }
  const errors = (validate.errors ?? []).filter((error) => !(inParts && isLayered(error)) && !takesDefaultAway(kind, error))
  const name = kind === 'Environment' ? 'an Environment' : `a ${kind}`
  schemaDiagnostics(errors, { name, prefix: [], places: documentPlaces(source) }).forEach(report)
  return { kind, value, source, valid: errors.length === 0 }
}

/** Whether an error is about a part of a resource that defaults and overrides may change. */
export function isLayered({ keyword, instancePath, params }: ErrorObject): boolean {
  if (keyword === 'required' && instancePath === '') return params['missingProperty'] === 'spec'
  return /^\/(?:spec|lifecycle)(?:\/|$)/.test(instancePath)
}

/** Null is no value of any field, but an environment may take a default of the project away with it. */
function takesDefaultAway(kind: DocumentKind, { data, instancePath }: ErrorObject): boolean {
  return kind === 'Environment' && data === null && /^\/spec\/defaults\/[^/]+\/(?:spec|lifecycle)\//.test(instancePath)
}

/** The places of a document's parts, by paths from its top. */
export function documentPlaces(source: YamlDocument): Places {
  return { value: source.locate, key: (path) => source.locateKey(path), written: (path) => source.writtenAt(path), evaluated: false, secret: isSecret }
}

/** Somebody may write a secret itself where it is to be said where it comes from. */
function isSecret([first, second]: readonly (string | number)[]): boolean {
  return first === 'spec' && second === 'secrets'
}

function kindOf(value: JsonObject, source: YamlDocument, report: Report): DocumentKind | null {
  const kind = Object.hasOwn(value, 'kind') ? value['kind'] : undefined
  if (kind === undefined) {
    const near = closest('kind', Object.keys(value))
    const hint = near === null ? `the kinds are ${kindNames().join(', ')}` : `did you mean "kind" by ${quoted(near)}?`
    report({ code: 'missing-field', severity: 'error', message: 'the document has no kind', hint, at: source.locateKey([]) })
    return null
  }
  if (typeof kind === 'string' && isDocumentKind(kind)) return kind
  const at = source.locate(['kind'])
  if (typeof kind !== 'string') {
    report({ code: 'wrong-type', severity: 'error', message: `kind must be a string, not ${valueWords(kind, source.writtenAt(['kind']))}`, at })
    return null
  }
  if ((kindsNotYetSupported as readonly string[]).includes(kind)) {
    report({ code: 'not-yet-supported', severity: 'error', message: `the kind ${kind} is not yet supported`, at })
    return null
  }
  const near = closest(kind, kindNames())
  const hint = near === null ? `the kinds are ${kindNames().join(', ')}` : `did you mean ${quoted(near)}?`
  report({ code: 'unknown-kind', severity: 'error', message: `no kind is named ${quoted(kind)}`, hint, at })
  return null
}

function kindNames(): readonly string[] {
  return Object.keys(documentValidators)
}
