import type { Scope } from '../expressions/expression.ts'
import type { Value } from '../expressions/value.ts'
import type { ResourceDeclaration } from '../manifest/manifest.ts'

/** What `resource` stands for in the expressions of a declaration. `source` is null for kinds without one, or when it is an expression itself. */
export function resourceScope(declaration: Pick<ResourceDeclaration, 'name' | 'kind' | 'labels' | 'spec'>): Value {
  const source = declaration.spec['source']
  const constant = typeof source === 'string' && !source.includes('${')
  return { name: declaration.name, kind: declaration.kind, labels: declaration.labels, source: constant ? source : null }
}

/** What the expressions of one declaration see of itself: `resource`, and `each` where it is an instance of a `forEach`. */
export function ownScope(declaration: Pick<ResourceDeclaration, 'name' | 'kind' | 'labels' | 'spec' | 'each'>): Pick<Scope, 'resource' | 'each'> {
  const { each } = declaration
  return { resource: resourceScope(declaration), ...(each === null ? {} : { each: { key: each.key, value: each.value } }) }
}
