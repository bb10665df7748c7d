import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../src/events/json.ts'
import { Sensitive, unknown, type Value } from '../../../src/expressions/value.ts'
import { ProviderBench, visible, type BenchOptions } from '../../rig/provider-bench.ts'
import { CommandWorld, serviceSpec, told } from './command-world.ts'

async function start(options: Partial<BenchOptions> = {}) {
  const world = await new CommandWorld().open('/project/system', '/project/scripts')
  const bench = new ProviderBench({ provider: world.provider, projectRoot: '/project', workFolder: '/work', ...options })
  return { world, bench }
}

/** What the program with that verb was told, the last time it ran. */
function lastTold(world: CommandWorld, verb: string) {
  const last = world.processes.starts.findLast(({ argv }) => argv[1] === verb)
  return last === undefined ? null : told(last)
}

describe('what a Command says before planning', () => {
  interface Mistake {
    readonly name: string
    readonly spec: Value
    readonly code: string
    readonly says: string
    readonly at: string
  }

  const create = ['service', 'create']
  const mistakes: readonly Mistake[] = [
    { name: 'no create program', spec: {}, code: 'missing-field', says: 'needs a create program', at: 'create' },
    { name: 'a shell line', spec: { create: 'service create' }, code: 'wrong-type', says: 'create must be a list of texts', at: 'create' },
    { name: 'an empty list', spec: { create, read: [] }, code: 'wrong-type', says: 'read must be a list of texts', at: 'read' },
    { name: 'an argument that is no text', spec: { create: ['service', 1] }, code: 'wrong-type', says: 'create must be a list', at: 'create' },
    { name: 'a secret argument', spec: { create: ['service', new Sensitive('x')] }, code: 'resource-invalid', says: 'hold a secret', at: 'create' },
    { name: 'inputs that are no object', spec: { create, inputs: [1] }, code: 'wrong-type', says: 'inputs must be an object', at: 'inputs' },
    { name: 'a program that is not installed', spec: { create: ['nosuch'] }, code: 'tool-missing', says: 'no program nosuch is in PATH', at: 'create/0' },
    { name: 'a script that is not there', spec: { create, read: ['./no.sh'] }, code: 'tool-missing', says: 'there is no file ./no.sh', at: 'read/0' },
    { name: 'a script without ./', spec: { create: ['scripts/a'] }, code: 'tool-missing', says: 'neither a name nor a path', at: 'create/0' },
    { name: 'a script that is not executable', spec: { create: ['./plain.sh'] }, code: 'tool-missing', says: './plain.sh is not executable', at: 'create/0' },
    { name: 'a folder', spec: { create: ['./scripts'] }, code: 'tool-missing', says: './scripts is a folder', at: 'create/0' },
    { name: 'a script outside', spec: { create: ['../x.sh'] }, code: 'path-outside-project', says: '../x.sh leads out', at: 'create/0' },
    { name: 'a directory outside', spec: { create, workingDirectory: '..' }, code: 'path-outside-project', says: '.. leads out', at: 'workingDirectory' },
    {
      name: 'a directory that is not there',
      spec: { create, workingDirectory: 'no' },
      code: 'resource-invalid',
      says: 'no is no folder',
      at: 'workingDirectory',
    },
  ]

  it.each(mistakes)('refuses $name', async ({ spec, code, says, at }) => {
    const { world, bench } = await start()
    await world.files.write('/project/plain.sh', '', { mode: 0o644, durable: false })
    const { diagnostics } = await bench.examine(spec)
    expect(diagnostics.map((found) => [found.code, found.at?.file])).toEqual([[code, `thing.yaml#/${at}`]])
    expect(diagnostics[0]?.message).toContain(says)
    expect(world.verbs).toEqual([])
  })

  it('finds scripts by the working directory, and binds a plan to what is in them', async () => {
    const { world, bench } = await start({ folder: 'system' })
    await world.files.write('/project/scripts/dns.sh', 'v1', { mode: 0o755, durable: false })
    world.processes.install('/project/scripts/dns.sh', () => ({}))
    const spec = { create: ['./scripts/dns.sh'], workingDirectory: '..' }
    const first = await bench.examine(spec)
    expect(first).toMatchObject({ diagnostics: [], readsWorld: false, outputNames: null })
    expect(Object.keys(first.sources)).toEqual(['./scripts/dns.sh'])
    await world.files.write('/project/scripts/dns.sh', 'v2', { mode: 0o755, durable: false })
    expect((await bench.examine(spec)).sources).not.toEqual(first.sources)
    await bench.apply(spec)
    expect(world.processes.starts.map(({ workingDirectory }) => workingDirectory)).toEqual(['/project'])
  })
})

