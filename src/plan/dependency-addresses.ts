import type { ResolvedResource } from './resolved-environment.ts'

/** The addresses that a declared resource depends on, in its own environment and in others; sorted. */
export function dependencyAddresses(resource: ResolvedResource): readonly string[] {
  const own = resource.upstream.map((name) => `${resource.declaration.environment}/${name}`)
  return [...own, ...resource.foreign].sort()
}
