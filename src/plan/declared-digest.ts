import { digestJson } from './digest.ts'
import { shown } from './flat-changes.ts'
import type { Examined } from './provider.ts'
import type { ResolvedResource } from './resolved-environment.ts'

/**
 * A digest of what documents and sources say of a resource, as far as that is known before planning; recorded with each apply. Sensitive
 * values do not count: a digest would give short ones away.
 */
export function declaredDigest({ spec }: Pick<ResolvedResource, 'spec'>, examined: Pick<Examined, 'sources'> | undefined): string {
  const { value, unknown } = shown(spec)
  return digestJson({ spec: value, unknown, sources: { ...examined?.sources } })
}