describe('what the programs of a Command are told', () => {
  it('tells inputs, recorded outputs and the key, and the environment of the resource alone', async () => {
    const { world, bench } = await start({ environment: { PATH: '/bin', REGION: 'eu' } })
    await bench.apply(serviceSpec({ size: 1 }))
    expect(lastTold(world, 'create')).toEqual({ inputs: { size: 1 }, recorded: null, key: expect.any(String) })
    expect(world.processes.starts[0]?.environment).toEqual({ PATH: '/bin', REGION: 'eu' })
    await bench.apply(serviceSpec({ size: 2 }))
    const outputs = { id: 'thing-1', inputs: { size: 1 } }
    expect(lastTold(world, 'read')).toEqual({ inputs: { size: 1 }, recorded: outputs, key: null })
    expect(lastTold(world, 'update')).toEqual({ inputs: { size: 2 }, recorded: outputs, key: expect.any(String) })
    await bench.apply(null)
    expect(lastTold(world, 'delete')).toEqual({ inputs: { size: 2 }, recorded: { id: 'thing-1', inputs: { size: 2 } }, key: expect.any(String) })
  })

  it('takes nothing on standard output for no outputs', async () => {
    const { world, bench } = await start()
    world.processes.install('quiet', () => ({}))
    expect(await bench.apply({ create: ['quiet'] })).toBeNull()
    expect(bench.recorded?.outputs).toEqual({})
  })
})

describe('which programs run', () => {
  async function verbsFor(first: JsonObject, then: JsonObject | null) {
    const { world, bench } = await start()
    await bench.apply(first)
    const from = world.verbs.length
    const { action } = await bench.planned(then)
    await bench.apply(then)
    return [action, ...world.verbs.slice(from).filter((verb) => verb !== 'read')]
  }

  it.each([
    ['with update', ['create', 'read', 'update', 'delete'], ['update', 'update']],
    ['without update', ['create', 'read', 'delete'], ['replace', 'delete', 'create']],
    ['without update and delete', ['create', 'read'], ['update', 'create']],
    ['with create alone', ['create'], ['update', 'create']],
  ])('%s, for changed inputs', async (_, verbs, expected) => {
    expect(await verbsFor(serviceSpec({ size: 1 }, verbs), serviceSpec({ size: 2 }, verbs))).toEqual(expected)
  })

  it('none at all for the same inputs', async () => {
    expect(await verbsFor(serviceSpec({ size: 1 }, ['create']), serviceSpec({ size: 1 }, ['create']))).toEqual(['no-op'])
  })

  it('none to remove it, without delete', async () => {
    expect(await verbsFor(serviceSpec({}, ['create']), null)).toEqual(['forget'])
  })

  it('none for other programs alone; but those delete it later', async () => {
    const { world, bench } = await start()
    const runs: string[] = []
    world.processes.install('better', ({ argv }) => {
      runs.push(argv.join(' '))
      return {}
    })
    await bench.apply(serviceSpec({}, ['create', 'delete']))
    const next = { ...serviceSpec({}, ['create']), delete: ['better', 'remove'] }
    const change = await bench.planned(next)
    expect([change.action, change.reversibility]).toEqual(['adopt', 'reversible'])
    await bench.apply(next)
    expect((await bench.planned(next)).action).toBe('no-op')
    await bench.apply(null)
    expect(runs).toEqual(['better remove'])
    expect(world.verbs.filter((verb) => verb === 'delete')).toEqual([])
  })

  it('those of the document delete the old one of a replacement', async () => {
    const { world, bench } = await start()
    await bench.apply(serviceSpec({ size: 1 }, ['create']))
    await bench.apply(serviceSpec({ size: 2 }, ['create', 'delete']))
    expect(world.verbs).toEqual(['create', 'delete', 'create'])
    expect([...world.things.keys()]).toEqual(['thing-2'])
  })
})

