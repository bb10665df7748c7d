import type { Value } from '../expressions/value.ts'
import type { ResourceDeclaration } from '../manifest/manifest.ts'

/** What `resource` stands for in the expressions of a declaration. `source` is null for kinds without one, or when it is an expression itself. */
export function resourceScope(declaration: ResourceDeclaration): Value {
  const source = declaration.spec['source']
  const constant = typeof source === 'string' && !source.includes('${')
  return { name: declaration.name, kind: declaration.kind, labels: declaration.labels, source: constant ? source : null }
}
