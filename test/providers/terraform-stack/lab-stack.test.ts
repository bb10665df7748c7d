import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasUnknown, Sensitive } from '../../../src/expressions/value.ts'
import { Lab } from '../../rig/terraform-provider/lab.ts'
import { expression, labModule } from '../../rig/terraform-provider/lab-module.ts'
import { rateLimit } from '../../rig/terraform-provider/ledger/rule.ts'
import { hasTerraform, StackRig, withTerraform } from './stack-rig.ts'

const spec = { source: '../stacks/app' }
const two = labModule({
  objects: { a: { value: 'x' }, b: { value: expression('lab_object.a.id') } },
  outputs: { id: expression('lab_object.a.id'), name: expression('lab_object.a.name') },
})

/** A stack of lab objects. */
async function labStack(module: string): Promise<{ readonly lab: Lab; readonly rig: StackRig }> {
  const lab = await Lab.open()
  const rig = new StackRig({ 'stacks/app/main.tf': module })
  rig.environment = { ...lab.environment }
  return { lab, rig }
}

/** The addresses in the kept state, with their status where it is not a good one. */
function kept(rig: StackRig): readonly string[] {
  const { resources = [] } = rig.keptState() as { readonly resources?: readonly { type: string; name: string; instances: readonly { status?: string }[] }[] }
  return resources.map(({ type, name, instances: [first] }) => `${type}.${name}${first?.status === undefined ? '' : ` ${first.status}`}`)
}