describe('what a Command observes', () => {
  it.each([
    ['nothing', { stdout: '' }, 'the read program answered with nothing'],
    ['a list', { stdout: '[]' }, 'the read program answered with JSON that is no object: []'],
    ['text', { stdout: 'Not found' }, 'the read program answered with text that is not JSON: Not found'],
    ['an error', { stdout: 'null', stderr: 'no\nroute', code: 7 }, 'the read program ended with exit code 7:\nno\nroute'],
  ])('calls %s a failed read', async (_, answer, message) => {
    const { world, bench } = await start()
    await bench.apply(serviceSpec({}))
    world.readAnswers = answer
    const plans = [await bench.plan(serviceSpec({})), await bench.plan(null)]
    for (const plan of plans) expect(plan).toMatchObject({ ok: false, diagnostics: [{ code: 'tool-failed', severity: 'error', message }] })
  })

  it('ignores outputs that only reading gives', async () => {
    const { world, bench } = await start()
    await bench.apply(serviceSpec({}))
    world.readAnswers = { stdout: '{"id":"thing-1","inputs":{},"uptime":12}' }
    expect(await bench.planned(serviceSpec({}))).toMatchObject({ action: 'no-op', outputs: { id: 'thing-1', inputs: {} } })
  })

  it('is told apart by its outputs: unknown before, all of them sensitive if an input is', async () => {
    const { bench } = await start()
    expect((await bench.planned(serviceSpec({}))).outputs).toBe(unknown)
    const secret = { ...serviceSpec({}), inputs: { password: new Sensitive('correct horse') } }
    expect((await bench.planned(secret)).outputs).toEqual(new Sensitive(unknown))
    await bench.apply(secret)
    expect(bench.recorded).toMatchObject({ attributesSensitive: { inputs: { password: true } }, outputsSensitive: { id: true, inputs: true } })
  })

  it('remembers anew that an input became a secret', async () => {
    const { bench } = await start()
    await bench.apply(serviceSpec({ password: 'correct horse' }))
    const secret = { ...serviceSpec({}), inputs: { password: new Sensitive('correct horse') } }
    expect((await bench.planned(secret)).action).toBe('adopt')
    await bench.apply(secret)
    expect(bench.recorded?.outputsSensitive).toEqual({ id: true, inputs: true })
  })
})

