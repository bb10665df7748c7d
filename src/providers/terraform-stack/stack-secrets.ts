import { collectSecrets } from '../../expressions/secret-values.ts'
import { fromMarked, Sensitive, toMarked, type Value } from '../../expressions/value.ts'
import { maskSecrets } from '../mask-secrets.ts'
import { sensitiveVariables, type LocatedStack } from './stack-work.ts'

/** The texts of a stack's sensitive variables, those that the module calls so included. */
export function stackSecrets(stack: Pick<LocatedStack, 'modules' | 'settings'>): readonly string[] {
  const sensitive = sensitiveVariables(stack)
  return collectSecrets(Object.entries(stack.settings.variables).map(([name, value]) => (sensitive.has(name) ? new Sensitive(value) : value)))
}

/** Outputs in which whatever holds one of the secrets is sensitive: a module need not call a variable so that a document made of a secret. */
export function hideInOutputs(outputs: Readonly<Record<string, Value>>, secrets: readonly string[]): Readonly<Record<string, Value>> {
  if (secrets.length === 0) return outputs
  const hidden = Object.entries(outputs).map(([name, value]): readonly [string, Value] => {
    const marked = toMarked(value)
    return [name, fromMarked({ ...marked, sensitive: maskSecrets(marked.value, marked.sensitive, secrets) })]
  })
  return Object.fromEntries(hidden)
}
