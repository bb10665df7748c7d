import type { Fault } from './fault.ts'
import { live, type LifeStory } from './life.ts'

/** Leaves out what need not go wrong for a life to be wrong, and writes the test that shows it. */
export async function readyMadeTest(seed: number): Promise<string> {
  const { violations, faults } = await smallest(seed, await live({ seed }))
  const call = `live({ seed: ${seed}, faults: ${JSON.stringify(faults)} })`
  return [
    `seed ${seed}: ${violations.join('; ')}`,
    '',
    `  it('holds with seed ${seed}', async () => {`,
    `    expect((await ${call}).violations).toEqual([])`,
    '  })',
  ].join('\n')
}

async function smallest(seed: number, story: LifeStory): Promise<LifeStory> {
  let found = story
  for (const fault of story.faults) {
    const others: readonly Fault[] = found.faults.filter((other) => other !== fault)
    const without = await live({ seed, faults: others })
    if (without.violations.length > 0) found = without
  }
  return found
}
