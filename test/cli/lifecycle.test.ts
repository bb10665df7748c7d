import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'

const header = 'apiVersion: genesis/v1\n'

const sleeper = (lifecycle: string) =>
  `${header}kind: Command\nmetadata: { name: sleeper }\nlifecycle: ${lifecycle}\nspec: { create: [sleep, "600"], delete: ["true"] }\n`

describe('lifecycle.timeout', () => {
  it('ends the program of an operation, and the failure says after how long', async () => {
    const folder = project({ 'system/a.yaml': sleeper('{ timeout: 1s }') })
    const { code, err, out } = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(`${out}${err}`).toContain('the create program took longer than 1 s')
    expect(code).not.toBe(0)
  })
})

describe('lifecycle.onRemove', () => {
  const applied = async (onRemove: string): Promise<string> => {
    const folder = project({ 'system/a.yaml': `${fileDocument('a', 'one')}lifecycle: { onRemove: ${onRemove} }\n`, 'system/b.yaml': fileDocument('b', 'x') })
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    writeFile(folder, 'system/a.yaml', '')
    return folder
  }

  it('forget leaves the file where it is', async () => {
    const folder = await applied('forget')
    const { out, code } = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(code).toBe(0)
    expect(out).toContain('dev/a will be forgotten: it stays as it is, and Genesis manages it no more')
    expect(existsSync(join(folder, 'out/a.txt'))).toBe(true)
    expect((await genesis(['plan', 'dev', '--detailed-exitcode'], { folder })).code).toBe(0)
  })

  it('refuse says how to go on', async () => {
    const folder = await applied('refuse')
    const { err, code } = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(code).toBe(3)
    expect(err.slice(err.indexOf('error['))).toMatchInlineSnapshot(`
      "error[protected]: dev/a: it is recorded, but no document declares it any more: lifecycle.onRemove is refuse
        = hint: put its document back with lifecycle.onRemove: destroy or forget, apply, and take it away then

      1 error
      "
    `)
    expect(existsSync(join(folder, 'out/a.txt'))).toBe(true)
  })
})

const module = `variable "size" {
  type = number
}

resource "terraform_data" "database" {
  input            = "db"
  triggers_replace = var.size
}

resource "terraform_data" "server" {
  input            = "web"
  triggers_replace = var.size
}
`

const defaults = `${header}kind: Project
metadata: { name: test, id: "1234abcd" }
spec: { defaults: { TerraformStack: { spec: { variables: { size: 1, team: web } } } } }
`

const stack = (more: string) => `${header}kind: TerraformStack\nmetadata: { name: app }\n${more}`

describe('default variables', () => {
  const problemsOf = async (more: string): Promise<string> => {
    const folder = project({ 'genesis.yaml': defaults, 'system/app.yaml': stack(more), 'stacks/app/main.tf': module })
    const { err } = await genesis(['validate'], { folder })
    return err.split('\n')[0] ?? ''
  }

  it('reach only modules that declare them', async () => {
    expect(await problemsOf('spec: { source: ../stacks/app }\n')).not.toContain('error')
  })

  it('are an error like others once the document says them', async () => {
    const found = await problemsOf('spec: { source: ../stacks/app, variables: { team: db } }\n')
    expect(found).toBe('error[module-invalid]: dev/app: the module stacks/app declares no variable "team"')
  })
})

describe.skipIf(!hasTerraform)('patterns of lifecycle.preventDestroy', () => {
  it('keep what they cover, let go of the rest, and outlive the document', { timeout: 60_000 }, async () => {
    const kept = (pattern: string, size: number) =>
      stack(`lifecycle: { preventDestroy: [${pattern}] }\nspec: { source: ../stacks/app, variables: { size: ${size} } }\n`)
    const folder = project({ 'genesis.yaml': defaults, 'system/app.yaml': kept('"*.database"', 1), 'stacks/app/main.tf': module })
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    writeFile(folder, 'system/app.yaml', kept('"*.database"', 2))
    const refused = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(refused.err).toContain('the plan would take away:\n    -/+ replace terraform_data.database\n')
    expect(refused.err).not.toContain('replace terraform_data.server')
    const destroyed = await genesis(['destroy', 'dev', '--yes'], { folder })
    expect(destroyed.err).toContain('the plan would take away:\n    - delete terraform_data.database\n')
    writeFile(folder, 'system/app.yaml', kept('module.db', 2))
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
  })
})
