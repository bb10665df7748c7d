import { describe, expect, it } from 'vitest'
import { hasTerraform, withTerraform } from '../../providers/terraform-stack/stack-rig.ts'
import { expression, labModule } from './lab-module.ts'
import { Lab } from './lab.ts'
import { fieldsOf } from './ledger/lab-object.ts'
import { rateLimit, rateLimitMessage } from './ledger/rule.ts'

const one = labModule({ objects: { a: { value: 'x' } } })
const two = labModule({ objects: { a: { value: 'x' }, b: { value: expression('lab_object.a.id') } } })

/** What changed the store, in order. */
function effects(lab: Lab): readonly string[] {
  return lab.ledger.calls({ hadEffect: true }).map(({ operation, name }) => `${operation} ${name}`)
}

describe.skipIf(!hasTerraform)(withTerraform('objects of the lab under Terraform'), () => {
  it('are made, unchanged, changed, replaced and removed', async () => {
    const lab = await Lab.open()
    const made = await lab.bring('m', labModule({ objects: { a: { value: 'x', size: 7, tags: { k: 'v' }, secret: 's3cret-text', zone: 'far' } } }))
    expect(made).toMatchObject({ code: 0 })
    expect(lab.ledger.objects()).toMatchObject([{ id: 'obj-1', value: 'x', size: 7, tags: { k: 'v' }, secret: 's3cret-text', zone: 'far', revision: 1 }])
    expect((await lab.plan('m')).code).toBe(0)
    lab.write('m', labModule({ objects: { a: { value: 'y' } } }))
    expect((await lab.plan('m')).said).toMatch(/value +=.*"x" -> "y"/u)
    expect((await lab.apply('m')).code).toBe(0)
    expect(lab.ledger.find('a')).toMatchObject({ id: 'obj-1', value: 'y', size: null, zone: 'far', revision: 2 })
    lab.write('m', labModule({ objects: { a: { value: 'y', force_new: '1' } } }))
    expect((await lab.plan('m')).said).toContain('must be replaced')
    expect((await lab.apply('m')).code).toBe(0)
    expect(lab.ledger.find('a')).toMatchObject({ id: 'obj-2', revision: 1 })
    expect((await lab.terraform('m', 'destroy', '-auto-approve')).code).toBe(0)
    expect(lab.ledger.objects()).toEqual([])
    expect(effects(lab)).toEqual(['create a', 'update a', 'delete a', 'create a', 'delete a'])
  })

  it('have ids that are unknown before they are made, and everything that depends on them with them', async () => {
    const lab = await Lab.open()
    lab.write('m', two)
    await lab.terraform('m', 'init')
    expect((await lab.plan('m')).said).toMatch(/"b" \{[^}]*value +=\s\(known after apply\)/su)
    await lab.apply('m')
    expect(lab.ledger.find('b').value).toBe('obj-1')
  })

  it('show nobody what is sensitive', async () => {
    const lab = await Lab.open()
    const text = labModule({ objects: { a: { secret: 's3cret-text' } }, outputs: { token: expression('lab_object.a.token') }, sensitive: ['token'] })
    const { code, said } = await lab.bring('m', text)
    expect([code, said.includes('(sensitive value)'), said.includes('s3cret'), said.includes('secret-token')]).toEqual([0, true, false, false])
  })

  it('drift, and disappear', async () => {
    const lab = await Lab.open()
    await lab.bring('m', two)
    await lab.ledger.drift('obj-1', { value: 'by hand' })
    expect((await lab.plan('m')).said).toContain('"by hand" -> "x"')
    await lab.ledger.deleteOutside('obj-1')
    expect((await lab.plan('m')).said).toContain('lab_object.a will be created')
    await lab.apply('m')
    expect(lab.ledger.find('a')).toMatchObject({ id: 'obj-3', value: 'x' })
    expect(lab.ledger.find('b')).toMatchObject({ id: 'obj-2', value: 'obj-3' })
  })

  it('are found by name, and imported', async () => {
    const lab = await Lab.open()
    await lab.ledger.addOutside(fieldsOf({ name: 'old', value: 'x' }))
    const found = labModule({ reads: { it: 'old' }, outputs: { value: expression('data.lab_object.it.value') } })
    expect((await lab.bring('m', found)).said).toContain('value = "x"')
    lab.write('m', labModule({ reads: { it: 'nothing' } }))
    expect((await lab.plan('m')).said).toContain('no object is named nothing')
    lab.write('m', labModule({ objects: { old: { value: 'x' } } }))
    expect((await lab.terraform('m', 'import', 'lab_object.old', 'old')).code).toBe(0)
    expect((await lab.plan('m')).code).toBe(0)
  })

  it('are refused without a name', async () => {
    const lab = await Lab.open()
    expect((await lab.bring('m', labModule({ objects: { a: { name: '' } } }))).said).toContain('the name is empty')
  })

  it('of an earlier schema are brought up to date', async () => {
    const lab = await Lab.open()
    await lab.bring('m', one)
    const state = JSON.stringify(lab.stateOf('m')).replace('"schema_version":1', '"schema_version":0').replace('"value":"x"', '"text":"x"')
    expect(state).toContain('"schema_version":0')
    lab.writeState('m', state)
    expect((await lab.plan('m')).code).toBe(0)
    lab.write('m', labModule({ objects: { a: { value: 'y' } } }))
    expect((await lab.apply('m')).code).toBe(0)
    expect(JSON.stringify(lab.stateOf('m'))).toMatch(/"schema_version":1.*"value":"y"/u)
  })

  it('can be huge', async () => {
    const lab = await Lab.open()
    const size = 20 * 1024 * 1024
    expect((await lab.bring('m', labModule({ objects: { a: { size } } }))).code).toBe(0)
    expect(JSON.stringify(lab.stateOf('m')).length).toBeGreaterThan(size)
    expect((await lab.plan('m')).code).toBe(0)
  })

  it('are made by many Terraforms at once', async () => {
    const lab = await Lab.open()
    const names = ['m1', 'm2', 'm3']
    const results = await Promise.all(names.map((name) => lab.bring(name, labModule({ provider: { caller: name }, count: 20 }))))
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0])
    expect(names.map((caller) => lab.ledger.calls({ caller, operation: 'create' }).length)).toEqual([20, 20, 20])
    expect(lab.ledger.objects()).toHaveLength(60)
  })
})

