import type { Diagnostic } from '../../src/events/diagnostic.ts'
import type { Json } from '../../src/events/json.ts'
import { createTreeCompiler } from '../../src/expressions/compile-tree.ts'
import type { CompiledTree, Locate, Scope } from '../../src/expressions/expression.ts'
import { Sensitive, unknown, type Value } from '../../src/expressions/value.ts'

/** Places that show what was asked for: the path as file, the stretch as offsets. */
export const locate: Locate = (path, [from, to] = [0, 0]) => ({
  file: path.join('/'),
  start: { line: 1, column: from + 1, offset: from },
  end: { line: 1, column: to + 1, offset: to },
})

/** A scope with a bit of everything. */
export const scope: Scope = {
  project: { name: 'shop' },
  environment: {
    name: 'prod-eu',
    labels: { tier: 'prod' },
    variables: { size: 3, ratio: 1.5, region: 'eu-west-1', zones: ['a', 'b', 'c'], on: true, nothing: null, tags: { team: 'web' } },
  },
  resource: { name: 'app', kind: 'File', labels: {}, source: null },
  resources: {
    network: {
      spec: { cidr: '10.0.0.0/16' },
      outputs: { vpc_id: 'vpc-1', ids: ['i-1', 'i-2'], later: unknown, some: ['x', unknown], password: new Sensitive('hunter2!'), key: new Sensitive(unknown) },
    },
    database: { spec: {}, outputs: unknown },
    'my-app': { spec: {}, outputs: { url: 'https://app' } },
    'app-prod-eu': { spec: {}, outputs: { url: 'https://prod' } },
    vault: { spec: {}, outputs: new Sensitive({ token: 'tttt-oooo', port: 8200, list: ['aaaa'] }) },
  },
  environments: { global: { resources: { dns: { outputs: { zone_id: 'z-1' } } } } },
  git: { commit: 'abc', branch: 'main' },
}

/** Compiles one value with everything that was reported. */
export function compiled(tree: Json, staticScope?: Scope): { readonly tree: CompiledTree; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  return { tree: createTreeCompiler()({ tree, locate }, (diagnostic) => diagnostics.push(diagnostic), staticScope), diagnostics }
}

/** Evaluates one value that must be right. */
export function valueOf(tree: Json, given: Scope = scope): Value {
  const result = outcomeOf(tree, given)
  if (typeof result === 'string') throw new Error(`${JSON.stringify(tree)} gave ${result}`)
  return result.value
}

/** The value, or what was reported or failed, as `code: message | hint @from-to`. */
export function outcomeOf(tree: Json, given: Scope = scope): { readonly value: Value } | string {
  const { tree: compiledTree, diagnostics } = compiled(tree, given)
  if (diagnostics.length > 0) return diagnostics.map(describe).join('\n')
  const evaluated = compiledTree.evaluate(given)
  return evaluated.ok ? { value: evaluated.value } : evaluated.failures.map(describe).join('\n')
}

function describe({ code, message, hint, at }: Pick<Diagnostic, 'code' | 'message' | 'hint' | 'at'>): string {
  return `${code}: ${message}${hint === undefined ? '' : ` | ${hint}`} @${at?.start.offset ?? 0}-${at?.end.offset ?? 0}`
}
