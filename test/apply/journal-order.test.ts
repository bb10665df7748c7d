import { expect, it, vi } from 'vitest'
import { Engine } from '../rig/engine.ts'

/** What became durable and what was really done while two things were made, one after the other. */
async function history(): Promise<readonly string[]> {
  const engine = new Engine({ a: { spec: { size: 1 } }, b: { spec: { size: 2 }, dependsOn: ['a'] } })
  const history: string[] = []
  const { store, world } = engine
  const writeJournal = store.writeJournal.bind(store)
  vi.spyOn(store, 'writeJournal').mockImplementation(async (token, entry) => {
    await writeJournal(token, entry)
    history.push(`${entry.type} ${entry.address} is durable`)
  })
  const create = world.create.bind(world)
  vi.spyOn(world, 'create').mockImplementation((address, fields, key) => {
    history.push(`${address} acts`)
    return create(address, fields, key)
  })
  await engine.carryOut()
  return history
}

it('writes the begin of a step durably before it acts, and its end before its dependents begin', async () => {
  const each = (address: string) => [`begin ${address} is durable`, `${address} acts`, `end ${address} is durable`]
  expect(await history()).toEqual([...each('dev/a'), ...each('dev/b')])
})
