import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlanDocument } from '../../src/plan/plan-document.ts'
import { tellers } from './check-in-the-end.ts'
import type { Manners } from './programs.ts'
import { SimulatedEnvironment, type PlanSettings, type Work } from './simulated-environment.ts'
import { secret, type SimulatedResource, type SimulatedSystem } from './system.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f'] as const
type Name = (typeof names)[number]

const kinds = fc.array(fc.constantFrom('thing', 'server', 'file', 'stack'), { minLength: names.length, maxLength: names.length })

const version = fc.array(
  fc.record({ isThere: fc.boolean(), size: fc.nat(2), after: fc.subarray([...names]), reads: fc.boolean(), isProtected: fc.boolean() }),
  { minLength: names.length, maxLength: names.length },
)

/** Versions of a system, whose resources keep their kinds from one to the next. */
function systems(count: number): fc.Arbitrary<readonly SimulatedSystem[]> {
  return fc
    .tuple(kinds, fc.array(version, { minLength: count, maxLength: count }))
    .map(([ofName, versions]) => versions.map((resources) => systemOf(ofName, resources)))
}

type Drawn = Omit<SimulatedResource, 'kind' | 'source'> & { readonly isThere: boolean }

function systemOf(ofName: readonly SimulatedResource['kind'][], resources: readonly Drawn[]): SimulatedSystem {
  const isThere = (name: string): boolean => resources[names.indexOf(name as Name)]?.isThere === true
  const declared = resources.map(({ isThere: there, after, ...more }, index): readonly [string, SimulatedResource] | null => {
    const before = after.filter((other) => names.indexOf(other as Name) < index && isThere(other))
    return there ? [names[index]!, { ...more, kind: ofName[index]!, source: 'x', after: before }] : null
  })
  return Object.fromEntries(declared.filter((one) => one !== null))
}

const unprotected = (system: SimulatedSystem): SimulatedSystem =>
  Object.fromEntries(Object.entries(system).map(([name, resource]) => [name, { ...resource, isProtected: false }]))

const seed = fc.nat()
const runs = { numRuns: 25 }

function start(of: number): SimulatedEnvironment {
  return new SimulatedEnvironment({ seed: of, faults: [], inOrder: false })
}

async function done(environment: SimulatedEnvironment, work: Work): Promise<Work['state']> {
  await environment.happen(work)
  expect(environment.watch.violations).toEqual([])
  return work.state
}

/** All that a plan says but for its name and its hour. */
function bytes(plan: PlanDocument | null): string {
  return JSON.stringify({ ...plan, id: '', createdAt: '' })
}

/** The same without the places of documents. */
function meaning(plan: PlanDocument | null): unknown {
  return { ...plan, id: '', createdAt: '', resources: plan?.resources.map((resource) => ({ ...resource, declaredAt: '' })) }
}