describe('when a program of a Command fails', () => {
  it('quotes what it said, and remembers that it may have acted', async () => {
    const { world, bench } = await start()
    world.processes.install('broken', () => ({ code: 3, stderr: 'cannot\nconnect' }))
    const failed = await bench.apply({ inputs: { size: 1 }, create: ['broken'] })
    expect(failed?.failure).toEqual({
      reason: 'program-failed',
      message: 'the create program ended with exit code 3:\ncannot\nconnect',
      transient: false,
      indeterminate: false,
    })
    expect(bench.recorded).toMatchObject({ status: 'incomplete', attributes: { inputs: { size: 1 } }, outputs: {} })
    expect(bench.said).toEqual(['stderr: cannot', 'stderr: connect'])
  })

  it('remembers nothing when it never ran', async () => {
    const { world, bench } = await start()
    const change = await bench.planned(serviceSpec({}))
    world.processes.uninstall('service')
    expect(await bench.run(bench.request(serviceSpec({}), change))).toMatchObject({ ok: false, failure: { reason: 'program-not-started' } })
    expect(bench.recorded).toBeNull()
  })

  it('calls an answer that is none a failure, quotes it, and logs it', async () => {
    const { world, bench } = await start()
    world.processes.install('chatty', () => ({ stdout: 'created!\nall well\n' }))
    const failed = await bench.apply({ create: ['chatty'] })
    expect(failed?.failure).toMatchObject({ reason: 'bad-answer', message: 'the create program answered with text that is not JSON: created! all well' })
    expect(bench.said).toEqual(['stdout: created!', 'stdout: all well'])
    expect(bench.recorded?.status).toBe('incomplete')
  })

  it('shows nothing of an answer to sensitive inputs, and hides the secret elsewhere', async () => {
    const { world, bench } = await start()
    world.processes.install('leaky', ({ stdin }) => ({ stdout: `made with ${stdin}`, stderr: `got ${stdin}` }))
    const failed = await bench.apply({ inputs: { password: new Sensitive('correct\nhorse "x"') }, create: ['leaky'] })
    expect(failed?.failure.message).toBe('the create program answered with text that is not JSON')
    expect([...bench.said, JSON.stringify(failed?.failure)].join()).not.toMatch(/correct|horse/)
    expect(bench.said).toEqual([expect.stringContaining('(sensitive)')])
  })

  it.each([
    ['create again', ['create'], ['create', 'create']],
    ['delete what may be there, then create', ['create', 'delete'], ['create', 'delete', 'create']],
  ])('will %s where nobody can look', async (_, verbs, expected) => {
    const { world, bench } = await start()
    world.processes.install('half', () => ({ code: 1 }))
    const service = serviceSpec({ size: 1 }, verbs)
    await bench.apply({ ...service, create: ['half', 'create'] })
    expect(await bench.apply(service)).toBeNull()
    expect(world.verbs).toEqual(expected)
    expect((await bench.planned(service)).action).toBe('no-op')
  })

  it('asks the read program for the outputs that a failed create did not give', async () => {
    const { world, bench } = await start()
    const known = { stdout: '{"id":"thing-1"}' }
    world.processes.install('half', () => {
      world.things.set('thing-1', {})
      return { code: 1 }
    })
    await bench.apply({ ...serviceSpec({ size: 1 }), create: ['half', 'create'] })
    world.readAnswers = known
    expect((await bench.planned(serviceSpec({ size: 1 }))).action).toBe('update')
    expect(await bench.apply(serviceSpec({ size: 1 }))).toBeNull()
    expect(lastTold(world, 'update')?.recorded).toEqual({ id: 'thing-1' })
    expect([...world.things.values()]).toEqual([{ size: 1 }])
  })

  it('asks for a failed update again', async () => {
    const { world, bench } = await start()
    await bench.apply(serviceSpec({ size: 1 }))
    world.processes.install('broken', () => ({ code: 1 }))
    await bench.apply({ ...serviceSpec({ size: 2 }), update: ['broken'] })
    expect(bench.recorded).toMatchObject({ status: 'incomplete', attributes: { inputs: { size: 1 } } })
    expect(await bench.apply(serviceSpec({ size: 2 }))).toBeNull()
    expect(world.things.get('thing-1')).toEqual({ size: 2 })
  })

  it('keeps the record when it could not be deleted', async () => {
    const { world, bench } = await start()
    world.processes.install('broken', () => ({ code: 1, stderr: 'in use' }))
    await bench.apply({ ...serviceSpec({}), delete: ['broken'] })
    expect(await bench.apply(null)).toMatchObject({ failure: { message: 'the delete program ended with exit code 1:\nin use' } })
    expect(bench.recorded).toMatchObject({ outputs: { id: 'thing-1' } })
  })

  it('says how to get rid of what no program can delete any more', async () => {
    const { world, bench } = await start()
    await bench.apply(serviceSpec({}))
    world.processes.uninstall('service')
    const answer = await bench.plan(null)
    expect(answer).toMatchObject({ ok: false, diagnostics: [{ code: 'tool-missing' }, { code: 'tool-missing' }] })
  })
})

