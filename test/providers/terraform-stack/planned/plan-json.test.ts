import { describe, expect, it } from 'vitest'
import { Sensitive, unknown } from '../../../../src/expressions/value.ts'
import { parsePlanJson } from '../../../../src/providers/terraform-stack/planned/plan-json.ts'

const resource = { address: 'x_y.z', mode: 'managed', type: 'x_y', name: 'z', provider_name: 'reg/x' }

function plan(parts: object, secrets: readonly string[] = []): NonNullable<ReturnType<typeof parsePlanJson>> {
  const parsed = parsePlanJson(JSON.stringify({ format_version: '1.2', ...parts }), secrets)
  if (parsed === null) throw new Error('not read')
  return parsed
}

describe('reading a plan as Terraform shows it', () => {
  it.each(['', 'no json', '[]', '{}', '{"format_version":"2.0"}'])('refuses %j', (text) => {
    expect(parsePlanJson(text, [])).toBeNull()
  })

  it('keeps what changes, moves or is imported, and nothing else', () => {
    const entry = (name: string, actions: string[], more: object = {}, change: object = {}): object => ({
      ...resource,
      address: name,
      ...more,
      change: { actions, ...change },
    })
    const { inner } = plan({
      resource_changes: [
        entry('same', ['no-op']),
        entry('new', ['create']),
        entry('again', ['delete', 'create'], { action_reason: 'replace_because_cannot_update' }, { replace_paths: [['a', 0]] }),
        entry('moved', ['no-op'], { previous_address: 'old' }),
        entry('imported', ['no-op'], {}, { importing: { id: '1' } }),
        entry('data', ['read'], { mode: 'data' }),
      ],
    })
    expect(inner.map(({ address }) => address)).toEqual(['new', 'again', 'moved', 'imported', 'data'])
    expect(inner[1]).toMatchObject({ action_reason: 'replace_because_cannot_update', change: { replace_paths: [['a', 0]] } })
    expect(inner[2]).toMatchObject({ previous_address: 'old' })
  })

  it('holds no sensitive value, even where a provider copied it without its mark', () => {
    const change = {
      actions: ['update'],
      before: { input: 'old-password', output: 'x', list: ['a', { deep: 'say my-password-9' }] },
      after: { input: 'my-password-9', port: 8080 },
      after_unknown: { output: true },
      before_sensitive: { input: true },
      after_sensitive: { input: true },
    }
    const [inner] = plan({ resource_changes: [{ ...resource, change }] }, ['my-password-9', '8080']).inner
    expect(inner?.change).toEqual({
      actions: ['update'],
      before: { input: null, output: 'x', list: ['a', { deep: null }] },
      after: { input: null, port: null },
      after_unknown: { output: true },
      before_sensitive: { input: true, list: [false, { deep: true }] },
      after_sensitive: { input: true, port: true },
    })
  })

  it('tells for each output whether it is known, unknown, in part unknown, sensitive or gone', () => {
    const { outputs } = plan({
      output_changes: {
        same: { actions: ['no-op'], after: 1, after_unknown: false, after_sensitive: false },
        made: { actions: ['create'], after_unknown: true, after_sensitive: false },
        part: { actions: ['update'], after: { a: [1], c: 'x' }, after_unknown: { a: [false, true], b: true }, after_sensitive: false },
        secret: { actions: ['create'], after: 's', after_unknown: false, after_sensitive: true },
        secretLater: { actions: ['create'], after_unknown: true, after_sensitive: true },
        gone: { actions: ['delete'], before: 1, after: null, after_unknown: false, after_sensitive: false },
      },
    })
    expect(outputs).toEqual({
      same: 1,
      made: unknown,
      part: { a: [1, unknown], b: unknown, c: 'x' },
      secret: new Sensitive('s'),
      secretLater: new Sensitive(unknown),
    })
  })

  it('tells drift by attribute', () => {
    const { drift } = plan({
      resource_drift: [
        {
          ...resource,
          change: { actions: ['update'], before: { a: 1, b: 's', c: 3 }, after: { a: 2, b: 't', c: 3 }, before_sensitive: { b: true }, after_sensitive: false },
        },
        { ...resource, address: 'gone', change: { actions: ['delete'], before: { a: 1 }, after: null } },
      ],
    })
    expect(drift).toEqual([
      { path: ['x_y.z', 'a'], recorded: 1, observed: 2, sensitive: false, conflict: false },
      { path: ['x_y.z', 'b'], recorded: null, observed: 't', sensitive: true, conflict: false },
      { path: ['gone'], recorded: { a: 1 }, observed: null, sensitive: false, conflict: false },
    ])
  })
})
