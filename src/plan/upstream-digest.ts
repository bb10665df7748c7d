import { digestJson } from './digest.ts'
import type { ResolvedEnvironment } from './resolved-environment.ts'

/** What {@link upstreamDigest} looks at. */
export interface UpstreamFacts {
  readonly environment: Pick<ResolvedEnvironment, 'declaration' | 'resources'>
  /** Of the record at an address; 0 where there is none. */
  readonly revisionOf: (address: string) => number
  /** Whether a kind is one of gates: that one was asked changes nothing for another one. */
  readonly isGate: (kind: string) => boolean
}

/**
 * A digest of the revisions of all that a resource waits for in its environment, however far, but for gates: it is another one after each
 * apply of any of it.
 */
export function upstreamDigest(name: string, { environment, revisionOf, isGate }: UpstreamFacts): string {
  const before = new Set(environment.resources.get(name)?.upstream)
  for (const other of before) for (const further of environment.resources.get(other)?.upstream ?? []) before.add(further)
  const revisions = [...before].sort().flatMap((other) => {
    const declaration = environment.resources.get(other)?.declaration
    return declaration === undefined || isGate(declaration.kind) ? [] : [[declaration.address, revisionOf(declaration.address)]]
  })
  return digestJson(revisions)
}
