import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { project, writeFile } from '../rig/project.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { seen } from './seen.ts'

const header = 'apiVersion: genesis/v1\n'

const environments = ['base', 'dev', 'staging', 'global']
  .map((name) => `${header}kind: Environment\nmetadata: { name: ${name}, labels: { tier: ${name} } }\nspec: { abstract: ${String(name === 'base')} }\n`)
  .join('---\n')

const prod = `${header}kind: Environment\nmetadata: { name: prod }\nspec: { protected: true }\n`

/** `global/dns` is read by `dev/app` and `staging/app`; `page` is in dev alone. */
function system({ zone = 'zone', appKind = 'File' } = {}): string {
  const read = "${environments['global'].resources.dns.outputs.digest}"
  const spec = appKind === 'File' ? `{ path: "../out/\${environment.name}/app.txt", content: "${read}" }` : `{ inputs: { dns: "${read}" }, ${appKind} }`
  return [
    `${header}kind: File\nmetadata: { name: dns }\nenvironments: [global]\nspec: { path: ../out/dns.txt, content: ${zone} }\n`,
    `${header}kind: ${appKind === 'File' ? 'File' : 'Command'}\nmetadata: { name: app }\nenvironments: [dev, staging]\nspec: ${spec}\n`,
    `${header}kind: File\nmetadata: { name: page }\nenvironments: [dev]\nspec: { path: ../out/page.txt, content: page }\n`,
  ].join('---\n')
}

function shop(more: Readonly<Record<string, string>> = {}): string {
  return project({ 'environments/dev.yaml': environments, 'system/shop.yaml': system(), ...more })
}

async function code(words: readonly string[], folder: string): Promise<number> {
  return (await genesis(words, { folder })).code
}

