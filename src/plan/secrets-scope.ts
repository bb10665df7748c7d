import { Sensitive, unknown, type Value } from '../expressions/value.ts'
import { setOwn } from '../manifest/set-own.ts'
import type { EnvironmentDeclaration } from '../manifest/manifest.ts'
import type { ResolvedEnvironment } from './resolved-environment.ts'

/** What `secrets` stands for: each is sensitive, and unknown while it has not been fetched. */
export function secretsScope({ secrets }: Pick<EnvironmentDeclaration, 'secrets'>, fetched: ReadonlyMap<string, Value>): Value {
  const scope: Record<string, Value> = {}
  for (const name of Object.keys(secrets)) setOwn<Value>(scope, name, new Sensitive(fetched.get(name) ?? unknown))
  return scope
}

/** The environment with secrets that were fetched. */
export function withSecrets(environment: ResolvedEnvironment, fetched: ReadonlyMap<string, Value>): ResolvedEnvironment {
  if (fetched.size === 0) return environment
  return { ...environment, scope: { ...environment.scope, secrets: secretsScope(environment.declaration, fetched) } }
}
