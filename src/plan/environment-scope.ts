import type { Diagnostic, Report } from '../events/diagnostic.ts'
import type { CompiledTree, Scope, TreeSource } from '../expressions/expression.ts'
import type { Value } from '../expressions/value.ts'
import type { EnvironmentDeclaration, Manifest } from '../manifest/manifest.ts'

/** Compiles a tree, as {@link CompileTree} says. */
export type Compile = (source: TreeSource, report: Report, staticScope?: Scope) => CompiledTree

/** What is known of a repository. */
export interface GitScope {
  readonly commit: string | null
  readonly branch: string | null
}

/** What every expression of an environment sees, but for what belongs to a resource. */
export interface EnvironmentScope {
  readonly project: Value
  readonly environment: Value
  readonly git: Value
}

/** Evaluates the variables of an environment; null when that cannot be done, which is reported. */
export function environmentScope(options: {
  readonly manifest: Pick<Manifest, 'project'>
  readonly environment: EnvironmentDeclaration
  readonly git: GitScope
  readonly compile: Compile
  readonly report: Report
}): EnvironmentScope | null {
  const { environment, manifest, compile, report } = options
  const project = { name: manifest.project.name }
  const git = { commit: options.git.commit, branch: options.git.branch }
  const withoutVariables = { name: environment.name, labels: environment.labels }
  const locate: TreeSource['locate'] = (path, part) => environment.locate(['spec', 'variables', ...path], part)
  const problems: Diagnostic[] = []
  const compiled = compile({ tree: environment.variables, locate }, (diagnostic) => {
    problems.push(diagnostic)
    report(diagnostic)
  })
  const evaluated = compiled.evaluate({ project, environment: withoutVariables, git })
  if (!evaluated.ok) for (const failure of evaluated.failures) report({ severity: 'error', ...failure })
  return evaluated.ok && problems.length === 0 ? { project, environment: { ...withoutVariables, variables: evaluated.value }, git } : null
}