describe('several environments', () => {
  it('are planned in the order in which they read each other, and added up', async () => {
    const folder = shop()
    expect(await seen(['plan', 'dev,global,staging'], { folder })).toMatchInlineSnapshot(`
      "Plan for global

          + create

        # global/dns will be created
        + File global/dns {
            + content = "zone"
            + digest  = "sha256:543e33c48b3c23d3b3ef151358533bc206fa0225ba66b89933a795451f016479"
            + mode    = "0644"
            + path    = "out/dns.txt"
          }

      Plan: 1 of 1 resource changes.

      In all: 1 of 3 environments changes (2 planned later), 1 of 1 resource.
      dev reads global/dns, never applied so far: it is planned once that is there, and it stops at a delete or replace that is not shown here.
      staging reads global/dns, never applied so far: it is planned once that is there, and it stops at a delete or replace that is not shown here.
      planning global: 1 resource
      global/dns: planned: create
      exit 0"
    `)
    await genesis(['apply', 'global', '--yes'], { folder })
    writeFile(folder, 'system/shop.yaml', system({ zone: 'zone2' }))
    const both = await seen(['plan', '-e', 'dev,global'], { folder })
    expect(both).toContain('In all: 2 of 2 environments change, 3 of 3 resources.\ndev reads global, which changes first: it is planned again then,')
    expect(await code(['plan', '--all', '--detailed-exitcode'], folder)).toBe(2)
  })

  it('are applied after one question, those that read others planned again', async () => {
    const folder = shop()
    const applied = await genesis(['apply', 'staging,dev,global'], { folder, answers: ['yes'] })
    expect(applied.code).toBe(0)
    expect(applied.err).toContain(
      'Apply all this to global (1 resource), staging (planned then) and dev (planned then), one after the other? Only "yes" is taken: yes\n',
    )
    expect(applied.out).toMatch(
      /ENVIRONMENT  RESULT\s+\nglobal       succeeded  1 succeeded\nstaging      succeeded  1 succeeded\ndev          succeeded  2 succeeded\n$/,
    )
    writeFile(folder, 'system/shop.yaml', system({ zone: 'zone2' }))
    expect((await genesis(['apply', '--all'], { folder, answers: ['no'] })).err).toContain(
      'Apply all this to global (1 resource), dev (planned again) and staging (planned again), one after the other? ',
    )
    expect(await seen(['apply', '--all', '--yes'], { folder })).toMatchInlineSnapshot(`
      "Plan for global

          ~ update in place

        # global/dns will be updated in place: content and digest changed
        ~ File global/dns {
            ~ content = "zone" -> "zone2"
            ~ digest  = "sha256:543e33c48b3c23d3b3ef151358533bc206fa0225ba66b89933a795451f016479" -> "sha256:930c5a9adbeb8410817a1dff05d7cbffe4ada2ddbeaacecadd7cbcb35a233231"
              # (2 unchanged attributes hidden)
          }

      Plan: 1 of 1 resource changes.

      No changes. dev is as declared (2 resources).

      No changes. staging is as declared (1 resource).

      In all: 1 of 3 environments changes, 1 of 4 resources.
      dev reads global, which changes first: it is planned again then, and it stops at a delete or replace that is not shown here.
      staging reads global, which changes first: it is planned again then, and it stops at a delete or replace that is not shown here.
      Apply complete: 1 succeeded, 0 failed, 0 skipped in DURATION.

      Plan for dev

          ~ update in place

        # dev/app will be updated in place: content and digest changed
        ~ File dev/app {
            ~ content = "sha256:543e33c48b3c23d3b3ef151358533bc206fa0225ba66b89933a795451f016479" -> "sha256:930c5a9adbeb8410817a1dff05d7cbffe4ada2ddbeaacecadd7cbcb35a233231"
            ~ digest  = "sha256:e1d94abb58dda0cafe01a6c666dbdecfaa9b63abb59f635b16cbd81cd553bdf3" -> "sha256:8c18cb563e723323724e068dee3fd09394317c0ea842657d8d71208143abdc40"
              # (2 unchanged attributes hidden)
          }

        # 1 resource is unchanged

      Plan: 1 of 2 resources changes.

      Apply complete: 1 succeeded, 0 failed, 0 skipped in DURATION.

      Plan for staging

          ~ update in place

        # staging/app will be updated in place: content and digest changed
        ~ File staging/app {
            ~ content = "sha256:543e33c48b3c23d3b3ef151358533bc206fa0225ba66b89933a795451f016479" -> "sha256:930c5a9adbeb8410817a1dff05d7cbffe4ada2ddbeaacecadd7cbcb35a233231"
            ~ digest  = "sha256:e1d94abb58dda0cafe01a6c666dbdecfaa9b63abb59f635b16cbd81cd553bdf3" -> "sha256:8c18cb563e723323724e068dee3fd09394317c0ea842657d8d71208143abdc40"
              # (2 unchanged attributes hidden)
          }

      Plan: 1 of 1 resource changes.

      Apply complete: 1 succeeded, 0 failed, 0 skipped in DURATION.

      ENVIRONMENT  RESULT     
      global       succeeded  1 succeeded
      dev          succeeded  1 succeeded
      staging      succeeded  1 succeeded
      planning global: 1 resource
      global/dns: planned: update
      planning dev: 2 resources
      planning staging: 1 resource
      applying global: 1 step (run RUN)
      global/dns: updating
      global/dns: updated after DURATION
      planning dev: 2 resources
      dev/app: planned: update
      applying dev: 1 step (run RUN)
      dev/app: updating
      dev/app: updated after DURATION
      planning staging: 1 resource
      staging/app: planned: update
      applying staging: 1 step (run RUN)
      staging/app: updating
      staging/app: updated after DURATION
      exit 0"
    `)
    expect(await seen(['apply', '--all', '--yes'], { folder })).toMatchInlineSnapshot(`
      "No changes. global is as declared (1 resource).

      No changes. dev is as declared (2 resources).

      No changes. staging is as declared (1 resource).

      In all: 0 of 3 environments change, 0 of 4 resources.
      planning global: 1 resource
      planning dev: 2 resources
      planning staging: 1 resource
      exit 0"
    `)
  })

  it('stop those that read one that failed, and no others', async () => {
    const folder = shop({
      'system/free.yaml': `${header}kind: Command\nmetadata: { name: bad }\nenvironments: [global]\nspec: { create: [sh, -c, "exit 1"] }\n`,
    })
    writeFile(folder, 'environments/free.yaml', `${header}kind: Environment\nmetadata: { name: free }\n`)
    writeFile(
      folder,
      'system/more.yaml',
      `${header}kind: File\nmetadata: { name: alone }\nenvironments: [free]\nspec: { path: ../out/alone.txt, content: x }\n`,
    )
    const { code: exitCode, out } = await genesis(['apply', '--all', '--yes', '-o', 'json'], { folder })
    expect(exitCode).toBe(6)
    const document = JSON.parse(out) as { environments: readonly { environment: string; exitCode: number; because: string | null; run: object | null }[] }
    expect(document.environments.map(({ environment, exitCode: one, because, run }) => [environment, one, because, run !== null])).toEqual([
      ['free', 0, null, true],
      ['global', 6, null, true],
      ['dev', 1, 'it reads global, which did not end well', false],
      ['staging', 1, 'it reads global, which did not end well', false],
    ])
    expect(existsSync(join(folder, 'out/alone.txt'))).toBe(true)
    const halted = await genesis(['apply', '--all', '--yes', '--on-failure', 'halt'], { folder })
    expect(halted.out).toContain('global failed before, and --on-failure is halt')
  })

  it('stop where a plan made again takes away what nobody approved', async () => {
    const programs = 'create: [sh, -c, "echo {}"], delete: [sh, -c, ":"]'
    const folder = shop({ 'system/shop.yaml': system({ appKind: programs }) })
    expect(await code(['apply', '--all', '--yes'], folder)).toBe(0)
    writeFile(folder, 'system/shop.yaml', system({ zone: 'zone2', appKind: programs }))
    const result = await seen(['apply', 'global,staging', '--yes'], { folder })
    expect(result).toContain('with what staging reads now, its plan takes away what was not approved:\n    -/+ replace staging/app\n')
    expect(result).toContain('  = hint: to approve that, too: genesis apply staging\n')
    expect(result).toContain('exit 6')
    expect(await code(['plan', 'staging', '--detailed-exitcode'], folder)).toBe(2)
  })

  it('are destroyed in the reverse order', async () => {
    const folder = shop()
    await genesis(['apply', '--all', '--yes'], { folder })
    const { out, code: exitCode } = await genesis(['destroy', 'global,dev,staging', '--yes'], { folder })
    expect(exitCode).toBe(0)
    expect(out).toMatch(/dev +succeeded  2 succeeded\nstaging +succeeded  1 succeeded\nglobal +succeeded  1 succeeded\n$/)
  })

  it('are nothing that is done when nobody says yes', async () => {
    const folder = shop()
    expect((await genesis(['apply', '--all'], { folder, answers: ['no'] })).code).toBe(4)
    expect((await genesis(['apply', '--all'], { folder })).code).toBe(4)
    expect(await code(['apply', '--all', '--dry-run'], folder)).toBe(0)
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })
})

