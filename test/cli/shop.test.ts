import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PlanDocument } from '../../src/plan/plan-document.ts'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { tempFolder } from '../rig/temp-folder.ts'

function shop(): string {
  const folder = tempFolder()
  checkForLeaks(folder)
  cpSync(join(import.meta.dirname, '../../examples/shop'), folder, { recursive: true, filter: (path) => !/[/]\.genesis|[/]out$/.test(path) })
  return folder
}

function change(folder: string, from: string, to: string): void {
  const file = join(folder, 'environments/environments.yaml')
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(from)
  writeFileSync(file, text.replace(from, to))
}

async function changesOf(
  folder: string,
  environment: string,
): Promise<{ readonly code: number; readonly changes: readonly string[]; readonly plan: PlanDocument }> {
  const { code, out } = await genesis(['plan', environment, '--detailed-exitcode', '-o', 'json'], { folder })
  const plan = JSON.parse(out) as PlanDocument
  const changes = plan.resources.filter(({ action }) => action !== 'no-op').map(({ address, action, exactness }) => `${address} ${action} ${exactness}`)
  return { code, changes, plan }
}

describe.skipIf(!hasTerraform)(withTerraform('examples/shop'), () => {
  it('is applied in order, found unchanged, changed where it was changed, and destroyed', async () => {
    const folder = shop()
    const first = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(first.code).toBe(0)
    const order = [...first.err.matchAll(/^dev\/([\w-]+): created/gm)].map(([, name]) => name)
    expect(order).toEqual(['network', 'database', 'app', 'app-config', 'smoke-test'])

    expect(await changesOf(folder, 'dev')).toMatchObject({ code: 0, changes: [] })

    change(folder, 'shop:1.4.0', 'shop:1.5.0')
    const changed = await changesOf(folder, 'dev')
    expect(changed).toMatchObject({ code: 2, changes: ['dev/app update exact'] })
    expect(
      changed.plan.resource_changes.filter(({ stack }) => stack !== null).map(({ stack, address, change: { actions } }) => [stack, address, ...actions]),
    ).toEqual([['dev/app', 'terraform_data.service', 'update']])

    expect((await genesis(['plan', 'dev', '--out', 'dev.plan'], { folder })).code).toBe(0)
    expect((await genesis(['apply', 'dev.plan', '--yes'], { folder })).code).toBe(0)
    const again = await genesis(['apply', 'dev.plan', '--yes'], { folder })
    expect(again.code).toBe(3)
    expect(again.err).toContain('error[plan-used]')
    expect(await changesOf(folder, 'dev')).toMatchObject({ code: 0, changes: [] })

    const destroyed = await genesis(['destroy', 'dev', '--yes'], { folder })
    expect(destroyed.code).toBe(0)
    expect(destroyed.out).toContain('Plan: 5 of 5 resources change. Terraform: 0 to add, 0 to change, 0 to replace, 5 to destroy.')
    expect((await genesis(['state', 'list'], { folder })).out).not.toContain('dev/')
    expect(existsSync(join(folder, 'out/dev'))).toBe(false)
  })

  it('keeps its secrets out of everything it prints and stores', async () => {
    const folder = shop()
    const applied = await genesis(['apply', 'dev', '--yes', '-v'], { folder })
    const shown = await genesis(['outputs', 'dev', 'database', '--show-sensitive', '-o', 'json'], { folder })
    const password = (JSON.parse(shown.out) as { outputs: { database: { password: { value: string } } } }).outputs.database.password.value
    expect(password).toMatch(/^[0-9a-f]{64}$/)
    change(folder, 'shop:1.4.0', 'shop:1.5.0')
    const texts = [applied.out, applied.err]
    for (const words of [
      ['plan', 'dev'],
      ['plan', 'dev', '-o', 'json'],
      ['outputs', 'dev'],
      ['state', 'show', 'dev/database'],
      ['state', 'show', 'dev/app', '-o', 'json'],
    ]) {
      const { out, err } = await genesis(words, { folder })
      texts.push(out, err)
    }
    expect(texts.filter((text) => text.includes(password))).toEqual([])
    expect(readFileSync(join(folder, '.genesis/state.db')).includes(password)).toBe(false)
    const wal = join(folder, '.genesis/state.db-wal')
    if (existsSync(wal)) expect(readFileSync(wal).includes(password)).toBe(false)
  })

  it('applies two environments at once without disturbing either', async () => {
    const folder = shop()
    const [dev, staging] = await Promise.all([genesis(['apply', 'dev', '--yes'], { folder }), genesis(['apply', 'staging', '--yes'], { folder })])
    expect([dev.code, staging.code]).toEqual([0, 0])
    expect(await changesOf(folder, 'dev')).toMatchObject({ code: 0 })
    expect(await changesOf(folder, 'staging')).toMatchObject({ code: 0 })
    const zones = async (environment: string): Promise<number> => {
      const { out } = await genesis(['outputs', environment, 'network', '-o', 'json'], { folder })
      return (JSON.parse(out) as { outputs: { network: { subnet_ids: { value: unknown[] } } } }).outputs.network.subnet_ids.value.length
    }
    expect([await zones('dev'), await zones('staging')]).toEqual([1, 2])
  })

  it('lets one of two applies of one environment run, and tells the other who holds it', async () => {
    const folder = shop()
    const results = await Promise.all([genesis(['apply', 'dev', '--yes'], { folder }), genesis(['apply', 'dev', '--yes'], { folder })])
    const codes = results.map(({ code }) => code).toSorted()
    const refused = results.find(({ code }) => code !== 0)
    // The loser either finds the environment held, or, if it looked a moment later, that the records moved.
    expect(codes[0]).toBe(0)
    expect([3, 5]).toContain(codes[1])
    expect(refused?.err).toMatch(/dev is held by ((run \w+ of )?tester@test-host|another process)|the records moved/)
    expect(await changesOf(folder, 'dev')).toMatchObject({ code: 0 })
  })

  it('guards its protected environment', async () => {
    const folder = shop()
    const direct = await genesis(['apply', 'prod', '--yes'], { folder })
    expect(direct.code).toBe(4)
    await genesis(['plan', 'prod', '--out', 'prod.plan'], { folder })
    expect((await genesis(['apply', 'prod.plan', '--confirm', 'prod'], { folder })).code).toBe(0)
    expect(await changesOf(folder, 'prod')).toMatchObject({ code: 0 })
  })
})
