import { describe, expect, it } from 'vitest'
import { failing } from '../rig/fake-provider/fake-behaviour.ts'
import { Engine } from '../rig/engine.ts'

async function checkpointsOf(engine: Engine): Promise<readonly string[]> {
  const all = await engine.store.checkpoints('dev')
  const lines = all.map(async ({ number, cause, address, stable, tree }) => {
    const records = (await engine.store.resourcesAt({ environment: 'dev', number })).map(({ name, revision }) => `${name}:${revision}`)
    return [number, cause, ...(address === null ? [] : [address]), ...(stable ? ['stable'] : []), tree ?? 'no sources', `[${records.join(' ')}]`].join(' ')
  })
  return (await Promise.all(lines)).reverse()
}

describe('checkpoints of a run', () => {
  it('are taken before its first step, at barriers, and at its end', async () => {
    const engine = new Engine({ a: { lifecycle: { checkpoint: true } }, b: { dependsOn: ['a'] } })
    await engine.carryOut()
    expect(await checkpointsOf(engine)).toEqual(['1 before no sources []', '2 barrier dev/a sha256:sources [a:1]', '3 end stable sha256:sources [a:1 b:1]'])
  })

  it('begin with the last one where nothing was recorded since', async () => {
    const engine = new Engine({ a: { spec: { size: 1 } } })
    await engine.carryOut()
    engine.declare({ a: { spec: { size: 2 } } })
    const { run } = await engine.carryOut()
    expect(await checkpointsOf(engine)).toEqual(['1 before no sources []', '2 end stable sha256:sources [a:1]', '3 end stable sha256:sources [a:2]'])
    expect((await engine.store.run(run))?.before).toBe(2)
  })

  it('are not stable when a step failed', async () => {
    const engine = new Engine({ a: {}, b: { dependsOn: ['a'] } })
    engine.world.script('dev/b', failing('apply', 1))
    await engine.carryOut()
    expect(await checkpointsOf(engine)).toEqual(['1 before no sources []', '2 end sha256:sources [a:1]'])
  })
})
