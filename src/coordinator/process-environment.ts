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

/** What the programs of an environment see: the passed variables, and `env` over them. */
export function processEnvironment(outside: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const base: Record<string, string> = {}
  for (const name of passedVariables) {
    const value = outside[name]
    if (value !== undefined) base[name] = value
  }
  return { ...base, ...env }
}
