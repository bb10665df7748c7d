import type { Scope } from '../expressions/expression.ts'
import type { Value } from '../expressions/value.ts'
import type { ResourceDeclaration } from '../manifest/manifest.ts'

/** What `resource` stands for in the expressions of a declaration. */
function resourceScope({ name, kind, labels, source }: Named): Value {
  return { name, kind, labels, source }
}

type Named = Pick<ResourceDeclaration, 'name' | 'kind' | 'labels' | 'source'>

/** What the expressions of one declaration see of itself: `resource`, and `each` where it is an instance of a `forEach`. */
export function ownScope(declaration: Named & Pick<ResourceDeclaration, 'each'>): Pick<Scope, 'resource' | 'each'> {
  const { each } = declaration
  return { resource: resourceScope(declaration), ...(each === null ? {} : { each: { key: each.key, value: each.value } }) }
}
