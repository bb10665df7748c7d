import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SelectionRequest } from '../../src/plan/selection-request.ts'
import { Engine, type FakeSystem } from '../rig/engine.ts'
import { failing, failingHalfway } from '../rig/fake-provider/fake-behaviour.ts'

/** `network ← db ← app`, `docs` alone. */
const shop = (size: number): FakeSystem => ({
  network: { spec: { cidr: `10.${size}.0.0` } },
  db: { spec: { network: '${resources.network.outputs.id}', size } },
  app: { spec: { db: '${resources.db.outputs.id}', cidr: '${resources.network.spec.cidr}' } },
  docs: { spec: { size } },
})

async function applied(size = 1): Promise<Engine> {
  const engine = new Engine(shop(size))
  await engine.carryOut()
  engine.story()
  return engine
}

async function refusal(planning: Promise<unknown>): Promise<string> {
  return planning.then(
    () => 'not refused',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
}

describe('--only', () => {
  it('plans and applies exactly the targets, with the recorded values of the others', async () => {
    const engine = await applied()
    engine.declare(shop(2))
    const plan = await engine.plan('apply', { targets: ['db'], only: true })
    expect(plan.document.resources.map(({ address, action, exactness }) => `${address} ${action} ${exactness}`)).toEqual(['dev/db update exact'])
    expect(plan.document.partial).toMatchObject({ asked: ['dev/db'], broughtAlong: [], leftOut: ['dev/app', 'dev/docs', 'dev/network'], total: 4 })
    expect(plan.document.partial?.recorded).toEqual([{ address: 'dev/network', behind: 'changed' }])
    expect((await engine.carryOut(plan)).outcome).toBe('succeeded')
    expect(engine.story()).toEqual(['start db#update', 'done db#update', 'run succeeded'])
    expect(await engine.outline()).toEqual(['network update exact', 'app update exact', 'docs update exact'].sort())
  })

  it('says nothing of what is as it was applied', async () => {
    const engine = await applied()
    const { document } = await engine.plan('apply', { targets: ['app'], only: true })
    expect(document.partial?.recorded).toEqual([
      { address: 'dev/db', behind: null },
      { address: 'dev/network', behind: null },
    ])
    expect(document.steps).toEqual([])
  })

  it('says that the last apply of an input did not end well', async () => {
    const engine = new Engine(shop(1))
    engine.world.script('dev/db', failingHalfway(1))
    await engine.carryOut()
    const { document } = await engine.plan('apply', { targets: ['app'], only: true })
    expect(document.partial?.recorded).toContainEqual({ address: 'dev/db', behind: 'incomplete' })
  })

  it('names an input that was never applied', async () => {
    const engine = new Engine(shop(1))
    engine.world.script('dev/db', failing('apply', 1))
    await engine.carryOut()
    expect(await refusal(engine.plan('apply', { targets: ['app'], only: true }))).toBe(
      'dev/app waits for dev/db, which was never applied: there are no recorded values to take',
    )
  })

  it('takes nothing away from under what depends on it', async () => {
    const engine = await applied()
    expect(await refusal(engine.plan('destroy', { targets: ['db'], only: true }))).toBe('dev/db cannot be taken away alone: dev/app depends on it')
    const { document } = await engine.plan('destroy', { targets: ['app'], only: true })
    expect(document.steps.map(({ id }) => id)).toEqual(['dev/app#delete'])
  })

  it('is stale once what it reads was applied', async () => {
    const engine = await applied()
    const { document } = await engine.plan('apply', { targets: ['app'], only: true })
    expect(document.bindings.revisions).toEqual({ 'dev/app': 1, 'dev/db': 1, 'dev/network': 1 })
  })

  it('refuses a value that nothing gives', async () => {
    const engine = await applied()
    const more = {
      ...shop(1),
      extra: { spec: { a: 1 } },
      db: { spec: { network: '${resources.extra.outputs.id}' } },
      app: { spec: { of: '${resources.db.spec.network}' } },
    }
    engine.declare(more)
    expect(await refusal(engine.plan('apply', { targets: ['app'], only: true }))).toContain('it reads a value that was never recorded')
  })
})

describe('--exclude and --with-dependents', () => {
  it('leaves out what needs the excluded one, and applies the rest', async () => {
    const engine = await applied()
    engine.declare(shop(2))
    const plan = await engine.plan('apply', { exclude: ['db'] })
    expect(plan.document.partial).toMatchObject({ asked: ['dev/docs', 'dev/network'], excluded: ['dev/db'], excludedWith: ['dev/app'], leftOut: [] })
    await engine.carryOut(plan)
    expect(engine.story().filter((line) => line.startsWith('done')).sort()).toEqual(['done docs#update', 'done network#update']) // prettier-ignore
  })

  it('brings dependents along', async () => {
    const engine = await applied()
    engine.declare(shop(2))
    const plan = await engine.plan('apply', { targets: ['network'], withDependents: true })
    expect(plan.document.partial).toMatchObject({ asked: ['dev/network'], broughtAlong: ['dev/app', 'dev/db'], leftOut: ['dev/docs'] })
  })

  it('keeps a thing without a document for as long as what lets go of it is left out', async () => {
    const engine = await applied()
    const { network, app, docs } = shop(1)
    if (network === undefined || app === undefined || docs === undefined) throw new Error('no shop')
    engine.declare({ network, app: { spec: { cidr: '1' } }, docs })
    expect(await engine.outline('apply', { exclude: ['app'] })).toEqual([])
    expect(await engine.outline('apply', { targets: ['db'] })).toEqual(['app update exact', 'db delete exact'])
  })
})

describe('every selection', () => {
  const names = ['network', 'db', 'app', 'docs']
  const request: fc.Arbitrary<Partial<SelectionRequest>> = fc.record({
    targets: fc.subarray(names),
    exclude: fc.subarray(names, { maxLength: 2 }),
    withDependents: fc.boolean(),
    only: fc.boolean(),
  })

  it('runs only what is planned, and plans only what is selected', async () => {
    await fc.assert(
      fc.asyncProperty(request, fc.constantFrom('apply' as const, 'destroy' as const), fc.boolean(), async (selection, mode, fails) => {
        const engine = await applied()
        engine.declare(shop(2))
        if (fails) engine.world.script('dev/db', failing('apply', 1))
        const plan = await engine.plan(mode, selection).catch(() => null)
        if (plan === null) return
        const { partial, resources, steps } = plan.document
        const selected = partial === null ? names.map((name) => `dev/${name}`) : [...partial.asked, ...partial.broughtAlong]
        const planned = resources.map(({ address }) => address)
        expect(planned.filter((address) => !selected.includes(address))).toEqual([])
        if (partial !== null) {
          const parts = [selected, partial.excluded, partial.leftOut.concat(partial.excludedWith)].flat()
          expect([...parts].sort()).toEqual(names.map((name) => `dev/${name}`).sort())
        }
        await engine.carryOut(plan)
        const started = engine.story().flatMap((line) => (line.startsWith('start ') ? [`dev/${line.slice(6).split(' ')[0] ?? ''}`] : []))
        expect(started.filter((id) => !steps.some((step) => step.id === id))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe('--replace', () => {
  async function replaced(options: { readonly canCoexist: boolean }): Promise<readonly string[]> {
    const engine = new Engine(shop(1), { kind: { canCoexist: options.canCoexist } })
    await engine.carryOut()
    engine.story()
    const plan = await engine.plan('apply', { replace: ['network'] })
    const [change] = plan.document.resources.filter(({ address }) => address === 'dev/network')
    expect(change).toMatchObject({ action: 'replace', exactness: 'exact', reasons: [{ kind: 'replace-asked', inner: [] }] })
    await engine.carryOut(plan)
    expect(await engine.outline()).toEqual([])
    return engine.story()
  }

  it('makes it anew, and what reads it follows', async () => {
    expect(await replaced({ canCoexist: true })).toEqual([
      'start network#replace', 'done network#replace', 'start db#update', 'done db#update', 'start app#update', 'done app#update', 'start network~1#delete', 'done network~1#delete', 'run succeeded']) // prettier-ignore
    expect((await replaced({ canCoexist: false })).slice(0, 4)).toEqual([
      'start network#delete',
      'done network#delete',
      'start network#create',
      'done network#create',
    ])
  })

  it('holds where the plan is made again before it is applied', async () => {
    const engine = await applied()
    engine.declare(shop(2))
    const plan = await engine.plan('apply', { replace: ['app'] })
    expect(plan.document.resources.find(({ address }) => address === 'dev/app')).toMatchObject({ action: 'replace', exactness: 'exact' })
    engine.declare({ a: { spec: { size: 1 } }, b: { spec: { size: '${resources.a.outputs.size}' } } })
    await engine.carryOut()
    engine.declare({ a: { spec: { size: 2 } }, b: { spec: { size: '${resources.a.outputs.size}' } } })
    const conditional = await engine.plan('apply', { replace: ['b'] })
    expect(conditional.document.resources.find(({ address }) => address === 'dev/b')).toMatchObject({ action: 'replace', exactness: 'conditional' })
    engine.story()
    expect((await engine.carryOut(conditional)).outcome).toBe('succeeded')
    expect(engine.story()).toContain('done b#replace')
  })

  it('is refused for what is protected, what is not known yet, and what has nothing inside', async () => {
    const engine = await applied()
    expect(await refusal(engine.plan('apply', { replace: ['network', 'db'] }))).toContain('waits for values of dev/network')
    expect(await refusal(engine.plan('apply', { replace: ['docs:x.y'] }))).toBe('a Fake has nothing inside of it at x.y')
    expect(await refusal(engine.plan('apply', { targets: ['docs'], replace: ['network'] }))).toContain('is not among what is planned')
  })
})
