import { describe, expect, it } from 'vitest'
import { parsePlannedChange } from '../../../src/providers/terraform-stack/terraform/planned-change.ts'

const resource = { addr: 'module.a.terraform_data.b[0]', resource_type: 'terraform_data', resource_name: 'b', implied_provider: 'terraform' }

describe('parsePlannedChange', () => {
  it.each([
    ['create', ['create'], 'managed'],
    ['update', ['update'], 'managed'],
    ['replace', ['delete', 'create'], 'managed'],
    ['delete', ['delete'], 'managed'],
    ['read', ['read'], 'data'],
    ['move', ['no-op'], 'managed'],
    ['import', ['no-op'], 'managed'],
    ['forget', ['forget'], 'managed'],
    ['something new', ['delete'], 'managed'],
  ])('reads %s', (action, actions, mode) => {
    expect(parsePlannedChange({ resource, action })).toMatchObject({ address: resource.addr, type: 'terraform_data', name: 'b', mode, change: { actions } })
  })

  it('keeps where a moved one was', () => {
    expect(parsePlannedChange({ resource, previous_resource: { addr: 'terraform_data.b' }, action: 'move' })?.previous_address).toBe('terraform_data.b')
  })

  it.each([undefined, null, {}, { resource }, { action: 'create' }, { resource: { addr: 1 }, action: 'create' }])('takes %j for no change', (json) => {
    expect(parsePlannedChange(json)).toBeNull()
  })
})