describe.skipIf(!hasTerraform)(withTerraform('a stack of objects that a provider makes'), () => {
  it('has outputs that nobody knows before its objects are made, beside those that are known', async () => {
    const { rig } = await labStack(two)
    const { outputs } = await rig.planned(spec)
    expect(hasUnknown(outputs)).toBe(true)
    expect(outputs).toMatchObject({ name: 'a' })
    await rig.bring(spec)
    expect(rig.recorded?.outputs).toEqual({ id: 'obj-1', name: 'a' })
    expect(await rig.planned(spec)).toMatchObject({ action: 'no-op', outputs: { id: 'obj-1' } })
  })

  it('shows no attribute that its provider calls sensitive, nor keeps one outside of plans and states', async () => {
    const module = labModule({
      objects: { a: { value: 'x', secret: expression('var.password') } },
      variables: ['password'],
      outputs: { token: expression('lab_object.a.token') },
      sensitive: ['token'],
    })
    const { lab, rig } = await labStack(module)
    const first = { ...spec, variables: { password: new Sensitive('hunter2-hunter2') } }
    await rig.bring(first)
    await lab.ledger.drift('obj-1', { secret: 'drifted-secret' })
    const second = { ...spec, variables: { password: new Sensitive('hunter3-hunter3') } }
    const change = await rig.planned(second)
    expect(await rig.apply(second, change)).toMatchObject({ ok: true })
    expect(rig.recorded).toMatchObject({ outputs: { token: 'secret-token-of-obj-1' }, outputsSensitive: { token: true } })
    const shown = JSON.stringify([change.inner, change.drift, change.memory, change.bindings, rig.log, rig.progress, rig.warnings])
    const files = [rig.cache, join(rig.base, 'steps')].flatMap((top) => readdirSync(top, { recursive: true, encoding: 'utf8' }).map((name) => join(top, name)))
    const texts = files.filter((path) => statSync(path).isFile() && !path.endsWith('/tfplan')).map((path) => readFileSync(path, 'utf8'))
    for (const secret of ['hunter', 'drifted-secret', 'secret-token']) {
      expect(shown).not.toContain(secret)
      expect(texts.filter((text) => text.includes(secret))).toEqual([])
    }
  })

  it('shows drift, and corrects it', async () => {
    const { lab, rig } = await labStack(two)
    await rig.bring(spec)
    await lab.ledger.drift('obj-1', { value: 'by hand', tags: { owner: 'ops' } })
    const change = await rig.planned(spec)
    expect(change.action).toBe('update')
    expect(change.drift).toEqual(
      expect.arrayContaining([
        { path: ['lab_object.a', 'value'], recorded: 'x', observed: 'by hand', sensitive: false, conflict: false },
        { path: ['lab_object.a', 'tags'], recorded: null, observed: { owner: 'ops' }, sensitive: false, conflict: false },
      ]),
    )
    expect(change.inner).toMatchObject([{ address: 'lab_object.a', change: { actions: ['update'], before: { value: 'by hand' }, after: { value: 'x' } } }])
    expect(await rig.apply(spec, change)).toMatchObject({ ok: true })
    expect(lab.ledger.find('a')).toMatchObject({ id: 'obj-1', value: 'x', tags: null })
  })

  it('makes again what somebody deleted, and changes what knew its id', async () => {
    const { lab, rig } = await labStack(two)
    await rig.bring(spec)
    await lab.ledger.deleteOutside('obj-1')
    const change = await rig.planned(spec)
    expect(change.inner.map((inner) => [inner.address, inner.change.actions])).toEqual([
      ['lab_object.a', ['create']],
      ['lab_object.b', ['update']],
    ])
    expect(change.drift).toMatchObject([{ path: ['lab_object.a'], observed: null }])
    expect(hasUnknown(change.outputs)).toBe(true)
    expect(await rig.apply(spec, change)).toMatchObject({ ok: true, recorded: { outputs: { id: 'obj-3' } } })
    expect(lab.ledger.find('b').value).toBe('obj-3')
  })

  it('is partly there when a create fails once, and makes nothing twice when it goes on', async () => {
    const { lab, rig } = await labStack(two)
    lab.ledger.script({ operation: 'create', name: 'b', times: 1, does: { kind: 'fail', message: 'no luck' } })
    const outcome = await rig.apply(spec, await rig.planned(spec))
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'terraform-failed', transient: false, indeterminate: false } })
    expect(outcome.ok ? '' : outcome.failure.message).toContain('Error: no luck\n  on stacks/app/main.tf:')
    expect([kept(rig), rig.recorded?.status, rig.recorded?.outputs]).toEqual([['lab_object.a'], 'incomplete', { id: 'obj-1', name: 'a' }])
    expect((await rig.planned(spec)).inner.map((inner) => [inner.address, inner.change.actions])).toEqual([['lab_object.b', ['create']]])
    await rig.bring(spec)
    expect([kept(rig), rig.recorded?.status, lab.ledger.duplicates()]).toEqual([['lab_object.a', 'lab_object.b'], 'ready', []])
    expect(lab.ledger.calls({ operation: 'create', hadEffect: true })).toHaveLength(2)
  })

  it('makes again what was only half made', async () => {
    const { lab, rig } = await labStack(two)
    lab.ledger.script({ operation: 'create', name: 'a', times: 1, does: { kind: 'fail', message: 'half made', done: true } })
    expect(await rig.apply(spec, await rig.planned(spec))).toMatchObject({ ok: false, failure: { reason: 'terraform-failed' } })
    expect(kept(rig)).toEqual(['lab_object.a tainted'])
    expect((await rig.planned(spec)).inner.find(({ address }) => address === 'lab_object.a')?.change.actions).toEqual(['delete', 'create'])
  })

  it.each(['crash', 'differ'] as const)('says what its provider did when that goes wrong: %s', async (kind) => {
    const { lab, rig } = await labStack(two)
    lab.ledger.script({ operation: 'create', name: 'a', times: 1, does: kind === 'crash' ? { kind, when: 'after' } : { kind, fields: { value: 'another' } } })
    const outcome = await rig.apply(spec, await rig.planned(spec))
    expect(outcome).toMatchObject({ ok: false, failure: { transient: false }, recorded: {} })
    expect(outcome.ok ? '' : outcome.failure.message).toContain(
      kind === 'crash' ? 'Plugin did not respond' : 'Provider produced inconsistent result after apply',
    )
  })

  it.each([undefined, {}])('may be tried again when its provider is refused as asking too much, before it has begun: %j', async (provider) => {
    const { lab, rig } = await labStack(`${two}${provider === undefined ? '' : 'provider "lab" {}\n'}`)
    const change = await rig.planned(spec)
    lab.ledger.script(rateLimit(1, { operation: 'configure' }))
    const outcome = await rig.apply(spec, change)
    expect(outcome).toMatchObject({ ok: false, failure: { transient: true, indeterminate: false } })
    expect(outcome.ok ? '' : outcome.failure.message).not.toContain('<empty>')
    expect(lab.ledger.objects()).toEqual([])
    // Terraform has written a state of nothing, so that it would call the plan stale.
    expect(await rig.apply(spec, change)).toMatchObject({ ok: true, recorded: { outputs: { id: 'obj-1' } } })
  })

  it('is not tried again as planned once somebody else has changed its state', async () => {
    const { lab, rig } = await labStack(two)
    const change = await rig.planned(spec)
    lab.ledger.script(rateLimit(1, { operation: 'configure' }))
    await rig.apply(spec, change)
    await rig.bring(spec)
    expect(await rig.apply(spec, change)).toMatchObject({ ok: false, failure: { reason: 'plan-changed', transient: false } })
    expect(lab.ledger.duplicates()).toEqual([])
  })

  it('is not tried again by itself once it has begun', async () => {
    const { lab, rig } = await labStack(two)
    lab.ledger.script(rateLimit(1, { operation: 'create', name: 'b' }))
    expect(await rig.apply(spec, await rig.planned(spec))).toMatchObject({ ok: false, failure: { transient: false }, recorded: {} })
    await rig.bring(spec)
    expect(lab.ledger.objects().map(({ name }) => name)).toEqual(['a', 'b'])
  })

  it('keeps a huge state', async () => {
    const size = 8 * 1024 * 1024
    const { rig } = await labStack(labModule({ objects: { a: { size } }, outputs: { id: expression('lab_object.a.id') } }))
    await rig.bring(spec)
    expect(JSON.stringify(rig.keptState()).length).toBeGreaterThan(size)
    expect((await rig.planned(spec)).action).toBe('no-op')
  })

  it('is interrupted while its provider is at work, and knows what was made', async () => {
    const { lab, rig } = await labStack(two)
    const change = await rig.planned(spec)
    lab.ledger.script({ operation: 'create', name: 'b', does: { kind: 'hang', when: 'before', stoppable: true } })
    const stop = new AbortController()
    const applied = rig.apply(spec, change, stop.signal)
    await lab.ledger.called({ name: 'b', hangs: true })
    stop.abort()
    expect(await applied).toMatchObject({ ok: false, failure: { reason: 'interrupted', indeterminate: false }, recorded: { outputs: { id: 'obj-1' } } })
    expect([kept(rig), lab.ledger.objects().map(({ name }) => name)]).toEqual([['lab_object.a'], ['a']])
  })
})
