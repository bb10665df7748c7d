import type { ErrorObject } from 'ajv'
import type { Report } from '../events/diagnostic.ts'
import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'
import { dependencyNames } from './check-names.ts'
import { folderOf, type DefaultLayers, type DefaultStack } from './default-layers.ts'
import { objectAt, ownValue, stringList, stringsAt } from './json-parts.ts'
import { documentValidators } from './kinds.ts'
import { isDefault, Layers, type Layer } from './layers.ts'
import { lifecycleTemplate } from './lifecycle-template.ts'
import type { ResourceTemplate } from './manifest.ts'
import type { ResourceDocument } from './resource-documents.ts'
import { schemaDiagnostics } from './schema-diagnostics.ts'
import type { SetLayers } from './set-layers.ts'
import { isLayered } from './validate-document.ts'
import type { DocumentPath } from './yaml-document.ts'

/** What a document becomes: its templates, and the environments where its layers do not make a valid resource. */
export interface DeclaredResource {
  readonly templates: readonly ResourceTemplate[]
  readonly faulty: readonly string[]
}

/** What the templates of one document in all its environments share. */
type Common = Pick<ResourceTemplate, 'at' | 'name' | 'kind' | 'labels' | 'folder' | 'dependsOn' | 'forEach' | 'movedFrom'>

/** What the templates of one document share in environments with the same layers. */
type Layered = Pick<ResourceTemplate, 'spec' | 'lifecycle' | 'defaultVariables' | 'locate' | 'locateField' | 'layersAt'>

/** What lies around documents. */
export interface AroundDocuments {
  readonly defaults: DefaultLayers
  readonly sets: SetLayers
}

/** The templates of a document that is valid but for what its layers make of it; what is wrong with that is reported. */
export function declareResource(document: ResourceDocument, around: AroundDocuments, report: Report): DeclaredResource {
  return new Declaring(document, around, report).declare()
}

class Declaring {
  readonly #document: ResourceDocument
  readonly #defaults: DefaultLayers
  readonly #sets: SetLayers
  readonly #report: Report
  readonly #own: Layer
  readonly #inParts: boolean
  /** By what lies below the document; null where the result is not valid. */
  readonly #known = new Map<DefaultStack, { readonly layers: Layers; readonly layered: Layered | null }>()

  constructor(document: ResourceDocument, { defaults, sets }: AroundDocuments, report: Report) {
    const { value, source, kind } = document
    this.#document = document
    this.#defaults = defaults
    this.#sets = sets
    this.#report = report
    this.#own = { kind: 'document', environment: null, value, source, inDocument: asWritten }
    this.#inParts = defaults.has(kind)
  }

  declare(): DeclaredResource {
    const { environments, name, kind } = this.#document
    const common = commonParts(this.#document)
    const templates: ResourceTemplate[] = []
    const faulty: string[] = []
    // Where it is in no environment at all, mistakes are told nevertheless.
    if (environments.length === 0) this.#without(this.#defaults.below(kind, null, common.folder), null)
    for (const environment of environments) {
      const layered = this.#layered(environment, common.folder)
      if (layered === null) faulty.push(environment)
      else templates.push({ ...common, ...layered, address: `${environment}/${name}`, environment })
    }
    return { templates, faulty }
  }

  #layered(environment: string, folder: string): Layered | null {
    const below = this.#without(this.#defaults.below(this.#document.kind, environment, folder), environment)
    const above = [...this.#override(environment), ...this.#sets.of(environment, this.#document.name)]
    if (below.layered === null || above.length === 0) return below.layered
    const layers = above.reduce((lower, layer) => lower.with(layer), below.layers)
    return this.#checked(layers, { byItself: true, environment })
  }

  #override(environment: string): readonly Layer[] {
    const { source, value } = this.#document
    const overrides = objectAt(value, 'overrides')
    if (!Object.hasOwn(overrides, environment)) return []
    const inDocument = (path: DocumentPath): DocumentPath => (path.length === 0 ? [] : ['overrides', environment, ...path.slice(1)])
    return [{ kind: 'override', environment, value: { spec: objectAt(overrides, environment) }, source, inDocument }]
  }

