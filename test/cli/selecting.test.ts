import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunRecord } from '../../src/ports/store.ts'
import { genesis } from '../rig/cli.ts'
import { project, writeFile } from '../rig/project.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { seen } from './seen.ts'

const header = 'apiVersion: genesis/v1\n'

function file(name: string, content: string, more: { readonly labels?: string; readonly rest?: string } = {}): string {
  return `${header}kind: File\nmetadata: { name: ${name}, labels: { ${more.labels ?? ''} } }\n${more.rest ?? ''}spec: { path: "../out/\${environment.name}/\${resource.name}.txt", content: "${content}" }\n`
}

/** `network` of the team net; `app` of the team web reads it; `page` of the team web stands alone, once per region. */
function shop(size = 1): string {
  return [
    file('network', `net ${size}`, { labels: 'team: net' }),
    file('app', '${resources.network.outputs.digest}', { labels: 'team: web' }),
    file('page', 'page ${each.key}', { labels: 'team: web', rest: 'forEach: [eu, us]\n' }),
  ].join('---\n')
}

const environments = `${header}kind: Environment\nmetadata: { name: dev, labels: { tier: none } }\n---\n${header}kind: Environment\nmetadata: { name: staging, labels: { tier: prod } }\n`

function shopProject(): string {
  return project({ 'environments/dev.yaml': environments, 'system/shop.yaml': shop() })
}

describe('a selector', () => {
  it('chooses by labels, and the plan says that it is partial', async () => {
    const folder = shopProject()
    const planned = await seen(['plan', 'dev', '-l', 'team=web'], { folder })
    expect(planned).toContain('This plan is partial: 4 of 4 resources of dev\nSelector: team=web\nAsked for: dev/app, dev/page@eu and dev/page@us\nBrought along: dev/network\n') // prettier-ignore
    expect(await seen(['plan', 'dev', '-l', 'team in (net)'], { folder })).toContain('Plan: 1 of 1 selected resource changes (4 in all).')
    expect(await seen(['plan', 'dev', '-l', 'tier=none,team!=web'], { folder })).toContain('Asked for: dev/network\n')
  })

  it('shows a mistake in it with a caret, before anything is read', async () => {
    expect(await seen(['plan', 'dev', '-l', 'team=web,=x'], { folder: tempFolder() })).toMatchInlineSnapshot(`
      "error[usage]: a label is missing here
       --> --selector:1:10
        |
      1 | team=web,=x
        |          ^
        = hint: write key=value, key!=value, key in (a,b), key notin (a,b), key or !key, with commas in between

      1 error
      exit 3"
    `)
  })

  it('never chooses with a label or a value that nothing has', async () => {
    const folder = shopProject()
    expect(await seen(['plan', 'dev', '-l', 'tema=web,team!=nett,!stage'], { folder })).toMatchInlineSnapshot(`
      "error[unknown-label]: nothing has a label "tema"
       --> --selector:1:1
        |
      1 | tema=web,team!=nett,!stage
        | ^^^^
        = hint: did you mean "team"?

      error[unknown-label]: nothing has the label team=nett
       --> --selector:1:16
        |
      1 | tema=web,team!=nett,!stage
        |                ^^^^
        = hint: did you mean "net"?

      error[unknown-label]: nothing has a label "stage"
       --> --selector:1:22
        |
      1 | tema=web,team!=nett,!stage
        |                      ^^^^^
        = hint: there are team, tier

      3 errors
      exit 3"
    `)
  })

  it('is refused where nothing matches, and where it is empty', async () => {
    const folder = shopProject()
    expect(await seen(['plan', 'dev', '-l', 'tier=prod'], { folder })).toMatchInlineSnapshot(`
      "error[selection-invalid]: nothing in dev is tier=prod
        = hint: its resources have team=net, team=web, tier=none

      1 error
      exit 3"
    `)
    expect(await seen(['plan', 'dev', '-l', ''], { folder })).toMatchInlineSnapshot(`
      "error[usage]: a label is missing here
       --> --selector:1:1
        |
      1 |
        | ^
        = hint: write key=value, key!=value, key in (a,b), key notin (a,b), key or !key, with commas in between

      1 error
      exit 3"
    `)
  })
})

