import { expect, it } from 'vitest'
import { changedSecrets, secretDigests } from '../../../src/coordinator/outside/secret-digests.ts'

const secrets = new Map<string, string>([
  ['db', 'hunter2!'],
  ['token', 'abcdefgh'],
])

it('are the same for one plan and one secret, and tell nothing of it', async () => {
  const [one, two] = [await secretDigests('plan-1', secrets), await secretDigests('plan-1', secrets)]
  expect(one).toEqual(two)
  expect(JSON.stringify(one)).not.toContain('hunter2!')
  const other = await secretDigests('plan-2', secrets)
  expect(other['db']).not.toBe(one['db'])
})

it('differ for two secrets of one value', async () => {
  const digests = await secretDigests('plan-1', new Map([...secrets, ['same', 'hunter2!']]))
  expect(digests['same']).not.toBe(digests['db'])
})

it('tell which one was changed, came, or went', async () => {
  const before = await secretDigests('plan-1', secrets)
  expect(changedSecrets(before, before)).toEqual([])
  const now = await secretDigests('plan-1', new Map<string, string>([['db', 'hunter3!'], ['more', 'x']])) // prettier-ignore
  expect(changedSecrets(before, now)).toEqual(['db', 'more', 'token'])
})
