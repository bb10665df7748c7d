import { describe, expect, it } from 'vitest'
import { Sensitive, unknown, type Value } from '../../../src/expressions/value.ts'
import type { ScriptedReply } from '../../rig/scripted-network.ts'
import { CheckWorld, httpCheck } from './check-world.ts'

async function message(world: CheckWorld, spec: Value): Promise<string> {
  return (await world.ask(world.bench(), spec))?.message ?? 'healthy'
}

describe('what a HealthCheck is asked for', () => {
  it('is not asked again for another secret, which says who asks and not what', async () => {
    const world = await new CheckWorld().open()
    const bench = world.bench()
    const spec = (token: string): Value => httpCheck({ headers: { authorization: new Sensitive(token) } })
    await world.ask(bench, spec('Bearer first-token'))
    expect((await bench.planned(spec('Bearer second-token'))).action).toBe('no-op')
    expect(JSON.stringify(bench.recorded)).not.toContain('first-token')
    expect(world.network.calls[0]?.headers).toMatchObject({ authorization: 'Bearer first-token' })
  })
})

describe('a check over HTTP', () => {
  it.each<[string, ScriptedReply, Value, string]>([
    ['any 2xx', 204, {}, 'healthy'],
    ['another status', 404, {}, '404'],
    ['a status that is wanted', 401, { expect: { status: 401 } }, 'healthy'],
    ['a class that is wanted', 302, { expect: { status: ['3xx', 204] } }, 'healthy'],
    ['none of several', 200, { expect: { status: ['3xx', 204] } }, '200 OK'],
    ['a text', { status: 200, body: 'all ok here' }, { expect: { contains: 'ok' } }, 'healthy'],
    [
      'without the text',
      { status: 200, body: 'sorry' },
      { expect: { contains: 'ok' } },
      '200 OK, but its body does not hold the text of expect.contains: sorry',
    ],
    ['a value', { status: 200, body: '{"status":"UP","db":{"n":[1,2]}}' }, { expect: { json: { '/status': 'UP', '/db/n/1': 2 } } }, 'healthy'],
    ['another value', { status: 200, body: '{"status":"DOWN"}' }, { expect: { json: { '/status': 'UP' } } }, '200 OK, but /status is "DOWN", not "UP"'],
    ['no such value', { status: 200, body: '{"state":"UP"}' }, { expect: { json: { '/status': 'UP' } } }, '200 OK, but there is nothing at /status of it'],
    ['no JSON', { status: 200, body: '<html>' }, { expect: { json: { '/status': 'UP' } } }, '200 OK, but its body is no JSON: <html>'],
    ['too much', { status: 200, body: '{}', cut: true }, { expect: { json: { '/status': 'UP' } } }, '200 OK, but its body is larger than 1 MiB'],
    ['a redirect', { status: 301, headers: { location: 'https://other/' } }, {}, '301, a redirect to https://other/, which is not followed'],
    ['nobody', 'refused', {}, 'connection refused'],
    ['silence', 'silent', {}, 'no answer within 5 s'],
  ])('%s', async (_, reply, http, expected) => {
    const world = await new CheckWorld().open()
    world.network.answer(reply)
    const said = await message(world, httpCheck(http as { [field: string]: Value }, { failureThreshold: 1 }))
    expect(said.split('\n').at(-1)).toBe(expected === 'healthy' ? expected : `last answer: ${expected}`)
  })

  it('says what was asked, what came back, how often, until when, and how to look', async () => {
    const world = await new CheckWorld().open()
    world.network.answer('refused', { status: 503, body: 'starting\n  up' })
    const failure = await world.ask(world.bench(), httpCheck({ method: 'POST' }, { successThreshold: 3 }))
    expect(failure).toEqual({
      reason: 'unhealthy',
      message: [
        'POST http://app.example/healthz did not become healthy within 10 s, until 2030-01-01T12:00:09Z',
        'asked 10 times in 9 s, healthy never; wanted 3 times in a row',
        'last answer: 503: starting up',
      ].join('\n'),
      hint: 'look yourself: curl -i -X POST http://app.example/healthz; what waits for it did not start, and the next apply asks again',
      transient: false,
      indeterminate: false,
    })
  })

  it('says that it flaps, also when it passes in the end', async () => {
    const world = await new CheckWorld().open()
    const flapping = [200, 503, 200, 503] as const
    world.network.answer(...flapping, ...flapping, ...flapping)
    const said = await message(world, httpCheck({}, { successThreshold: 2 }))
    expect(said).toContain('\nit flaps: healthy 5 of 10 times, at most once, and 5 times not any more\n')
    world.network.answer(200, 503, 200)
    const bench = world.bench()
    expect(await world.ask(bench, httpCheck({}, { successThreshold: 2 }))).toBeNull()
    expect(bench.warnings).toEqual(['it flaps: healthy 3 of 4 times, at most 2 times in a row, and once not any more'])
  })

  it('tells how it goes', async () => {
    const world = await new CheckWorld().open()
    world.network.answer('refused', 200)
    const bench = world.bench()
    await world.ask(bench, httpCheck())
    expect(bench.said).toEqual(['not healthy yet: connection refused', 'healthy: 200 OK'])
  })

  it('quotes nothing of an answer to a request that holds a secret', async () => {
    const world = await new CheckWorld().open()
    world.network.answer({ status: 500, body: 'you sent hunter2-hunter2', headers: { location: 'http://x/hunter2-hunter2' } })
    const spec = httpCheck({ url: new Sensitive('http://app.example/hunter2-hunter2') }, { failureThreshold: 1 })
    const failure = await world.ask(world.bench(), spec)
    expect(JSON.stringify(failure)).not.toContain('hunter2')
    expect(failure?.message).toContain('GET (sensitive) failed once')
  })

  it('is ended by the signal, and then has no verdict', async () => {
    const world = await new CheckWorld().open()
    const stop = new AbortController()
    world.network.answer('silent')
    const bench = world.bench()
    const asking = world.ask(bench, httpCheck(), stop.signal)
    stop.abort()
    expect(await asking).toMatchObject({ reason: 'interrupted', indeterminate: false })
    expect([bench.recorded, world.clock.sleepers]).toEqual([null, 0])
  })
})

