import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkForLeaks } from '../../leak-check.ts'
import { tempFolder } from '../../temp-folder.ts'
import { fieldsOf } from './lab-object.ts'
import type { LedgerCall } from './ledger-call.ts'
import { ledgerClient } from './ledger-client.ts'
import { Ledger } from './ledger.ts'
import { rateLimit, rateLimitMessage, type Rule } from './rule.ts'
import { startLedger } from './start-ledger.ts'

function call(operation: LedgerCall['operation'], name = 'a', more: Partial<LedgerCall> = {}): LedgerCall {
  const fields = operation === 'create' || operation === 'update' ? fieldsOf({ name }) : null
  return { operation, name, id: null, fields, caller: 'app', session: 's1', pid: 1, ...more }
}

async function openLedger(folder = tempFolder()): Promise<Ledger> {
  checkForLeaks(folder)
  const ledger = await Ledger.open(folder)
  onTestFinished(() => ledger.close())
  return ledger
}

describe('the ledger', () => {
  it('keeps objects and calls', async () => {
    const ledger = await openLedger()
    expect(await ledger.call(call('create'))).toMatchObject({
      kind: 'done',
      object: { id: 'obj-1', revision: 1, zone: 'home', token: 'secret-token-of-obj-1' },
    })
    expect(await ledger.call(call('update', 'a', { id: 'obj-1', fields: fieldsOf({ name: 'a', value: 'x' }) }))).toMatchObject({
      object: { value: 'x', revision: 2 },
    })
    expect(await ledger.call(call('read', 'a', { id: 'obj-1' }))).toMatchObject({ object: { id: 'obj-1', revision: 2 } })
    expect(await ledger.call(call('find'))).toMatchObject({ object: { id: 'obj-1' } })
    expect(await ledger.call(call('delete', 'a', { id: 'obj-1' }))).toEqual({ kind: 'done', object: null, error: null })
    expect(await ledger.call(call('read', 'a', { id: 'obj-1' }))).toEqual({ kind: 'done', object: null, error: null })
    expect(ledger.calls().map((one) => [one.sequence, one.operation, one.id, one.caller, one.hadEffect, one.outcome])).toEqual([
      [1, 'create', 'obj-1', 'app', true, 'done'],
      [2, 'update', 'obj-1', 'app', true, 'done'],
      [3, 'read', 'obj-1', 'app', false, 'done'],
      [4, 'find', 'obj-1', 'app', false, 'done'],
      [5, 'delete', 'obj-1', 'app', true, 'done'],
      [6, 'read', 'obj-1', 'app', false, 'done'],
    ])
  })

  it('shows what was made twice', async () => {
    const ledger = await openLedger()
    await Promise.all(['a', 'b', 'a'].map((name) => ledger.call(call('create', name))))
    expect(ledger.objects().map(({ id }) => id)).toEqual(['obj-1', 'obj-2', 'obj-3'])
    expect(ledger.duplicates()).toEqual(['a'])
    expect(ledger.find('b').id).toBe('obj-2')
    expect(() => ledger.find('a')).toThrow('2 objects are named a')
  })

  it('lets things happen behind Terraform', async () => {
    const ledger = await openLedger()
    const made = await ledger.addOutside(fieldsOf({ name: 'a' }))
    expect(await ledger.drift(made.id, { value: 'other' })).toMatchObject({ value: 'other', revision: 2 })
    await ledger.deleteOutside(made.id)
    expect(ledger.objects()).toEqual([])
    expect(ledger.calls()).toEqual([])
    await expect(ledger.deleteOutside(made.id)).rejects.toThrow('there is no object obj-1')
  })

  it('loses nothing of what it has answered, and gives no id twice', async () => {
    const folder = tempFolder()
    const first = await Ledger.open(folder)
    await first.call(call('create', 'a'))
    await first.call(call('create', 'b'))
    await first.call(call('delete', 'b', { id: 'obj-2' }))
    const calls = first.calls()
    // How a call ended is on the disk before what comes after it is answered.
    await first.addOutside(fieldsOf({ name: 'c' }))
    // The first one goes on living, as after a kill: nothing is written at its end.
    onTestFinished(() => first.close())
    appendFileSync(join(folder, 'ledger.jsonl'), '{"line":"effect","id":"obj-9"')
    const second = await openLedger(folder)
    expect([second.objects().map(({ id }) => id), second.calls()]).toEqual([['obj-1', 'obj-3'], calls])
    expect(await second.call(call('create', 'd'))).toMatchObject({ object: { id: 'obj-4' } })
    expect(readFileSync(join(folder, 'ledger.jsonl'), 'utf8')).not.toContain('obj-9')
  })

  it.each<[string, Rule, object, boolean]>([
    ['fails', { does: { kind: 'fail', message: 'no luck' } }, { kind: 'failed', error: 'no luck' }, false],
    ['fails when it is done', { does: { kind: 'fail', message: 'no luck', done: true } }, { kind: 'done', object: { id: 'obj-1' }, error: 'no luck' }, true],
    ['loses its answer', { does: { kind: 'lose-answer' } }, { kind: 'lost' }, true],
    ['crashes before', { does: { kind: 'crash', when: 'before' } }, { kind: 'crash' }, false],
    ['crashes after', { does: { kind: 'crash', when: 'after' } }, { kind: 'crash' }, true],
    ['does another thing', { does: { kind: 'differ', fields: { value: 'z' } } }, { kind: 'done', object: { value: 'z' }, error: null }, true],
    ['is slow', { does: { kind: 'delay', ms: 1 } }, { kind: 'done' }, true],
    ['is refused as too many', rateLimit(1), { kind: 'failed', error: rateLimitMessage }, false],
  ])('is told that a call %s', async (_, rule, expected, hadEffect) => {
    const ledger = await openLedger()
    ledger.script({ times: 1, operation: 'create', ...rule })
    expect(await ledger.call(call('create'))).toMatchObject(expected)
    expect([ledger.calls()[0]?.hadEffect, ledger.objects().length]).toEqual([hadEffect, hadEffect ? 1 : 0])
    expect(await ledger.call(call('create'))).toMatchObject({ kind: 'done', error: null })
  })

  it('picks calls by operation, name, caller and count', async () => {
    const ledger = await openLedger()
    const broken = { kind: 'fail', message: 'no' } as const
    ledger.script(
      { name: 'web-*', skip: 1, times: 1, does: broken },
      { operation: 'plan', does: broken },
      { caller: 'other', does: broken },
      { name: 'a.c', does: broken },
    )
    const kinds = async (...calls: readonly LedgerCall[]): Promise<readonly string[]> => {
      const found: string[] = []
      for (const one of calls) found.push((await ledger.call(one)).kind)
      return found
    }
    expect(await kinds(call('create', 'web-1'), call('create', 'web-2'), call('create', 'web-3'))).toEqual(['done', 'failed', 'done'])
    expect(await kinds(call('plan'), call('configure'), call('create', 'x', { caller: 'other' }), call('create', 'abc'))).toEqual([
      'failed',
      'done',
      'failed',
      'done',
    ])
    ledger.unscript()
    expect(await kinds(call('plan'))).toEqual(['done'])
  })

  it('lets calls hang until it is told', async () => {
    const ledger = await openLedger()
    ledger.script({ operation: 'create', times: 1, does: { kind: 'hang', when: 'after' } })
    const answer = ledger.call(call('create'))
    expect(await ledger.called({ operation: 'create', hangs: true })).toMatchObject({ hadEffect: true, outcome: null })
    await ledger.stop('s1')
    ledger.release()
    expect(await answer).toMatchObject({ kind: 'done' })
  })

  it('stops what can be stopped, of the session that asks', async () => {
    const ledger = await openLedger()
    ledger.script({ operation: 'create', does: { kind: 'hang', when: 'before', stoppable: true } })
    const ours = ledger.call(call('create', 'a'))
    const theirs = ledger.call(call('create', 'b', { session: 's2' }))
    await Promise.all([ledger.called({ name: 'a', hangs: true }), ledger.called({ name: 'b', hangs: true })])
    await ledger.stop('s1')
    expect(await ours).toMatchObject({ kind: 'failed' })
    ledger.release()
    expect(await theirs).toMatchObject({ kind: 'done' })
    expect(ledger.calls().map(({ name, outcome }) => [name, outcome])).toEqual([
      ['a', 'stopped'],
      ['b', 'done'],
    ])
  })

  it('takes the time that an object says, for what changes it', async () => {
    const ledger = await openLedger()
    await ledger.call(call('create', 'a', { fields: fieldsOf({ name: 'a', delay_ms: 20 }) }))
    await ledger.call(call('read', 'a', { id: 'obj-1' }))
    const [create] = ledger.calls()
    expect((create?.endedAt ?? 0) - (create?.startedAt ?? 0)).toBeGreaterThanOrEqual(19)
  })
})

