import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { ResolvedEnvironment } from '../plan/resolved-environment.ts'
import type { Labels } from '../plan/selector.ts'
import type { Selectable } from '../plan/target-names.ts'
import type { LoadedProject } from './load-project.ts'

/** What can be chosen of an environment; `own` are all its records. */
export function selectable(
  { environments }: Pick<LoadedProject, 'environments'>,
  environment: ResolvedEnvironment,
  own: readonly RecordedResource[],
): Selectable {
  const { name, labels } = environment.declaration
  const prefix = `${name}/`
  const ownNames = (addresses: readonly string[]): readonly string[] =>
    addresses.flatMap((address) => (address.startsWith(prefix) ? [address.slice(prefix.length)] : []))
  return {
    environment: name,
    declared: new Map([...environment.resources].map(([resource, { upstream }]) => [resource, upstream])),
    recorded: new Map(own.map((record) => [record.name, ownNames(record.dependencies)])),
    labels: (resource) => ({ ...labels, ...environment.resources.get(resource)?.declaration.labels }),
    environments: [...environments.keys()],
  }
}

/** The labels of everything in a project: of resources, and of environments, which their resources have, too. */
export function* projectLabels({ environments }: Pick<LoadedProject, 'environments'>): Iterable<Labels> {
  for (const { declaration, resources } of environments.values()) {
    yield declaration.labels
    for (const resource of resources.values()) yield resource.declaration.labels
  }
}
