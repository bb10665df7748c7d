import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'
import { seen } from './seen.ts'

const environments = ['dev', 'prod']
  .map((name) => `apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: ${name} }\nspec: { variables: { region: eu, size: 2 } }\n`)
  .join('---\n')

function twoFiles(): string {
  return project({
    'environments/dev.yaml': environments,
    'system/a.yaml': `${fileDocument('a', 'in ${environment.variables.region}', '  mode: "0640"\n').replace('../out/', '../out/${environment.name}/')}overrides: { prod: { mode: "0600" } }\n`,
    'system/b.yaml': fileDocument('b', 'size ${environment.variables.size}').replace('../out/', '../out/${environment.name}/'),
  })
}

describe('--set', () => {
  it('is stronger than every document, and explain says where', async () => {
    const folder = twoFiles()
    expect(await seen(['explain', 'prod/a', 'mode', '--set', 'a.mode="0644"'], { folder })).toMatchInlineSnapshot(`
      "prod/a mode

        mode = "0644"
          from --set:1:8 (set for this command)
          over system/a.yaml:8:28 (the override for prod): "0600"
          over system/a.yaml:7:9 (the document): "0640"
      exit 0"
    `)
    expect(await seen(['explain', 'dev/b', 'content', '--set', 'environment.variables.size=7'], { folder })).toMatchInlineSnapshot(`
      "dev/b content

        content = "size 7"
          from system/b.yaml:6:12
          as   size \${environment.variables.size}
            environment.variables.size = 7
              from --set:1:28 (set for this command)
              over environments/dev.yaml:4:40 (dev): 2
      exit 0"
    `)
  })

  it('counts for one environment where it says so, and the plan says what was set', async () => {
    const folder = twoFiles()
    const out = async (environment: string) => (await genesis(['plan', environment, '--set', 'dev/b.content=set'], { folder })).out
    expect(await out('dev')).toContain('Set for this plan alone: dev/b.content\n')
    expect(await out('dev')).toContain('"set"')
    expect(await out('prod')).not.toContain('"set"')
  })

  it('is applied by that command alone', async () => {
    const folder = twoFiles()
    expect((await genesis(['apply', 'dev', 'b', '--yes', '--set', 'environment.variables.size=7'], { folder })).code).toBe(0)
    expect(readFileSync(join(folder, 'out/dev/b.txt'), 'utf8')).toBe('size 7')
    expect((await genesis(['plan', 'dev', 'b'], { folder })).out).toContain('"size 7" -> "size 2"')
    expect((await genesis(['plan', 'dev', 'b', '--detailed-exitcode', '--set', 'environment.variables.size=7'], { folder })).code).toBe(0)
    const [run = ''] = (JSON.parse((await genesis(['runs', '-o', 'json'], { folder })).out) as { runs: { id: string }[] }).runs.map(({ id }) => id)
    expect(await seen(['show', run], { folder })).toContain("b --set 'environment.variables.size=…'\n")
  })

  it('is kept in a saved plan, which takes nothing more', async () => {
    const folder = twoFiles()
    expect((await genesis(['plan', 'dev', '--out', 'dev.plan', '--set', 'b.content=secret-word'], { folder })).code).toBe(0)
    expect((await genesis(['plan', 'dev', '-o', 'json', '--set', 'b.content=x'], { folder })).out).toContain('"set": [\n    "b.content"\n  ]')
    expect(await seen(['apply', 'dev.plan', '--set', 'b.content=other'], { folder })).toMatchInlineSnapshot(`
      "error[usage]: dev.plan is applied as it was planned: nothing can be set any more
        = hint: set it where it is planned: genesis plan ENVIRONMENT --set b.content=other --out dev.plan

      1 error
      exit 3"
    `)
    const applied = await genesis(['apply', 'dev.plan', '--yes'], { folder })
    expect(applied.code, applied.err).toBe(0)
    expect(readFileSync(join(folder, 'out/dev/b.txt'), 'utf8')).toBe('secret-word')
    expect(await seen(['apply', 'dev.plan', '--yes'], { folder })).toContain("genesis plan dev --set 'b.content=…' --out FILE")
  })

  it('is told all its mistakes with a caret and a suggestion', async () => {
    const folder = twoFiles()
    const words = ['c.mode=1', 'environment.variables.regin=eu', 'a.mdoe=x', 'dve/a.mode=x', 'b.lifecycle.timeout=2h', 'nothing']
    expect(await seen(['validate', ...words.flatMap((word) => ['--set', word])], { folder })).toMatchInlineSnapshot(`
      "error[usage]: "nothing" is followed by no "=" and value
       --> --set:6:1
        |
      6 | nothing
        | ^^^^^^^
        = hint: --set app.variables.size=9, or --set environment.variables.region=eu-west-1

      error[unknown-target]: no resource is named "c"
       --> --set:1:1
        |
      1 | c.mode=1
        | ^
        = hint: did you mean "a"?

      error[unknown-field]: no environment has a variable "regin"
       --> --set:2:23
        |
      2 | environment.variables.regin=eu
        |                       ^^^^^
        = hint: did you mean "region"?

      error[unknown-field]: a File's spec has no field "mdoe"
       --> --set:3:3
        |
      3 | a.mdoe=x
        |   ^^^^
        = hint: did you mean "mode"?

      error[unknown-environment]: no environment is named "dve"
       --> --set:4:1
        |
      4 | dve/a.mode=x
        | ^^^^^
        = hint: did you mean "dev"?

      error[unknown-field]: a File's spec has no field "lifecycle"
       --> --set:5:3
        |
      5 | b.lifecycle.timeout=2h
        |   ^^^^^^^^^
        = hint: its fields are path, content, source, template, mode

      6 errors
      exit 3"
    `)
    expect(await seen(['validate', '--set', 'a.mode=600'], { folder })).toMatchInlineSnapshot(`
      "error[wrong-type]: spec.mode must be a string, not the number 600
       --> --set:1:8
        |
      1 | a.mode=600
        |        ^^^
        = hint: quote it: "600"

      1 error
      exit 3"
    `)
  })

  it('adds what there was not, and takes away with null', async () => {
    const folder = twoFiles()
    writeFile(
      folder,
      'system/c.yaml',
      'apiVersion: genesis/v1\nkind: Command\nmetadata: { name: c }\nspec: { create: [echo, "{}"], inputs: { tags: { a: 1, b: 2 } } }\n',
    )
    const words = ['--set', 'c.inputs.tags.a=null', '--set', 'c.inputs.tags["x.y"]=[1, z]']
    const plan = JSON.parse((await genesis(['plan', 'dev', 'c', '-o', 'json', ...words], { folder })).out) as { resources: { after: unknown }[] }
    expect(plan.resources[0]?.after).toMatchObject({ inputs: { tags: { b: 2, 'x.y': [1, 'z'] } } })
  })
})
