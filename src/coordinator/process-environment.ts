import type { EnvironmentDeclaration } from '../manifest/manifest.ts'
import type { ValueSource } from '../manifest/value-source.ts'

/** The variables that programs get from the environment Genesis runs in; everything else comes from the environment's own `env`. */
export const passedVariables = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'USER',
  'LOGNAME',
  'SSH_AUTH_SOCK',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'TF_CLI_CONFIG_FILE',
  'TF_PLUGIN_CACHE_DIR',
  'TF_REATTACH_PROVIDERS',
  'SYSTEMROOT',
] as const

/** Names of variables that hold secrets by custom: only these are hidden where the value itself comes from a variable. */
const secretName = /TOKEN|SECRET|PASSW|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY/iu

/** Whether the value of a variable that comes from elsewhere is hidden. */
export function isSecretVariable(name: string, { origin }: ValueSource): boolean {
  return origin.kind !== 'variable' || secretName.test(name) || secretName.test(origin.name)
}

type Variables = Readonly<Record<string, string>>

/** The passed variables, and what `env` says as plain text over them. */
export function plainEnvironment(outside: Variables, env: EnvironmentDeclaration['env']): Variables {
  const variables: Record<string, string> = {}
  for (const name of passedVariables) {
    const value = outside[name]
    if (value !== undefined) variables[name] = value
  }
  for (const [name, value] of Object.entries(env)) if (typeof value === 'string') variables[name] = value
  return variables
}

/** What is known of the variables of an environment's programs without fetching anything: plain text, and what Genesis was started with but for secrets. */
export function processEnvironment(outside: Variables, env: EnvironmentDeclaration['env']): Variables {
  const variables: Record<string, string> = { ...plainEnvironment(outside, env) }
  for (const [name, source] of Object.entries(env)) {
    const value =
      typeof source === 'string' || source.origin.kind !== 'variable' || source.pointer !== null || isSecretVariable(name, source)
        ? undefined
        : outside[source.origin.name]
    if (value !== undefined) variables[name] = value
  }
  return variables
}