describe('a part of an environment', () => {
  it('is named at the prompt, in the run and in what is to be done next', async () => {
    const folder = shopProject()
    const { code, out, err } = await genesis(['apply', 'dev', 'app'], { folder, answers: ['yes'] })
    expect(code).toBe(0)
    expect(err).toContain('Partial: 2 of 4 resources; dev/network comes along. Apply this plan to dev? Only "yes" is taken: yes\n')
    expect(out).toContain('Apply complete (partial: 2 of 4 resources): 2 succeeded, 0 failed, 0 skipped')
    expect(readdirSync(join(folder, 'out/dev'))).toEqual(['app.txt', 'network.txt'])
    const { runs } = JSON.parse((await genesis(['runs', '-o', 'json'], { folder })).out) as { runs: readonly RunRecord[] }
    expect(runs.map(({ part }) => part)).toEqual([{ words: ['app'], selected: 2, total: 4 }])
    expect(await seen(['show', runs[0]?.id ?? ''], { folder })).toContain('  partial  2 of 4 resources: app\n')
  })

  it('never says that all is as declared', async () => {
    const folder = shopProject()
    await genesis(['apply', 'dev', 'app', '--yes'], { folder })
    expect(await seen(['plan', 'dev', 'network'], { folder })).toMatchInlineSnapshot(`
      "This plan is partial: 1 of 4 resources of dev
      Asked for: dev/network

      No changes among the 1 selected of 4 resources of dev.
      planning dev: 1 resource
      exit 0"
    `)
  })

  it('says how to go on with the same part after a failure', async () => {
    const folder = shopProject()
    writeFile(folder, 'system/dns.yaml', `${header}kind: Command\nmetadata: { name: dns, labels: { team: ops } }\nspec: { create: [sh, -c, "exit 1"] }\n`)
    const result = await seen(['apply', 'dev', '-l', 'team in (ops)', '--yes'], { folder })
    expect(result).toContain("mend the cause and run: genesis apply dev --selector 'team in (ops)'\n")
  })

  it('with --only takes recorded values, and says where they may be behind', async () => {
    const folder = shopProject()
    expect(await seen(['plan', 'dev', 'app', '--only'], { folder })).toMatchInlineSnapshot(`
      "error[selection-invalid]: dev/app waits for dev/network, which was never applied: there are no recorded values to take
        = hint: leave --only out: dev/network comes along then

      1 error
      exit 3"
    `)
    await genesis(['apply', 'dev', '--yes'], { folder })
    writeFile(folder, 'system/shop.yaml', shop(2))
    expect(await seen(['apply', 'dev', 'app', '--only', '--yes'], { folder })).toMatchInlineSnapshot(`
      "This plan is partial: 1 of 4 resources of dev
      Asked for: dev/app
      Not planned, their recorded values are taken: dev/network (changed since)

      No changes among the 1 selected of 4 resources of dev.
      planning dev: 1 resource
      warning[input-behind]: the recorded values of dev/network are taken as they are, but its document or its sources were changed since
        = hint: apply dev/network first, or leave --only out

      1 warning
      exit 0"
    `)
  })

  it('with --exclude leaves out what needs the excluded one', async () => {
    const folder = shopProject()
    expect(await seen(['apply', 'dev', '--exclude', 'network,page@eu', '--yes'], { folder })).toMatchInlineSnapshot(`
      "Plan for dev

      This plan is partial: 1 of 4 resources of dev
      Excluded: dev/network and dev/page@eu
      Left out because they need what is excluded: dev/app

          + create

        # dev/page@us will be created
        + File dev/page@us {
            + content = "page us"
            + digest  = "sha256:5cc29b44de31011f5afa015cb788c5571d18b4b35daf16f353e0f4721f0478e0"
            + mode    = "0644"
            + path    = "out/dev/page@us.txt"
          }

      Plan: 1 of 1 selected resource changes (4 in all).
      Apply complete (partial: 1 of 4 resources): 1 succeeded, 0 failed, 0 skipped in DURATION.
      planning dev: 1 resource
      dev/page@us: planned: create
      note: made a new state database: PROJECT/.genesis/state.db
      applying dev: 1 step (run RUN)
      dev/page@us: creating
      dev/page@us: created after DURATION
      exit 0"
    `)
  })

  it('stays one when it was saved', async () => {
    const folder = shopProject()
    await genesis(['apply', 'dev', '--yes'], { folder })
    writeFile(folder, 'system/shop.yaml', shop(2).replace('page ', 'new page '))
    expect((await genesis(['plan', 'dev', 'page', '--out', 'page.plan'], { folder })).code).toBe(0)
    expect(await seen(['show', 'page.plan'], { folder })).toContain('This plan is partial: 2 of 4 resources of dev\nAsked for: dev/page@eu and dev/page@us\n')
    // What the plan is not about may change.
    writeFile(folder, 'system/shop.yaml', shop(3).replace('page ', 'new page '))
    expect(await seen(['apply', 'page.plan', '--yes'], { folder })).toContain('Apply complete (partial: 2 of 4 resources): 2 succeeded')
    expect(await seen(['apply', 'page.plan', '--yes'], { folder })).toContain('make a new one with genesis plan dev page --out FILE')
  })

  it('can be a thing without a document, also from a file', async () => {
    const folder = shopProject()
    await genesis(['apply', 'dev', '--yes'], { folder })
    writeFile(folder, 'system/shop.yaml', shop().split('---\n').slice(0, 2).join('---\n'))
    expect((await genesis(['plan', 'dev', 'page', '--out', 'page.plan'], { folder })).code).toBe(0)
    expect(await seen(['apply', 'page.plan', '--yes'], { folder })).toContain('Apply complete (partial: 2 of 4 resources): 2 succeeded')
    expect(readdirSync(join(folder, 'out/dev'))).toEqual(['app.txt', 'network.txt'])
  })
})

describe('contradictions', () => {
  it.each([
    [['plan', 'dev', 'app', '-l', 'team=web'], 'both app and --selector team=web are given'],
    [['plan', 'dev', '--only'], '--only says nothing without targets'],
    [['apply', 'dev', 'app', '--only', '--with-dependents'], '--only and --with-dependents contradict each other'],
    [['plan', 'dev', 'app', '--destroy', '--with-dependents'], '--with-dependents says nothing here'],
  ])('%j is refused before anything is read', async (words, message) => {
    const result = await seen(words, { folder: tempFolder() })
    expect(result).toContain(`error[usage]: ${message}`)
    expect(result).toContain('exit 3')
  })
})
