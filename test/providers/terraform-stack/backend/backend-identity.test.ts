import { describe, expect, it } from 'vitest'
import { backendIdentity, backendOwnership } from '../../../../src/providers/terraform-stack/backend/backend-identity.ts'
import { backendInUse } from '../../../../src/providers/terraform-stack/backend/backend-in-use.ts'
import type { BackendChoice, BackendConfig } from '../../../../src/providers/terraform-stack/backend/backend-choice.ts'

const at = { file: 'main.tf', position: { line: 1, column: 1, offset: 0 } }
const block = (type: string, config: BackendConfig): Parameters<typeof backendInUse>[1] => ({ type, config, dynamic: [], at })

function keyOf(
  type: string,
  config: BackendConfig,
  { workspace = null, env = {} }: { workspace?: string | null; env?: Record<string, string> } = {},
): string | null {
  const backend = backendInUse({ kind: 'override', type, config }, null, '/repo/stacks/app')
  const identity = backendIdentity({ backend, address: 'dev/app', workspace, processEnvironment: env })
  return backendOwnership(identity)[0]?.key ?? null
}

describe('where a state is', () => {
  it.each<[string, BackendConfig, string | null]>([
    ['s3', { bucket: 'b', key: 'k', region: 'eu', access_key: 'AKIA' }, 'backend:s3:b/k'],
    ['s3', { bucket: 'b' }, null],
    ['gcs', { bucket: 'b' }, 'backend:gcs:b/'],
    ['azurerm', { storage_account_name: 'a', container_name: 'c', key: 'k' }, 'backend:azurerm:a/c/k'],
    ['http', { address: 'https://user:secret@host/x/' }, 'backend:http:https://host/x'],
    ['local', { path: '../state/x.tfstate' }, 'backend:local:/repo/stacks/state/x.tfstate'],
    ['local', {}, 'backend:local:/repo/stacks/app/terraform.tfstate'],
    ['pg', { conn_str: 'postgres://u:secret@db/tf' }, 'backend:pg:postgres://db/tf/terraform_remote_state'],
    ['consul', { path: 'p' }, 'backend:consul:127.0.0.1:8500/p'],
    ['kubernetes', { secret_suffix: 's' }, 'backend:kubernetes:default/s'],
    ['strange', { a: '1' }, 'backend:strange:1'],
    ['strange', {}, null],
  ])('%s %j is %s', (type, config, expected) => {
    expect(keyOf(type, config)).toBe(expected)
  })

  it('differs by workspace, and is read from the environment where Terraform does so', () => {
    expect(keyOf('s3', { bucket: 'b', key: 'k' }, { workspace: 'prod' })).toBe('backend:s3:b/k#prod')
    expect(keyOf('http', {}, { env: { TF_HTTP_ADDRESS: 'http://h/a' } })).toBe('backend:http:http://h/a')
  })

  it('never holds a secret', () => {
    expect(keyOf('pg', { conn_str: 'host=db password=secret' })).not.toContain('secret')
    expect(keyOf('http', { address: 'https://h/a?token=secret' })).not.toContain('secret')
  })

  it.each<[BackendChoice, BackendConfig | null, object]>([
    [{ kind: 'unsaid' }, null, { kind: 'kept' }],
    [{ kind: 'genesis' }, { bucket: 'b' }, { kind: 'kept' }],
    [{ kind: 'unsaid' }, { bucket: 'b' }, { kind: 'own', written: 'nothing', config: { bucket: 'b' } }],
    [{ kind: 'complete', config: { key: 'k' } }, { bucket: 'b' }, { kind: 'own', written: 'settings', config: { bucket: 'b', key: 'k' } }],
    [{ kind: 'override', type: 'gcs', config: {} }, { bucket: 'b' }, { kind: 'own', type: 'gcs', written: 'override', config: {} }],
  ])('is chosen by the document %j over the block %j', (choice, config, expected) => {
    expect(backendInUse(choice, config === null ? null : block('s3', config), '/m')).toMatchObject(expected)
  })
})
