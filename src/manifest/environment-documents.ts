import type { Report } from '../events/diagnostic.ts'
import { documentName } from './document-name.ts'
import { objectAt, stringsAt } from './json-parts.ts'
import type { EnvironmentDeclaration } from './manifest.ts'
import type { CheckedDocument } from './validate-document.ts'

/** The environments by name, in the order of names; those that are not valid as far as they can be read, so that their names are known. */
export function readEnvironments(documents: readonly CheckedDocument[], report: Report): ReadonlyMap<string, EnvironmentDeclaration> {
  const found = new Map<string, EnvironmentDeclaration>()
  for (const document of documents) {
    const name = document.kind === 'Environment' ? documentName(document) : null
    if (name === null) continue
    const declaration = declarationOf(document, name)
    const first = found.get(name)
    if (first === undefined) found.set(name, declaration)
    else {
      const related = [{ message: 'first defined here', at: first.at }]
      report({ code: 'duplicate-name', severity: 'error', message: `two environments are named "${name}"`, related, at: declaration.at })
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function declarationOf({ value, source }: CheckedDocument, name: string): EnvironmentDeclaration {
  const spec = objectAt(value, 'spec')
  return {
    name,
    labels: stringsAt(objectAt(value, 'metadata'), 'labels'),
    protected: spec['protected'] === true,
    variables: objectAt(spec, 'variables'),
    env: stringsAt(spec, 'env'),
    get at() {
      return source.locate(['metadata', 'name'])
    },
    locate: source.locate,
  }
}
