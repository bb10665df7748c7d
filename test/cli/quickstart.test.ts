import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { tempFolder } from '../rig/temp-folder.ts'

function quickstart(): string {
  const folder = tempFolder()
  checkForLeaks(folder)
  cpSync(join(import.meta.dirname, '../../examples/quickstart'), folder, { recursive: true, filter: (path) => !/[/]\.genesis|[/]out$/.test(path) })
  return folder
}

describe('examples/quickstart', () => {
  it('is planned, applied, found unchanged, changed, and taken away', async () => {
    const folder = quickstart()
    const planned = await genesis(['plan', 'dev', '--detailed-exitcode'], { folder })
    expect(planned.code).toBe(2)
    expect(planned.out).toContain('Plan: 2 of 3 resources change, 1 deferred.')
    expect(existsSync(join(folder, '.genesis'))).toBe(false)

    const applied = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(applied.code).toBe(0)
    expect(applied.out).toContain('Apply complete: 3 succeeded, 0 failed, 0 skipped')
    expect(readFileSync(join(folder, 'out/dev/receipt.txt'), 'utf8')).toBe('app-dev is registered as number 1\n')

    const again = await genesis(['plan', 'dev', '--detailed-exitcode'], { folder })
    expect(again).toMatchObject({ code: 0, out: 'No changes. dev is as declared (3 resources).\n' })

    const changed = join(folder, 'environments/dev.yaml')
    writeFileSync(changed, readFileSync(changed, 'utf8').replace('replicas: 2', 'replicas: 3'))
    const update = await genesis(['plan', 'dev', '--detailed-exitcode', '-o', 'json'], { folder })
    expect(update.code).toBe(2)
    const document = JSON.parse(update.out) as { resources: { address: string; action: string; exactness: string }[] }
    expect(document.resources.map(({ address, action, exactness }) => `${address} ${action} ${exactness}`)).toEqual([
      'dev/config update exact',
      'dev/receipt update deferred',
      'dev/registration update conditional',
    ])

    const destroyed = await genesis(['destroy', 'dev', '--yes'], { folder })
    expect(destroyed.code).toBe(0)
    expect(existsSync(join(folder, 'out/dev'))).toBe(false)
    expect(existsSync(join(folder, 'out/registry/app-dev'))).toBe(false)
    expect((await genesis(['state', 'list'], { folder })).out).not.toContain('dev/')
  })

  it('puts back what was changed by hand, and says so', async () => {
    const folder = quickstart()
    await genesis(['apply', 'dev', '--yes'], { folder })
    writeFileSync(join(folder, 'out/dev/app.json'), 'mine now\n')
    const plan = await genesis(['plan', 'dev'], { folder })
    expect(plan.out).toContain('changed outside of Genesis')
    await genesis(['apply', 'dev', '--yes'], { folder })
    expect(readFileSync(join(folder, 'out/dev/app.json'), 'utf8')).toContain('"greeting": "Hello"')
  })

  it('asks, and takes nothing but yes', async () => {
    const folder = quickstart()
    const nobody = await genesis(['apply', 'dev'], { folder })
    expect(nobody.code).toBe(4)
    expect(nobody.err).toContain('nobody is there to approve it')
    const no = await genesis(['apply', 'dev'], { folder, answers: ['y'] })
    expect(no.code).toBe(4)
    expect(existsSync(join(folder, 'out'))).toBe(false)
    expect((await genesis(['apply', 'dev'], { folder, answers: ['yes'] })).code).toBe(0)
  })

  it('applies a saved plan once, and only while nothing it is bound to has moved', async () => {
    const folder = quickstart()
    expect((await genesis(['plan', 'dev', '--out', 'dev.plan'], { folder })).code).toBe(0)
    expect((await genesis(['show', 'dev.plan'], { folder })).out).toContain('Plan: 2 of 3 resources change, 1 deferred.')
    expect((await genesis(['apply', 'dev.plan', '--yes'], { folder })).code).toBe(0)
    const twice = await genesis(['apply', 'dev.plan', '--yes'], { folder })
    expect(twice.code).toBe(3)
    expect(twice.err).toMatch(/error\[plan-used\]: the plan was applied before, by run \w+/)

    const changed = join(folder, 'environments/dev.yaml')
    writeFileSync(changed, readFileSync(changed, 'utf8').replace('replicas: 2', 'replicas: 3'))
    await genesis(['plan', 'dev', '--out', 'next.plan'], { folder })
    writeFileSync(changed, readFileSync(changed, 'utf8').replace('replicas: 3', 'replicas: 4'))
    const stale = await genesis(['apply', 'next.plan', '--yes'], { folder })
    expect(stale.code).toBe(3)
    expect(stale.err).toContain('the environment document was changed')

    const text = readFileSync(join(folder, 'next.plan'), 'utf8')
    writeFileSync(join(folder, 'edited.plan'), text.replace('"update"', '"delete"'))
    expect((await genesis(['apply', 'edited.plan', '--yes'], { folder })).err).toContain('was changed after it was made')
    writeFileSync(join(folder, 'no.plan'), 'hello')
    expect((await genesis(['apply', 'no.plan', '--yes'], { folder })).err).toContain('no.plan is no plan file')
  })
})
