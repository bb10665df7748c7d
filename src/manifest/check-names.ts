import { closest } from '../events/did-you-mean.ts'
import type { Report } from '../events/diagnostic.ts'
import type { ResourceDocument } from './resource-documents.ts'

/** The resources of each environment by name. */
export type NamesByEnvironment = ReadonlyMap<string, ReadonlyMap<string, ResourceDocument>>

/** Orders the resources by environment and name, and reports names that stand twice in one environment; the first one counts. */
export function indexNames(resources: readonly ResourceDocument[], report: Report): NamesByEnvironment {
  const index = new Map<string, Map<string, ResourceDocument>>()
  for (const resource of resources) {
    const clashes = new Map<ResourceDocument, string[]>()
    for (const environment of resource.environments) {
      const names = index.get(environment) ?? new Map<string, ResourceDocument>()
      index.set(environment, names)
      const first = names.get(resource.name)
      if (first === undefined) names.set(resource.name, resource)
      else clashes.set(first, [...(clashes.get(first) ?? []), environment])
    }
    for (const [first, environments] of clashes) reportClash(resource, first, environments, report)
  }
  return index
}

function reportClash(second: ResourceDocument, first: ResourceDocument, environments: readonly string[], report: Report): void {
  report({
    code: 'duplicate-name',
    severity: 'error',
    message: `two resources are named "${second.name}" in ${environments.join(', ')}`,
    hint: 'rename one of them, or put them into different environments',
    related: [{ message: 'first defined here', at: first.source.locate(['metadata', 'name']) }],
    at: second.source.locate(['metadata', 'name']),
  })
}

/** Reports names under `dependsOn` that no document has in every environment that the resource is in. Which keys a `forEach` has is not known here. */
export function checkDependencies(resources: readonly ResourceDocument[], index: NamesByEnvironment, report: Report): void {
  for (const resource of resources) {
    dependencyNames(resource).forEach((name, position) => {
      const missing = resource.environments.filter((environment) => index.get(environment)?.has(baseName(name)) !== true)
      if (missing.length === 0) return
      const at = resource.source.locate(['dependsOn', position])
      report({ code: 'unknown-dependency', severity: 'error', ...missingWords(baseName(name), missing, resource, index), at })
    })
  }
}

/** The name of the document that a resource comes from: `app` for `app@eu-west-1`. */
export function baseName(name: string): string {
  const end = name.indexOf('@')
  return end === -1 ? name : name.slice(0, end)
}

/** The names under `dependsOn`, as far as they are names at all; positions are kept. */
export function dependencyNames({ value }: Pick<ResourceDocument, 'value'>): readonly string[] {
  const { dependsOn } = value
  return Array.isArray(dependsOn) && dependsOn.every((name) => typeof name === 'string') ? dependsOn : []
}

function missingWords(name: string, missing: readonly string[], resource: ResourceDocument, index: NamesByEnvironment): { message: string; hint: string } {
  const elsewhere = [...index].filter(([, names]) => names.has(name)).map(([environment]) => environment)
  const where = missing.join(', ')
  if (elsewhere.length > 0) {
    return { message: `"${name}" is not in ${where}`, hint: `it is in ${elsewhere.join(', ')}: put both into the same environments` }
  }
  const candidates = missing.flatMap((environment) => [...(index.get(environment)?.keys() ?? [])])
  const near = closest(
    name,
    candidates.filter((candidate) => candidate !== resource.name),
  )
  const hint = near === null ? 'dependsOn takes names of resources of the same environment' : `did you mean "${near}"?`
  return { message: `no resource in ${where} is named "${name}"`, hint }
}
