import { describe, expect, it, onTestFinished } from 'vitest'
import { hasTerraform, withTerraform } from '../../providers/terraform-stack/stack-rig.ts'
import { SeededRandom } from '../../rig/seeded-random.ts'
import { nameOfChain, nameOfPoint, parseChain } from './crash-point.ts'
import { chosenChains, chosenPoints, everyPoint, members } from './crash-system.ts'
import { CrashYard } from './crash-world.ts'
import { fromSource } from './engine-process.ts'
import type { Verdict } from './judge-world.ts'
import { strikeAt, strikeRecovery } from './strike.ts'

const nothing: Verdict = { lost: [], twice: [], locked: [], unconverged: [], littered: [] }

async function openYard(): Promise<CrashYard> {
  const yard = await CrashYard.open(fromSource)
  onTestFinished(() => yard.close())
  return yard
}

describe('the points at which the proof of recovery strikes', () => {
  it('are at least 150, of a system of fifty steps with ten stacks', () => {
    expect(members).toHaveLength(50)
    expect(members.filter(({ sort }) => sort === 'kept' || sort === 'own')).toHaveLength(10)
    const names = chosenPoints().map(nameOfPoint)
    expect(new Set(names).size).toBeGreaterThanOrEqual(150)
    expect(everyPoint().map(nameOfPoint)).toEqual(expect.arrayContaining(names))
    for (const name of [...names, ...chosenChains().map(nameOfChain)]) expect(nameOfChain(parseChain(name)!)).toBe(name)
    expect(parseChain('kept-1:nonsense')).toBeNull()
  })
})

describe.skipIf(!hasTerraform)(withTerraform('a sample of the proof of recovery'), () => {
  it('finds nothing lost, twice, locked, unfinished or left behind', { timeout: 300_000 }, async () => {
    const yard = await openYard()
    for (const name of ['own-3:state-after', 'file-9:effect-before', 'kept-4:effect-after+kept-4:state-before']) {
      expect(await strikeAt(yard, parseChain(name)!), name).toMatchObject({ verdict: nothing, problem: null })
    }
    expect(await strikeRecovery(yard, new SeededRandom(1), 2)).toEqual({ verdict: nothing, problem: null, recoveryKills: 2 })
  })
})
