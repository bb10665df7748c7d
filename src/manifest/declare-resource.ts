import type { Report } from '../events/diagnostic.ts'
import type { JsonObject } from '../events/json.ts'
import type { Locate } from '../expressions/expression.ts'
import { dependencyNames } from './check-names.ts'
import { objectAt, stringsAt } from './json-parts.ts'
import { documentValidators } from './kinds.ts'
import type { Lifecycle, ResourceDeclaration } from './manifest.ts'
import { mergePatch, patchOrigin } from './merge-patch.ts'
import type { ResourceDocument } from './resource-documents.ts'
import { schemaDiagnostics } from './schema-diagnostics.ts'
import { documentPlaces } from './validate-document.ts'
import type { DocumentPath } from './yaml-document.ts'

/** What the declarations of one document in all its environments share. */
type Common = Pick<ResourceDeclaration, 'name' | 'kind' | 'labels' | 'folder' | 'lifecycle' | 'dependsOn'>

/** The declarations of a valid document, one for each environment. Specs that an override makes invalid are reported. */
export function declareResource(document: ResourceDocument, report: Report): readonly ResourceDeclaration[] {
  const { value, source } = document
  const common = commonParts(document)
  const spec = objectAt(value, 'spec')
  const overrides = objectAt(value, 'overrides')
  const locateSpec: Locate = (path, part) => source.locate(['spec', ...path], part)
  return document.environments.map((environment) => {
    const patch = Object.hasOwn(overrides, environment) ? objectAt(overrides, environment) : undefined
    const merged = patch === undefined ? spec : mergePatch(spec, patch)
    if (patch !== undefined) checkMerged(document, { environment, spec, patch, merged }, report)
    return {
      ...common,
      address: `${environment}/${document.name}`,
      environment,
      spec: merged,
      get at() {
        return source.locate(['metadata', 'name'])
      },
      locate: patch === undefined ? locateSpec : (path, part) => source.locate([...mergedPrefix({ environment, spec, patch }, path), ...path], part),
    }
  })
}

function commonParts({ value, source, kind, name }: ResourceDocument): Common {
  return {
    name,
    kind,
    labels: stringsAt(objectAt(value, 'metadata'), 'labels'),
    folder: source.file.includes('/') ? source.file.slice(0, source.file.lastIndexOf('/')) : '',
    lifecycle: lifecycleOf(objectAt(value, 'lifecycle')),
    dependsOn: dependencyNames({ value }).map((dependency, index) => ({
      name: dependency,
      get at() {
        return source.locate(['dependsOn', index])
      },
    })),
  }
}

function lifecycleOf(lifecycle: JsonObject): Lifecycle {
  return { preventDestroy: lifecycle['preventDestroy'] === true, onFailure: lifecycle['onFailure'] === 'halt' ? 'halt' : 'continue' }
}

interface Overridden {
  readonly environment: string
  readonly spec: JsonObject
  readonly patch: JsonObject
}

/** Where the document has a part of a merged spec. */
function mergedPrefix({ environment, spec, patch }: Overridden, path: DocumentPath): DocumentPath {
  return patchOrigin(spec, patch, path) === 'patch' ? ['overrides', environment] : ['spec']
}

function checkMerged(document: ResourceDocument, overridden: Overridden & { readonly merged: JsonObject }, report: Report): void {
  const { kind, value, source } = document
  const validate = documentValidators[kind]
  // The whole document again, because the schema of a spec that still has expressions is a part of it.
  if (validate({ ...value, spec: overridden.merged })) return
  const inDocument = (path: DocumentPath): DocumentPath => {
    const below = path.slice(1)
    return [...mergedPrefix(overridden, below), ...below]
  }
  const places = documentPlaces(source)
  schemaDiagnostics(validate.errors ?? [], {
    name: `a ${kind}`,
    prefix: [],
    places: {
      value: (path) => places.value(inDocument(path)),
      key: (path) => places.key(inDocument(path)),
      written: (path) => places.written(inDocument(path)),
      secret: (path) => places.secret(path),
    },
  }).forEach(report)
}
