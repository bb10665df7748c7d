import { describe, expect, it } from 'vitest'
import { initKey } from '../../../../src/providers/terraform-stack/terraform/ensure-init.ts'

const parts = { modules: ['provider aws'], backend: { kind: 'kept' }, lockFile: null, binary: { path: '/bin/terraform', stamp: '1' }, workspace: null }

describe('the key of an init', () => {
  it('is the same for the same parts', () => {
    expect(initKey({ ...parts })).toBe(initKey(parts))
  })

  it.each([
    { modules: ['provider google'] },
    { backend: { kind: 'own', type: 's3' } },
    { lockFile: 'sha256:1' },
    { binary: { path: '/bin/tofu', stamp: '1' } },
    { binary: { path: '/bin/terraform', stamp: '2' } },
    { workspace: 'prod' },
  ])('is another with %j', (changed) => {
    expect(initKey({ ...parts, ...changed })).not.toBe(initKey(parts))
  })
})