describe('a ledger that is served', () => {
  it('answers providers and scripts in other processes', async () => {
    const folder = tempFolder()
    checkForLeaks(folder)
    const { ledger, address, close } = await startLedger(folder)
    onTestFinished(close)
    const client = ledgerClient(address)
    onTestFinished(() => client.close())
    expect(await client.call(call('create'))).toMatchObject({ kind: 'done', object: { id: 'obj-1' } })
    expect(await client.control('POST /drift', { id: 'obj-1', value: 'y' })).toMatchObject({ value: 'y' })
    expect(await client.control('GET /objects')).toEqual(ledger.objects())
    await client.control('POST /script', [{ does: { kind: 'fail', message: 'no' } }])
    expect(await client.call(call('read', 'a', { id: 'obj-1' }))).toEqual({ kind: 'failed', error: 'no' })
    await client.control('POST /unscript')
    await client.control('POST /script', [{ does: { kind: 'hang', when: 'before' } }])
    const hung = client.call(call('delete', 'a', { id: 'obj-1' }))
    await ledger.called({ operation: 'delete', hangs: true })
    await client.control('POST /release')
    expect(await hung).toMatchObject({ kind: 'done' })
    await expect(client.control('POST /delete', { id: 'obj-1' })).rejects.toThrow('there is no object obj-1')
    await expect(client.control('GET /nothing')).rejects.toThrow('the ledger refused')
  })

  it('can be ended while calls hang, and opened again at the same address', async () => {
    const folder = tempFolder()
    checkForLeaks(folder)
    const first = await startLedger(folder)
    const client = ledgerClient(first.address)
    onTestFinished(() => client.close())
    first.ledger.script({ operation: 'create', does: { kind: 'hang', when: 'after' } })
    const hung = client.call(call('create'))
    await first.ledger.called({ hangs: true })
    await Promise.all([expect(hung).rejects.toThrow(), first.close()])
    const second = await startLedger(folder)
    onTestFinished(second.close)
    expect(second.address).toBe(first.address)
    expect(second.ledger.objects()).toHaveLength(1)
    expect(second.ledger.calls()).toMatchObject([{ operation: 'create', hadEffect: true, outcome: null }])
    expect(await client.call(call('find'))).toMatchObject({ object: { id: 'obj-1' } })
  })
})
