import type { SourceRange } from '../../src/events/diagnostic.ts'
import type { Lifecycle, ResourceDeclaration, ResourceTemplate } from '../../src/manifest/manifest.ts'

/** A place in no file in particular. */
export const somewhere: SourceRange = { file: 'system/a.yaml', start: { line: 3, column: 1, offset: 20 }, end: { line: 3, column: 5, offset: 24 } }

/** The lifecycle of a resource that says nothing of it. */
export const plainLifecycle: Lifecycle = { preventDestroy: false, onFailure: 'continue', onRemove: null, ignoreChanges: [], checkpoint: false, timeoutMs: null }

/** A declaration of the kind Fake in `dev`, with what a test says of it. */
export function resourceDeclaration(more: Partial<ResourceDeclaration> & Pick<ResourceDeclaration, 'name'>): ResourceDeclaration {
  const environment = more.environment ?? 'dev'
  return {
    address: `${environment}/${more.name}`,
    environment,
    base: more.name,
    each: null,
    kind: 'Fake',
    labels: {},
    folder: '',
    spec: {},
    source: null,
    template: null,
    defaultVariables: [],
    lifecycle: plainLifecycle,
    dependsOn: [],
    movedFrom: [],
    formerDocuments: [more.base ?? more.name],
    at: somewhere,
    locate: () => somewhere,
    layersAt: () => [],
    ...more,
  }
}

/** The template of a declaration; of a `forEach` when one is given. */
export function templateOf(declaration: ResourceDeclaration, more: Partial<ResourceTemplate> = {}): ResourceTemplate {
  return { ...declaration, forEach: null, locateField: () => somewhere, ...more }
}
