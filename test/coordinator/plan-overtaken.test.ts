import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createCoordinator } from '../../src/create-coordinator.ts'
import { everything } from '../../src/plan/selection-request.ts'
import { fileDocument, project } from '../rig/project.ts'

const command = { environment: 'dev', mode: 'apply', selection: everything, allowEmpty: false, toApply: true } as const
const approved = { confirmed: null, allowDestroy: false, saved: false, concurrency: null, onFailure: null } as const

it('refuses a plan whose records another run wrote while somebody looked at it', async () => {
  const folder = project({ 'system/a.yaml': fileDocument('a', 'one') })
  const host = { name: 'h', user: 'u', variables: {}, cacheFolder: join(folder, '.cache') }
  const coordinator = () => createCoordinator({ host, folder, events: { emit: () => undefined }, version: '0' })
  const [first, second] = [coordinator(), coordinator()]
  const [one, two] = [await first.plan(command), await second.plan(command)]
  if (!one.ok || !two.ok) throw new Error('no plan')
  expect(await first.apply(one.value, approved)).toMatchObject({ ok: true, value: { outcome: 'succeeded' } })
  expect(await second.apply(two.value, approved)).toMatchObject({ ok: false, diagnostics: [{ code: 'plan-stale' }] })
})
