import type { ResolvedEnvironment } from '../../plan/resolved-environment.ts'
import type { SecretReader } from './outside-values.ts'

/** Who reads which secret among the resources of these names: only those secrets are asked for. */
export function secretReaders({ resources }: ResolvedEnvironment, selected: ReadonlySet<string>): ReadonlyMap<string, readonly SecretReader[]> {
  const readers = new Map<string, SecretReader[]>()
  for (const [name, { declaration, compiled, secrets }] of resources) {
    if (secrets.length === 0 || !selected.has(name)) continue
    for (const secret of secrets) {
      const read = compiled.references.find(({ path }) => path[0] === 'secrets' && path[1] === secret)
      const reader = { address: declaration.address, at: read?.range ?? declaration.at }
      readers.set(secret, [...(readers.get(secret) ?? []), reader])
    }
  }
  return readers
}
