import { describe, expect, it } from 'vitest'
import { lostCreations } from '../../../src/providers/terraform-stack/lost-creations.ts'
import type { AppliedMessage } from '../../../src/providers/terraform-stack/terraform/terraform-message.ts'

function told(type: AppliedMessage['type'], action: string, address: string, id: string | null = null): AppliedMessage {
  return { type, action, address, id, text: `${type} ${action} ${address}` }
}

function state(...resources: readonly (readonly [name: string, ...ids: readonly (string | null)[]])[]): string {
  const entries = resources.map(([name, ...ids]) => ({
    mode: 'managed',
    type: 'x',
    name,
    instances: ids.map((id) => ({ attributes: id === null ? {} : { id } })),
  }))
  return JSON.stringify({ version: 4, resources: entries })
}

const created = (id: string): readonly AppliedMessage[] => [told('apply-start', 'create', 'x.a'), told('apply-complete', 'create', 'x.a', id)]

describe('what a killed Terraform made and its state does not know', () => {
  it.each<[string, readonly AppliedMessage[], string | null, readonly (string | null)[]]>([
    ['without any state', created('1'), null, ['1']],
    ['with a state that knows it', created('1'), state(['a', '1']), []],
    ['with a state that knows the one before', created('2'), state(['a', '1']), ['2']],
    ['with a state that knows both', created('2'), state(['a', '1', '2']), []],
    ['with a state that tells no ids', created('1'), state(['a', null]), []],
    ['that was begun', [told('apply-start', 'create', 'x.a')], state(), [null]],
    [
      'that was begun after the old one was deleted',
      [told('apply-complete', 'delete', 'x.a'), told('apply-start', 'create', 'x.a')],
      state(['a', '1']),
      [null],
    ],
    ['that failed', [told('apply-start', 'create', 'x.a'), told('apply-errored', 'create', 'x.a')], null, []],
    ['that was changed only', [told('apply-complete', 'update', 'x.a', '1')], null, []],
    ['with a state that is none', created('1'), 'torn', ['1']],
  ])('%s', (_, messages, text, ids) => {
    expect(lostCreations(messages, text).map(({ id }) => id)).toEqual(ids)
  })

  it('in modules and under keys', () => {
    const instance = { index_key: 'k', attributes: { id: '1' } }
    const text = JSON.stringify({ version: 4, resources: [{ mode: 'managed', module: 'module.m[0]', type: 'x', name: 'a', instances: [instance] }] })
    expect(lostCreations([told('apply-complete', 'create', 'module.m[0].x.a["k"]', '1')], text)).toEqual([])
  })
})
