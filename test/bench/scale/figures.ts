import type { Arena } from './arena.ts'
import { growth, type Goal } from './goals.ts'
import { measureRounds, type Measured } from './rounds.ts'

const sizes = [2000, 5000, 10_000, 20_000]
const distance = 100

/** How planning and applying grow with the number of resources. Leaves the projects applied. */
export async function growing(arena: Arena, rounds: number): Promise<readonly Goal[]> {
  const contestants = sizes.flatMap((count) => {
    const project = arena.project(`layers-${count}`, { count, distance })
    return [
      { name: `genesis apply, ${count} files`, before: () => arena.unapply(project), program: arena.apply(project) },
      { name: `genesis plan, ${count} files, nothing to do`, program: arena.plan(project) },
    ]
  })
  const measured = await measureRounds(contestants, rounds)
  const points = (which: number) => sizes.map((size, index) => ({ size, ms: measured[index * 2 + which]?.ms ?? NaN }))
  return [
    { name: 'apply: slope of log time over log size', measured: growth(points(0)), limit: 1.1 },
    { name: 'plan: slope of log time over log size', measured: growth(points(1)), limit: 1.1 },
  ]
}

/**
 * A plan of ten thousand with nothing to do, against a program written by hand and against Terraform: with nothing to do, and from nothing.
 * What Terraform does better of the two is what counts.
 */
export async function tenThousand(arena: Arena, { rounds, terraformRounds }: { rounds: number; terraformRounds: number }): Promise<readonly Goal[]> {
  const layering = { count: 10_000, distance }
  const project = arena.project('layers-10000', layering)
  const module = (name: string, applied: boolean) => (terraformRounds === 0 ? '' : arena.module(name, layering, { applied }))
  const own = [
    { name: 'genesis plan, 10,000 files, parsed before', program: arena.plan(project) },
    { name: 'genesis plan, 10,000 files, never parsed', before: () => arena.forgetParsed(), program: arena.plan(project) },
    { name: 'by hand in Node, the same', program: arena.barePlan(project) },
  ]
  const terraform = [
    { name: 'terraform plan, 10,000 blocks, nothing to do', program: arena.terraformPlan(module('applied', true), 'No changes.'), rounds: terraformRounds },
    { name: 'terraform plan, 10,000 blocks, from nothing', program: arena.terraformPlan(module('new', false), '10000 to add'), rounds: terraformRounds },
  ]
  const measured = await measureRounds([...own, ...(terraformRounds === 0 ? [] : terraform)], rounds)
  const [warm, cold, bare, ...theirs] = measured as [Measured, Measured, Measured, ...Measured[]]
  const best = (of: (one: Measured) => number | null): number => Math.min(...theirs.map((one) => of(one) ?? NaN))
  const goals = [
    { name: 'plan, parsed before, against by hand', measured: warm.ms / bare.ms, limit: 3 },
    { name: 'plan, never parsed, against by hand', measured: cold.ms / bare.ms, limit: 3 },
  ]
  if (theirs.length === 0) return goals
  return [
    { name: 'plan, parsed before, against terraform plan', measured: warm.ms / best(({ ms }) => ms), limit: 0.06 },
    { name: 'plan, never parsed, against terraform plan', measured: cold.ms / best(({ ms }) => ms), limit: 0.1 },
    { name: 'plan, peak memory against terraform plan', measured: (warm.peakMb ?? NaN) / best(({ peakMb }) => peakMb), limit: 0.5 },
    ...goals,
  ]
}

/** An apply of a thousand against a program written by hand that writes, syncs and renames the same files. */
export async function thousandApplied(arena: Arena, rounds: number): Promise<readonly Goal[]> {
  const project = arena.project('layers-1000', { count: 1000, distance })
  const before = (): void => arena.unapply(project)
  const measured = await measureRounds(
    [
      { name: 'by hand in Node, 1,000 files written', before, program: arena.bareApply(project) },
      { name: 'genesis apply, 1,000 files', before, program: arena.apply(project) },
    ],
    rounds,
  )
  const [bare, applied] = measured as [Measured, Measured]
  return [{ name: 'apply of 1,000 against by hand', measured: applied.ms / bare.ms, limit: 3 }]
}

/** A plan of resources that all wait for each other against one of as many in layers. The projects are applied first. */
export async function chainAgainstLayers(arena: Arena, rounds: number): Promise<readonly Goal[]> {
  const chain = arena.project('chain-1000', { count: 1000, distance: 1 })
  const layers = arena.project('layers-1000', { count: 1000, distance })
  arena.unapply(chain)
  arena.unapply(layers)
  await measureRounds(
    [chain, layers].map((project) => ({ name: `genesis apply, ${project === chain ? 'chain' : 'layers'} of 1,000`, program: arena.apply(project) })),
    1,
  )
  const measured = await measureRounds(
    [
      { name: 'genesis plan, 1,000 files in a chain', program: arena.plan(chain) },
      { name: 'genesis plan, 1,000 files in layers', program: arena.plan(layers) },
    ],
    rounds,
  )
  const [chained, layered] = measured as [Measured, Measured]
  return [{ name: 'plan of a chain of 1,000 against 1,000 in layers', measured: chained.ms / layered.ms, limit: 1.2 }]
}
