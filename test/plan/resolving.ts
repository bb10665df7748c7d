import type { Diagnostic } from '../../src/events/diagnostic.ts'
import { createTreeCompiler } from '../../src/expressions/compile-tree.ts'
import type { Value } from '../../src/expressions/value.ts'
import { loadManifest } from '../../src/manifest/load-manifest.ts'
import { readYaml } from '../../src/manifest/read-yaml.ts'
import { resolveEnvironment } from '../../src/plan/resolve-environment.ts'
import type { ResolvedEnvironment, ResolvedResource } from '../../src/plan/resolved-environment.ts'
import { projectFile, shownText } from '../manifest/small-project.ts'

/** A project whose environments were resolved, as far as that went. */
export interface Resolving {
  readonly environments: ReadonlyMap<string, ResolvedEnvironment | null>
  readonly diagnostics: readonly Diagnostic[]
  /** All that is wrong, as a person sees it; each thing once. */
  readonly shown: string
  readonly resource: (address: string) => ResolvedResource
  readonly spec: (address: string) => Value
}

/** Loads a text as `system/app.yaml` of a small project, the first file of which may be given, and resolves every environment. */
export function resolveText(text: string, first = projectFile.text): Resolving {
  const files = [
    { path: 'genesis.yaml', text: first },
    { path: 'system/app.yaml', text },
  ]
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic) => {
    const same = diagnostics.some(({ message, at }) => message === diagnostic.message && at?.start.offset === diagnostic.at?.start.offset)
    if (!same) diagnostics.push(diagnostic)
  }
  const { manifest } = loadManifest({ files, read: readYaml, report })
  const compile = createTreeCompiler()
  const git = { commit: 'c0ffee', branch: 'main' }
  const all = [...(manifest?.environments ?? [])].map(
    ([name, environment]) =>
      [name, manifest === null ? null : resolveEnvironment({ templates: new Map(), manifest, environment, git, compile, report })] as const,
  )
  const environments = new Map(all)
  const resource = (address: string): ResolvedResource => {
    const [environment = '', name = ''] = address.split('/')
    const found = environments.get(environment)?.resources.get(name)
    if (found === undefined) throw new Error(`no ${address}: ${shownText(diagnostics, files)}`)
    return found
  }
  return { environments, diagnostics, shown: shownText(diagnostics, files), resource, spec: (address) => resource(address).spec }
}
