import type { Json } from '../../../events/json.ts'
import type { Ownership } from '../../../plan/ownership.ts'
import { digestJson } from '../../../plan/digest.ts'
import { isSecretSetting, type BackendConfig, type BackendInUse } from './backend-choice.ts'

/** The settings that tell two states of one backend apart, in the order in which they are named. */
const keySettings: Readonly<Record<string, readonly string[]>> = {
  s3: ['bucket', 'key'],
  gcs: ['bucket', 'prefix'],
  azurerm: ['storage_account_name', 'container_name', 'key'],
  http: ['address'],
  local: ['path'],
  pg: ['conn_str', 'schema_name'],
  consul: ['address', 'path'],
  kubernetes: ['namespace', 'secret_suffix'],
  cos: ['bucket', 'prefix', 'key'],
  oss: ['bucket', 'prefix', 'key'],
  oci: ['namespace', 'bucket', 'key'],
  remote: ['hostname', 'organization', 'workspaces'],
}

/** What is used where a setting is left out: variables of the process environment, then what Terraform takes for granted. */
const fallbacks: Readonly<Record<string, { readonly variable?: string; readonly value?: string }>> = {
  'http.address': { variable: 'TF_HTTP_ADDRESS' },
  'pg.conn_str': { variable: 'PG_CONN_STR' },
  'pg.schema_name': { variable: 'PG_SCHEMA_NAME', value: 'terraform_remote_state' },
  'consul.address': { variable: 'CONSUL_HTTP_ADDR', value: '127.0.0.1:8500' },
  'kubernetes.namespace': { variable: 'KUBE_NAMESPACE', value: 'default' },
  'gcs.prefix': { value: '' },
  'cos.prefix': { value: '' },
  'cos.key': { value: 'terraform.tfstate' },
  'oss.prefix': { value: 'env:' },
  'oss.key': { value: 'terraform.tfstate' },
  'remote.hostname': { value: 'app.terraform.io' },
}

/** Where a state is, in a form that is the same whoever names it. */
export interface BackendIdentity {
  /** `genesis`, or the type of the stack's own backend. */
  readonly type: string
  /** The parts of the key, joined; null where they cannot all be told. Holds no secret. */
  readonly key: string | null
}

/** What the identity is read from. */
export interface IdentityOptions {
  readonly backend: BackendInUse
  readonly address: string
  readonly workspace: string | null
  readonly processEnvironment: Readonly<Record<string, string>>
}

/** Names the state. The workspace counts: each has a state of its own. */
export function backendIdentity({ backend, address, workspace, processEnvironment }: IdentityOptions): BackendIdentity {
  if (backend.kind === 'kept') return { type: 'genesis', key: address }
  const { type, config } = backend
  const names = keySettings[type] ?? Object.keys(config).sort()
  const parts = names.map((name) => keyPart(config, { type, name, processEnvironment }))
  if (parts.length === 0 || parts.includes(null)) return { type, key: null }
  return { type, key: `${parts.join('/')}${workspace === null ? '' : `#${workspace}`}` }
}

/** The claim that goes with it; none where the state cannot be named. */
export function backendOwnership(identity: BackendIdentity): readonly Ownership[] {
  const { type, key } = identity
  if (key === null) return []
  const description = type === 'genesis' ? `the Terraform state kept for ${key}` : `the Terraform state ${key} in the ${type} backend`
  return [{ key: `backend:${type}:${key}`, description, certainty: 'deterministic' }]
}

function keyPart(
  config: BackendConfig,
  { type, name, processEnvironment }: { type: string; name: string; processEnvironment: Readonly<Record<string, string>> },
): string | null {
  const fallback = fallbacks[`${type}.${name}`]
  const variable = fallback?.variable === undefined ? undefined : processEnvironment[fallback.variable]
  const value: Json = config[name] ?? variable ?? fallback?.value ?? null
  if (value === null) return null
  if (typeof value !== 'string') return JSON.stringify(value)
  const plain = withoutCredentials(value)
  if (plain !== null) return plain
  return isSecretSetting(name) ? digestJson(value) : value
}

/** A URL without user and password, its query as a digest; null for what is no URL. */
function withoutCredentials(value: string): string | null {
  if (!/^[a-z][a-z0-9+]*:\/\//u.test(value)) return null
  const url = URL.parse(value)
  if (url === null) return null
  const query = url.search === '' ? '' : `?${digestJson(url.search).slice('sha256:'.length, 'sha256:'.length + 12)}`
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/u, '')}${query}`
}
