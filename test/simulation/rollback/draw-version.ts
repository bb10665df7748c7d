import type { SeededRandom } from '../../rig/seeded-random.ts'
import type { SimulatedResource, SimulatedSystem } from '../system.ts'

/** What a generated system may have. */
export const names = ['a', 'b', 'c', 'd', 'e', 'f'] as const

const kindsThere = ['thing', 'server', 'file', 'stack'] as const

/** Draws a version of a system; `kinds` are numbers of kinds, name by name, and stay from version to version. */
export function drawVersion(random: SeededRandom, kinds: readonly number[]): SimulatedSystem {
  const system: Record<string, SimulatedResource> = {}
  const chance = (probability: number): boolean => random.fraction() < probability
  names.forEach((name, index) => {
    if (chance(0.25)) return
    const after = names.slice(0, index).filter((other) => other in system && chance(0.4))
    const source = chance(0.8) ? 'x' : 'y'
    system[name] = { kind: kindsThere[kinds[index] ?? 0] ?? 'thing', size: random.below(3), source, after, reads: chance(0.5), isProtected: false }
  })
  return system
}