describe.skipIf(!hasTerraform)(withTerraform('what goes wrong in the lab'), () => {
  it.each(['no luck', rateLimitMessage])('a create fails once, and the next apply makes the rest: %s', async (message) => {
    const lab = await Lab.open()
    lab.ledger.script({ operation: 'create', name: 'b', times: 1, does: { kind: 'fail', message } })
    const { code, said } = await lab.bring('m', two)
    expect([code, said.includes(message)]).toEqual([1, true])
    expect([effects(lab), lab.inState('m')]).toEqual([['create a'], ['lab_object.a']])
    expect((await lab.apply('m')).code).toBe(0)
    expect([effects(lab), lab.ledger.duplicates()]).toEqual([['create a', 'create b'], []])
  })

  it('calls are refused as too many, so many times', async () => {
    const lab = await Lab.open()
    lab.ledger.script(rateLimit(2, { operation: 'read' }))
    await lab.bring('m', one)
    const codes = [(await lab.plan('m')).code, (await lab.plan('m')).code, (await lab.plan('m')).code]
    expect(codes).toEqual([1, 1, 0])
  })

  it.each(['plan', 'configure', 'read', 'find', 'update', 'delete'] as const)('a %s fails for good', async (operation) => {
    const lab = await Lab.open()
    await lab.ledger.addOutside(fieldsOf({ name: 'old' }))
    const text = labModule({ objects: { a: { value: 'x' } }, reads: { it: 'old' } })
    await lab.bring('m', text)
    lab.ledger.script({ operation, does: { kind: 'fail', message: 'never' } })
    lab.write('m', text.replace('"x"', '"y"'))
    const { code, said } = operation === 'delete' ? await lab.terraform('m', 'destroy', '-auto-approve') : await lab.apply('m')
    expect([code, said.includes('never')]).toEqual([1, true])
    expect([lab.ledger.find('a').value, lab.inState('m').includes('lab_object.a')]).toEqual(['x', true])
  })

  it('an object is made and called a failure, so that it is tainted', async () => {
    const lab = await Lab.open()
    lab.ledger.script({ operation: 'create', times: 1, does: { kind: 'fail', message: 'half made', done: true } })
    expect((await lab.bring('m', one)).code).toBe(1)
    expect(lab.inState('m')).toEqual(['lab_object.a tainted'])
    await lab.apply('m')
    expect(effects(lab)).toEqual(['create a', 'delete a', 'create a'])
  })

  it('an answer is lost, and the object is made twice', async () => {
    const lab = await Lab.open()
    lab.ledger.script({ operation: 'create', times: 1, does: { kind: 'lose-answer' } })
    expect((await lab.bring('m', one)).code).toBe(1)
    expect(lab.inState('m')).toEqual([])
    await lab.apply('m')
    expect(lab.ledger.duplicates()).toEqual(['a'])
  })

  it('something else is done than was planned', async () => {
    const lab = await Lab.open()
    lab.ledger.script({ operation: 'create', does: { kind: 'differ', fields: { value: 'another' } } })
    const { code, said } = await lab.bring('m', one)
    expect([code, said.includes('Provider produced inconsistent result after apply')]).toEqual([1, true])
  })

  it.each([
    ['attached', 'before', 0],
    ['attached', 'after', 1],
    ['hosted', 'before', 0],
    ['hosted', 'after', 1],
    ['mirror', 'before', 0],
    ['mirror', 'after', 1],
  ] as const)('the provider (%s) dies %s it has made the object', async (how, when, made) => {
    const lab = await Lab.open({ how })
    lab.ledger.script({ operation: 'create', name: 'b', times: 1, does: { kind: 'crash', when } })
    const { code, said } = await lab.bring('m', two)
    // Terraform says the one or the other: what it sees first, the broken connection or the end of the process.
    expect([code, said]).toEqual([1, expect.stringMatching(/did not respond|Request cancelled/u)])
    expect([lab.inState('m'), lab.ledger.objects().length]).toEqual([['lab_object.a'], 1 + made])
    expect((await lab.apply('m')).code).toBe(0)
    expect(lab.ledger.duplicates()).toEqual(made === 0 ? [] : ['b'])
  })

  it.each(['attached', 'hosted', 'mirror'] as const)('Terraform (%s) is killed while a call hangs, and the call goes on without it', async (how) => {
    const lab = await Lab.open({ how })
    lab.ledger.script({ operation: 'create', times: 1, does: { kind: 'hang', when: 'before' } })
    lab.write('m', one)
    await lab.terraform('m', 'init')
    const running = lab.start('m', 'apply', '-auto-approve')
    await lab.ledger.called({ operation: 'create', hangs: true })
    running.signal('SIGKILL')
    expect(await running.ended).toMatchObject({ code: null })
    lab.ledger.release()
    await lab.ledger.called({ operation: 'create', outcome: 'done' })
    expect(lab.ledger.objects()).toHaveLength(1)
  })

  it.each([
    [true, []],
    [false, ['lab_object.a']],
  ])('a call that hangs can be stopped: %j', async (stoppable, made) => {
    const lab = await Lab.open()
    lab.ledger.script({ operation: 'create', times: 1, does: { kind: 'hang', when: 'before', stoppable } })
    lab.write('m', one)
    await lab.terraform('m', 'init')
    const running = lab.start('m', 'apply', '-auto-approve')
    await lab.ledger.called({ operation: 'create', hangs: true })
    running.signal('SIGINT')
    await running.said('Interrupt received')
    if (!stoppable) lab.ledger.release()
    expect((await running.ended).code).toBe(1)
    expect([lab.ledger.objects().length, lab.inState('m')]).toEqual([made.length, made])
  })
})

describe.skipIf(!hasTerraform)(withTerraform('the provider in a mirror'), () => {
  it.each([
    ['mirror', 'unpacked'],
    ['mirror', 'packed'],
    ['hosted', 'unpacked'],
    ['hosted', 'packed'],
  ] as const)('is found, started and ended: %s, %s', async (how, layout) => {
    const lab = await Lab.open({ how, layout, caller: 'by-hand', padBytes: 1000 })
    expect(await lab.bring('m', two)).toMatchObject({ code: 0 })
    expect((await lab.plan('m')).code).toBe(0)
    const calls = lab.ledger.calls({ caller: 'by-hand' })
    expect(calls).toHaveLength(lab.ledger.calls().length)
    expect(calls.some(({ pid }) => pid === process.pid)).toBe(false)
  })

  it('says what it is to whoever starts it by hand', async () => {
    const lab = await Lab.open({ how: 'mirror' })
    expect(await lab.startProvider()).toEqual({
      code: 1,
      said: 'this is a plugin for Terraform, which starts it by itself: see docs/terraform-test-provider.md\n',
    })
  })
})