describe('for every system', { timeout: 600_000 }, () => {
  it('a plan after an apply is empty, whatever was there before', async () => {
    await fc.assert(
      fc.asyncProperty(seed, systems(2), async (of, versions) => {
        const environment = start(of)
        for (const system of versions.map(unprotected)) {
          await environment.declare(system)
          expect(['succeeded', 'nothing to do, 0 blocked']).toContain((await done(environment, environment.apply())).outcome)
          expect((await done(environment, environment.plan())).outcome).toBe('planned 0')
        }
      }),
      runs,
    )
  })

  it('two plans are the same bytes, in whatever order the world answers', async () => {
    await fc.assert(
      fc.asyncProperty(seed, systems(2), async (of, [first = {}, second = {}]) => {
        const environment = start(of)
        await environment.declare(first)
        await done(environment, environment.apply())
        await environment.declare(second)
        const one = await done(environment, environment.plan())
        const two = await done(environment, environment.plan())
        expect(two.outcome).toBe(one.outcome)
        expect(bytes(two.plan)).toBe(bytes(one.plan))
      }),
      runs,
    )
  })

  it('the order of files, of documents and of keys means nothing', async () => {
    const places = fc.array(fc.record({ file: fc.nat(3), order: fc.nat(99) }), { minLength: names.length, maxLength: names.length })
    await fc.assert(
      fc.asyncProperty(seed, systems(2), places, fc.boolean(), async (of, [first = {}, second = {}], where, reversesKeys) => {
        const environment = start(of)
        await environment.declare(first)
        await done(environment, environment.apply())
        await environment.declare(second)
        const plain = await done(environment, environment.plan())
        await environment.declare(second, { place: (document) => where[document]!, reversesKeys })
        const otherwise = await done(environment, environment.plan())
        // Keys are shown in the order in which they were written, and places are where they are.
        expect(meaning(otherwise.plan)).toEqual(meaning(plain.plan))
        await done(environment, environment.apply())
        await environment.declare(second)
        const settled = await done(environment, environment.plan())
        if (otherwise.plan !== null) expect(settled.outcome).toBe('planned 0')
      }),
      runs,
    )
  })

  it('nothing is done that the approved plan does not have, also with targets, exclusions and failures', async () => {
    const manners: readonly Manners[] = [
      { kind: 'fails', when: 'before' },
      { kind: 'killed', when: 'before' },
      { kind: 'killed', when: 'after' },
    ]
    const behaviour = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...manners)), { maxLength: 3 })
    const chosen = fc.record({ kind: fc.constantFrom('targets', 'exclude', 'only'), names: fc.subarray([...names], { minLength: 1 }) })
    await fc.assert(
      fc.asyncProperty(seed, systems(2), behaviour, chosen, async (of, [first = {}, second = {}], misbehaving, choice) => {
        const environment = start(of)
        await environment.declare(first)
        await done(environment, environment.apply())
        await environment.declare(second)
        for (const [name, how] of misbehaving) environment.machine.programs.script(name, how)
        const before = environment.machine.world.ledger.length
        const { plan } = await done(environment, environment.apply({ selection: selectionOf(choice, [first, second]), onFailure: 'halt' }))
        const planned = new Set((plan?.steps ?? []).map(({ address }) => address.split('~')[0]))
        const did = environment.machine.world.ledger.slice(before).map(({ address }) => address)
        expect(did.filter((address) => !planned.has(address))).toEqual([])
      }),
      runs,
    )
  })

  it('what is protected is there as long as it is, whatever else is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(seed, systems(2), fc.constantFrom('apply', 'destroy'), async (of, [first = {}, second = {}], mode) => {
        const environment = start(of)
        await environment.declare(first)
        await done(environment, environment.apply())
        const { world } = environment.machine
        const isProtected = (name: string): boolean => first[name]?.isProtected === true && (second[name]?.isProtected ?? true)
        const kept = world.objects.filter(({ address }) => isProtected(address.slice(4))).map(({ id }) => id)
        await environment.declare(second)
        await done(environment, environment.apply({ mode }))
        expect(kept.filter((id) => world.find(id) === null)).toEqual([])
      }),
      runs,
    )
  })

  it('a destroy leaves nothing', async () => {
    await fc.assert(
      fc.asyncProperty(seed, systems(1), async (of, [system = {}]) => {
        const environment = start(of)
        await environment.declare(unprotected(system))
        await done(environment, environment.apply())
        await done(environment, environment.apply({ mode: 'destroy' }))
        const { world, store, files } = environment.machine
        expect([world.objects, [...store.records], [...store.open]]).toEqual([[], [], []])
        expect(await files.list('/project/out')).toEqual([])
      }),
      runs,
    )
  })

  it('no secret is told: not in plans, events, journals and logs, also where programs repeat it', async () => {
    const failure = fc.constantFrom<Manners>({ kind: 'fails', when: 'before' }, { kind: 'killed', when: 'after' }, { kind: 'babbles' }, { kind: 'well' })
    await fc.assert(
      fc.asyncProperty(seed, systems(1), fc.array(failure, { minLength: names.length, maxLength: names.length }), async (of, [system = {}], manners) => {
        const environment = start(of)
        await environment.declare(system)
        // A server that acts and does not tell has lost what it made by its own fault.
        const talks = (name: string): boolean => system[name]?.kind !== 'server'
        names.forEach((name, index) => environment.machine.programs.script(name, talks(name) ? manners[index]! : { kind: 'fails', when: 'before' }))
        const { plan } = await done(environment, environment.apply())
        await done(environment, environment.apply())
        expect(bytes(plan)).not.toContain(secret.value)
        expect(await tellers(environment)).toEqual([])
      }),
      runs,
    )
  })
})

/** Only names that anything is called; nothing chosen is everything. */
function selectionOf(
  { kind, names: asked }: { readonly kind: 'targets' | 'exclude' | 'only'; readonly names: readonly string[] },
  versions: readonly SimulatedSystem[],
): PlanSettings['selection'] {
  const known = asked.filter((name) => versions.some((system) => name in system))
  if (known.length === 0) return {}
  return kind === 'exclude' ? { exclude: known } : { targets: known, only: kind === 'only' }
}
