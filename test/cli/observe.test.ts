import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { project, writeFile } from '../rig/project.ts'
import { seen } from './seen.ts'

const header = 'apiVersion: genesis/v1\n'

const environments = `${header}kind: Environment
metadata: { name: base }
spec:
  abstract: true
  mode: observe
---
${header}kind: Environment
metadata: { name: dev }
spec: { extends: [base], variables: { word: hello } }
---
${header}kind: Environment
metadata: { name: prod }
spec: { extends: [base], mode: manage, variables: { word: welcome } }
`

const file = `${header}kind: File
metadata: { name: a }
spec: { path: "../out/\${environment.name}.txt", content: "\${environment.variables.word}" }
`

function observed(): string {
  return project({ 'environments/dev.yaml': environments, 'system/a.yaml': file })
}

function change(folder: string, from: string, to: string): void {
  const path = join(folder, 'environments/dev.yaml')
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
}

const refusal = `error[observed-only]: dev is only observed: it can be planned, but nothing of it is changed or recorded
 --> environments/dev.yaml:6:9
  |
6 |   mode: observe
  |         ^^^^^^^
  = hint: to let Genesis change it, say "mode: manage" in the Environment dev

1 error in 1 file
exit 3`

describe('an environment that is only observed', () => {
  it('is planned, and the plan says so', async () => {
    const folder = observed()
    expect(await seen(['plan', 'dev', '--detailed-exitcode'], { folder })).toMatchInlineSnapshot(`
      "Plan for dev (observed only)

          + create

        # dev/a will be created
        + File dev/a {
            + content = "hello"
            + digest  = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
            + mode    = "0644"
            + path    = "out/dev.txt"
          }

      Plan: 1 of 1 resource changes.
      planning dev: 1 resource
      dev/a: planned: create
      exit 2"
    `)
    const { out } = await genesis(['plan', 'dev', '-o', 'json'], { folder })
    expect(JSON.parse(out)).toMatchObject({ observed: true, mode: 'apply', summary: { changed: 1 } })
    expect((await genesis(['plan', 'dev', '-o', 'markdown'], { folder })).out).toContain('<h2>Plan for <code>dev</code> (observed only)</h2>')
    expect((await genesis(['explain', 'dev/a'], { folder })).out).toContain('observed   its environment is only observed: nothing of it is ever changed')
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })

  it.each([
    ['apply', ['apply', 'dev', '--yes']],
    ['apply without an answer', ['apply', 'dev']],
    ['destroy', ['destroy', 'dev', '--yes']],
  ])('refuses %s before anything is touched', async (_, words) => {
    const folder = observed()
    expect(await seen(words, { folder })).toBe(refusal)
    expect(readdirSync(folder).sort()).toEqual(['.cache', 'environments', 'genesis.yaml', 'system'])
  })

  it('shows what would be done with --dry-run', async () => {
    const { code, out } = await genesis(['apply', 'dev', '--dry-run'], { folder: observed() })
    expect([code, out]).toEqual([0, expect.stringContaining('Plan for dev (observed only)')])
  })

  it('refuses changes of what is recorded, and a plan saved while it was managed', async () => {
    const folder = observed()
    change(folder, 'extends: [base], variables: { word: hello }', 'variables: { word: hello }')
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    change(folder, 'variables: { word: hello }', 'variables: { word: goodbye }')
    expect((await genesis(['plan', 'dev', '--out', 'dev.plan'], { folder })).code).toBe(0)
    change(folder, 'spec: { variables: { word: goodbye }', 'spec: { extends: [base], variables: { word: goodbye }')
    for (const words of [
      ['apply', 'dev.plan', '--yes'],
      ['state', 'rm', 'dev/a'],
      ['state', 'mv', 'dev/a', 'dev/b'],
    ])
      expect(await seen(words, { folder })).toBe(refusal)
    expect(readFileSync(join(folder, 'out/dev.txt'), 'utf8')).toBe('hello')
    expect((await genesis(['state', 'list', 'dev'], { folder })).out).toContain('dev/a')
  })

  it('does not apply a plan that was saved while it was observed', async () => {
    const folder = observed()
    const saved = await genesis(['plan', 'dev', '--out', 'dev.plan'], { folder })
    expect(saved.err).toContain('Saved to dev.plan. It is there to be read: dev is only observed.')
    change(folder, '  mode: observe\n', '')
    expect(await seen(['apply', 'dev.plan', '--yes'], { folder })).toContain('the environment document was changed')
  })

  it('leaves environments alone that say otherwise', async () => {
    const folder = observed()
    expect((await genesis(['apply', 'prod', '--yes'], { folder })).code).toBe(0)
    expect(readFileSync(join(folder, 'out/prod.txt'), 'utf8')).toBe('welcome')
  })

  it.skipIf(!hasTerraform)(withTerraform('takes over no Terraform state'), async () => {
    const folder = observed()
    writeFile(folder, 'system/net.yaml', `${header}kind: TerraformStack\nmetadata: { name: net }\nenvironments: [dev]\nspec: { source: ../stacks/net }\n`)
    writeFile(folder, 'stacks/net/main.tf', 'resource "terraform_data" "x" {}\n')
    writeFile(folder, 'old.tfstate', '{"version":4,"serial":3,"lineage":"abc","outputs":{},"resources":[]}')
    expect(await seen(['state', 'import', 'dev/net', 'old.tfstate'], { folder })).toBe(refusal)
  })
})