describe('environments that are chosen', () => {
  it('by what they have are the only ones; the others are said', async () => {
    const folder = shop()
    await genesis(['apply', '--all', '--yes'], { folder })
    expect(await seen(['plan', '--all', 'page'], { folder })).toContain(
      'In all: 0 of 1 environment change, 0 of 1 resource.\nNothing of what was asked for is in global and staging.\n',
    )
    expect(await seen(['plan', '--all', '-l', 'tier in (dev,staging)'], { folder })).toContain('Nothing of what was asked for is in global.\n')
    expect(await seen(['plan', 'staging/app', 'dev/page'], { folder })).toContain('In all: 0 of 2 environments change, 0 of 2 resources.\n')
  })

  it.each([
    [['plan', 'dev,stagng'], 'error[unknown-environment]: no environment is named "stagng"\n  = hint: did you mean "staging"?'],
    [['plan', 'dev,base'], 'error[unknown-environment]: no environment is named "base"'],
    [['plan', '--all', 'pgae'], 'error[unknown-target]: no resource of dev, global, staging is named "pgae"\n  = hint: did you mean "page"?'],
    [['plan', '--all', 'dev'], 'error[unknown-target]: "dev" is an environment, not a resource of dev, global, staging'],
    [
      ['plan', '-e', 'dev', 'staging'],
      'error[unknown-target]: "staging" is an environment, not a resource of dev\n  = hint: several environments are written with commas: dev,staging',
    ],
    [['plan', 'dev,staging', '-l', 'tier=global'], 'error[selection-invalid]: nothing in dev, staging is tier=global'],
    [['plan', '--all', '-l', 'tier!=dve'], 'error[unknown-label]: nothing has the label tier=dve'],
    [['validate', 'dev,stagng'], 'error[unknown-environment]: no environment is named "stagng"'],
    [['graph', 'dev,stagng'], 'error[unknown-environment]: no environment is named "stagng"'],
    [['state', 'list', 'dev,stagng'], 'error[unknown-environment]: no environment is named "stagng"'],
  ])('%j is refused', async (words, expected) => {
    expect(await seen(words, { folder: shop() })).toContain(expected)
  })

  it.each([
    [['plan', 'dev,staging', '--out', 'x.plan'], 'a saved plan is applied exactly as it is, so x.plan can hold that of one environment alone'],
    [['plan', '--all', '-e', 'dev'], '--all and -e dev contradict each other'],
    [['apply', '--all', 'app', '-l', 'team=x', '--yes'], 'both app and --selector team=x are given'],
  ])('%j is refused before anything is read', async (words, message) => {
    expect(await seen(words, { folder: tempFolder() })).toContain(`error[usage]: ${message}`)
  })

  it('are one page with -o html, and one text with -o markdown', async () => {
    const folder = shop()
    const { code: done, out } = await genesis(['plan', '--all', '-o', 'html'], { folder })
    expect(done).toBe(0)
    expect(out.match(/<!doctype html>/g)).toHaveLength(1)
    expect(out).toContain('In all: 1 of 3 environments changes (2 planned later)')
    expect(await code(['apply', 'global', '--yes'], folder)).toBe(0)
    const all = (await genesis(['plan', '--all', '-o', 'html'], { folder })).out
    for (const text of ['Plans for global, dev and staging', '<h2>Plan for dev</h2>', 'File dev/page', 'File staging/app']) expect(all).toContain(text)
  })

  it('may be named by the variable, which --all overrules', async () => {
    const options = { folder: shop(), variables: { GENESIS_ENVIRONMENT: 'dev,global' } }
    expect((await genesis(['plan', '-o', 'json'], options)).out).toContain('"environment": "global"')
    const { environments: all } = JSON.parse((await genesis(['plan', '--all', '-o', 'json'], options)).out) as {
      environments: readonly { environment: string; plan: object | null }[]
    }
    expect(all.map(({ environment, plan }) => [environment, plan !== null])).toEqual([['global', true], ['dev', false], ['staging', false]]) // prettier-ignore
  })

  it('stay untouched where one of them is protected', async () => {
    const config = { 'config/coordination.yaml': 'coordination: { store: { allowLocal: true } }\n' }
    const folder = shop({ 'environments/prod.yaml': prod, ...config })
    expect(await seen(['apply', '--all', '--yes'], { folder })).toMatchInlineSnapshot(`
      "error[confirmation-needed]: prod is protected: it takes only a saved plan, so nothing is done in global, dev, prod and staging
        = hint: genesis plan prod --out prod.plan, read it, then genesis apply prod.plan; the others by name: genesis apply global,dev,staging

      1 error
      exit 4"
    `)
    expect(existsSync(join(folder, '.genesis'))).toBe(false)
    expect(await code(['apply', '--all', '--dry-run'], folder)).toBe(0)
  })

  it('are shown together', async () => {
    const folder = shop()
    await genesis(['apply', '--all', '--yes'], { folder })
    expect(await seen(['validate', 'dev,global'], { folder })).toBe('dev: 2 resources (app, page)\nglobal: 1 resource (dns)\nexit 0')
    expect((await genesis(['outputs', 'dev,global', 'dns'], { folder })).out).toContain('global/dns\n')
    const outputs = JSON.parse((await genesis(['outputs', 'dev,global', '-o', 'json'], { folder })).out) as { environments: readonly { environment: string }[] }
    expect(outputs.environments.map(({ environment }) => environment)).toEqual(['dev', 'global'])
    expect((await genesis(['state', 'list', 'staging,global'], { folder })).out).not.toContain('dev/')
    expect((await genesis(['graph', 'staging,global', '-o', 'json'], { folder })).out).toContain('"outside": false')
    const markdown = (await genesis(['plan', '--all', '-o', 'markdown'], { folder })).out
    expect(markdown).toContain('<p>In all: 0 of 3 environments change, 0 of 4 resources.</p>\n')
    expect(markdown.match(/<h2>/g)?.length).toBe(3)
  })
})