describe('a check over TCP', () => {
  it('passes when there is a connection', async () => {
    const world = await new CheckWorld().open()
    const spec = { tcp: { host: 'db.example', port: 5432 }, interval: '1s', failureThreshold: 2 }
    world.network.answer('refused', 200)
    expect(await message(world, spec)).toBe('healthy')
    expect(world.network.connects).toEqual(['db.example:5432', 'db.example:5432'])
    world.network.answer('refused')
    const failure = await world.ask(world.bench(), spec)
    expect(failure?.message.split('\n')[0]).toBe('tcp db.example:5432 failed 2 times in a row, until 2030-01-01T12:00:02Z')
    expect(failure?.hint).toContain('nc -vz db.example 5432')
  })
})

describe('a check by a program', () => {
  const spec = (inputs: { readonly [field: string]: Value } = {}): Value => ({
    command: { run: ['smoke', 'test'], inputs },
    interval: '1s',
    failureThreshold: 2,
  })

  it('passes by exit code 0, and gets its inputs', async () => {
    const world = await new CheckWorld().open()
    const codes = [1, 0]
    world.processes.install('smoke', () => ({ code: codes.shift() ?? 0, stdout: 'looked\n' }))
    const bench = world.bench()
    expect(await world.ask(bench, spec({ url: 'http://x' }))).toBeNull()
    expect(world.processes.starts.map(({ stdin }) => stdin)).toEqual(Array(2).fill('{"inputs":{"url":"http://x"}}\n'))
    expect(bench.said).toEqual(['stdout: looked', 'not healthy yet: exit code 1: looked', 'stdout: looked', 'healthy: exit code 0'])
  })

  it('shows no secret of what it prints', async () => {
    const world = await new CheckWorld().open()
    world.processes.install('smoke', ({ stdin }) => ({ code: 3, stderr: `denied: ${stdin}` }))
    const bench = world.bench()
    const failure = await world.ask(bench, spec({ token: new Sensitive('hunter2-hunter2') }))
    expect(failure?.message).toContain('last answer: exit code 3: denied')
    expect([JSON.stringify(failure), ...bench.said].join()).not.toContain('hunter2')
  })

  it('is killed when it takes too long', async () => {
    const world = await new CheckWorld().open()
    world.processes.install('smoke', () => ({ hangs: 'polite' }))
    const failure = await world.ask(world.bench(), { command: { run: ['smoke'] }, timeout: '3s', failureThreshold: 1 })
    expect(failure?.message).toContain('last answer: it took longer than 3 s')
  })

  it('is asked again when a script of the project is another one', async () => {
    const world = await new CheckWorld().open()
    world.processes.install('/project/smoke.sh', () => ({}))
    await world.files.write('/project/smoke.sh', 'true', { mode: 0o755, durable: false })
    const bench = world.bench()
    const wanted = { command: { run: ['./smoke.sh'] } }
    await world.ask(bench, wanted)
    expect((await bench.planned(wanted)).action).toBe('no-op')
    await world.files.write('/project/smoke.sh', 'false', { mode: 0o755, durable: false })
    expect((await bench.planned(wanted)).action).toBe('read')
  })
})

describe('a mistake in a HealthCheck', () => {
  it.each<[string, Value, string]>([
    ['no address', { http: { url: 'http://' } }, 'http.url is no address of the web'],
    ['a password in the address', { http: { url: 'https://me:secret@x/' } }, 'http.url holds a user or a password'],
    [
      'a deadline that no success could meet',
      { ...httpCheck(), successThreshold: 11 },
      'it could not pass before its deadline: 11 in a row take 10 s, the deadline is 10 s',
    ],
    [
      'a delay beyond the deadline',
      { ...httpCheck(), initialDelay: '20s' },
      'it could not pass before its deadline: 1 in a row take 20 s, the deadline is 10 s',
    ],
    [
      'a secret among the arguments',
      { command: { run: ['a', new Sensitive('b')] } },
      'the arguments of command.run hold a secret, and arguments are seen by everybody on the machine',
    ],
    ['no such program', { command: { run: ['nowhere'] } }, 'no program nowhere is in PATH'],
    ['a folder outside', { command: { run: ['nowhere'], workingDirectory: '..' } }, '.. leads out of the project'],
  ])('%s', async (_, spec, expected) => {
    const world = await new CheckWorld().open()
    const { diagnostics } = await world.bench().examine(spec)
    expect(diagnostics.map(({ message: said }) => said)).toEqual([expected])
    expect(JSON.stringify(diagnostics)).not.toContain('me:secret')
  })

  it('is none in what is not known yet', async () => {
    const world = await new CheckWorld().open()
    const examined = await world.bench().examine(httpCheck({ url: unknown }))
    expect(examined).toMatchObject({ diagnostics: [], outputNames: [], owns: [] })
  })
})