describe('when a program of a Command takes too long', () => {
  it('is interrupted after its time; where it ends by itself, it could say what it did', async () => {
    const { world, bench } = await start({ timeoutMs: 5000 })
    world.processes.install('slow', () => ({ hangs: 'polite' }))
    const failed = bench.apply({ create: ['slow'] })
    await world.clock.advance(5000)
    expect((await failed)?.failure).toMatchObject({ reason: 'timed-out', message: 'the create program took longer than 5 s', indeterminate: false })
  })

  it('is killed after the grace time; then nobody knows', async () => {
    const { world, bench } = await start()
    world.processes.install('slow', () => ({ hangs: 'stubborn' }))
    const stop = new AbortController()
    const spec = { create: ['slow'] }
    const outcome = bench.run(bench.request(spec, await bench.planned(spec)), stop.signal)
    await world.clock.advance(1)
    stop.abort()
    await world.clock.advance(10_000)
    expect(await outcome).toMatchObject({ ok: false, failure: { reason: 'interrupted', indeterminate: true } })
    expect(bench.recorded?.status).toBe('incomplete')
  })
})

describe('probing a Command', () => {
  it('takes what its program left, if it ended without anybody to see it', async () => {
    const { world, bench } = await start()
    const request = bench.request(serviceSpec({}), await bench.planned(serviceSpec({})))
    const { recorded } = await bench.run(request)
    world.readAnswers = { code: 1 }
    expect(await bench.probe(request)).toEqual({ kind: 'applied', recorded })
  })

  it('says what is there when that program had failed', async () => {
    const { world, bench } = await start()
    world.processes.install('broken', () => ({ code: 4, stderr: 'no room left\n' }))
    const request = bench.request({ create: ['broken'] }, await bench.planned({ create: ['broken'] }))
    await bench.run(request)
    const message = 'the create program ended with exit code 4:\nno room left'
    expect(await bench.probe(request)).toMatchObject({ kind: 'partly', message, recorded: { memory: { stage: 'creating' } } })
  })

  it('knows that nothing happened when no program was started', async () => {
    const { bench } = await start()
    const request = bench.request(serviceSpec({}), await bench.planned(serviceSpec({})))
    expect(await bench.probe(request)).toEqual({ kind: 'not-applied' })
  })

  it.each([
    { what: 'finds what a killed create made, if its read program can find it by key or inputs', read: ['service', 'read'], kind: 'applied' },
    { what: 'does not know without a read program', read: null, kind: 'unknown' },
  ])('$what', async ({ read, kind }) => {
    const { world, bench } = await start()
    world.processes.install('slow', () => ({ hangs: 'stubborn' }))
    const spec = read === null ? { create: ['slow'] } : { create: ['slow'], read }
    const request = bench.request(spec, await bench.planned(spec))
    const stop = new AbortController()
    const running = bench.run(request, stop.signal)
    await world.clock.advance(1)
    stop.abort()
    await world.clock.advance(10_000)
    await running
    world.readAnswers = { stdout: '{"id":"thing-9"}' }
    expect((await bench.probe(request)).kind).toBe(kind)
  })
})

it('shows programs and inputs in its plan, before and after', async () => {
  const { bench } = await start()
  await bench.apply(serviceSpec({ size: 1 }, ['create']))
  expect(JSON.parse(visible(await bench.planned(serviceSpec({ size: 2 }, ['create']))))).toMatchObject({
    before: { value: { inputs: { size: 1 }, programs: { create: ['service', 'create'] }, workingDirectory: '', outputs: { id: 'thing-1' } } },
    after: { value: { inputs: { size: 2 }, outputs: null }, unknown: { outputs: true } },
  })
})