  /** The document over its defaults, without an override. */
  #without(stack: DefaultStack, environment: string | null): { readonly layers: Layers; readonly layered: Layered | null } {
    const known = this.#known.get(stack)
    if (known !== undefined) return known
    const layers = new Layers(stack.layers.concat(this.#own))
    const made = { layers, layered: stack.valid ? this.#checked(layers, { byItself: this.#inParts, environment }) : null }
    this.#known.set(stack, made)
    return made
  }

  #checked(layers: Layers, { byItself, environment }: { readonly byItself: boolean; readonly environment: string | null }): Layered | null {
    const { kind } = this.#document
    const validate = documentValidators[kind]
    // The whole document again, because the schema of a spec that still has expressions is a part of it.
    if (byItself && !validate(layers.value)) {
      const errors = (validate.errors ?? []).filter(isLayered)
      this.#tell(errors, layers, environment)
      if (errors.length > 0) return null
    }
    const { lifecycle, valid } = lifecycleTemplate(kind, layers, this.#report)
    if (!valid) return null
    return {
      spec: objectAt(layers.value, 'spec'),
      lifecycle,
      defaultVariables: defaultVariables(layers),
      locate: (path, part) => layers.locate(['spec', ...path], part),
      locateField: layers.locate,
      layersAt: (path) => layers.at(path),
    }
  }

  #tell(errors: readonly ErrorObject[], layers: Layers, environment: string | null): void {
    const { kind, name, environments } = this.#document
    const stacks = new Set(environments.map((each) => this.#defaults.below(kind, each, folderOf(this.#document.source.file))))
    for (const error of errors) {
      const seen = { inDefault: false }
      const noting =
        <T>(look: (path: DocumentPath) => T) =>
        (path: DocumentPath): T => {
          seen.inDefault ||= layers.isDefaultAt(path)
          return look(path)
        }
      const key = noting((path) => layers.locateKey(path))
      const places = { value: noting(layers.locate), key, written: (path: DocumentPath) => layers.writtenAt(path), evaluated: false, secret: () => false }
      const found = schemaDiagnostics([error], { name: `a ${kind}`, prefix: [], places })
      // A default does not say which resource it is wrong for, nor a document in which environment.
      const about = environment !== null && (stacks.size > 1 || seen.inDefault) ? { address: `${environment}/${name}` } : {}
      for (const diagnostic of found) this.#report({ ...diagnostic, ...about })
    }
  }
}

function asWritten(path: DocumentPath): DocumentPath {
  return path
}

function commonParts({ value, source, kind, name }: ResourceDocument): Common {
  const metadata = objectAt(value, 'metadata')
  return {
    at: source.locate(['metadata', 'name']),
    name,
    kind,
    labels: stringsAt(metadata, 'labels'),
    folder: folderOf(source.file),
    forEach: ownValue(value, 'forEach') ?? null,
    movedFrom: movedFromOf(ownValue(metadata, 'movedFrom')),
    dependsOn: dependencyNames({ value }).map((dependency, index) => ({
      name: dependency,
      get at() {
        return source.locate(['dependsOn', index])
      },
    })),
  }
}

function movedFromOf(value: Json | undefined): ResourceTemplate['movedFrom'] {
  if (isJsonObject(value ?? null)) {
    const names = value as JsonObject
    return Object.fromEntries(Object.keys(names).map((key) => [key, stringList(names, key)] as const))
  }
  return Array.isArray(value) ? (value as readonly Json[]).filter((name) => typeof name === 'string') : null
}

function defaultVariables({ all, value }: Layers): ResourceTemplate['defaultVariables'] {
  if (!all.some(isDefault)) return []
  const variables = ownValue(objectAt(value, 'spec'), 'variables')
  if (variables === undefined) return []
  const said = all.filter((layer) => !isDefault(layer)).flatMap((layer) => ownValue(objectAt(layer.value, 'spec'), 'variables') ?? [])
  if (!isJsonObject(variables)) return said.length === 0 ? 'all' : []
  return Object.keys(variables).filter((name) => !said.some((own) => isJsonObject(own) && Object.hasOwn(own, name)))
}
