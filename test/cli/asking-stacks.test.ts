import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { tempFolder } from '../rig/temp-folder.ts'

function shop(): string {
  const folder = tempFolder()
  cpSync(join(import.meta.dirname, '../../examples/shop'), folder, { recursive: true, filter: (path) => !/[/]\.genesis|[/]out$/.test(path) })
  return folder
}

function change(folder: string, file: string, from: string, to: string): void {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
}

describe.skipIf(!hasTerraform)(withTerraform('asking about stacks'), () => {
  it('explains values without showing secrets, and gives the inner plan to policy tools', async () => {
    const folder = shop()
    const deferred = await genesis(['plan', 'dev', '--out', 'first.plan'], { folder })
    expect(deferred.code).toBe(0)
    const early = await genesis(['show', 'first.plan', '--stack', 'dev/app', '--terraform-json'], { folder })
    expect([early.code, early.out]).toEqual([3, ''])
    expect(early.err).toContain('dev/app is deferred: what happens inside is not known before dev/database and dev/network have been applied')
    expect((await genesis(['apply', 'first.plan', '--yes'], { folder })).code).toBe(0)

    const outputs = JSON.parse((await genesis(['outputs', 'dev', '--show-sensitive', '-o', 'json'], { folder })).out) as {
      outputs: { database: { password: { value: string } } }
    }
    const password = outputs.outputs.database.password.value
    for (const format of ['text', 'json']) {
      const { out } = await genesis(['explain', 'dev/app', 'variables', '-o', format], { folder })
      expect(out).toContain('resources.database.outputs.password')
      expect(out).not.toContain(password)
    }

    change(folder, 'environments/environments.yaml', 'image: "shop:1.4.0"', 'image: "shop:1.5.0"')
    await genesis(['plan', 'dev', '--out', 'second.plan'], { folder })
    const { code, out } = await genesis(['show', 'second.plan', '--stack', 'app', '--terraform-json'], { folder })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      format_version: '1.2',
      terraform_version: expect.stringMatching(/^\d+\.\d+/) as string,
      complete: true,
      resource_changes: [
        {
          address: 'terraform_data.service',
          mode: 'managed',
          type: 'terraform_data',
          name: 'service',
          change: { actions: ['update'], before: { input: { image: 'shop:1.4.0' } }, after: { input: { image: 'shop:1.5.0' } } },
        },
      ],
    })
    const explained = (await genesis(['explain', 'dev/app'], { folder })).out
    expect(explained).toContain(
      'it will be updated in place\n    because the documents want something else now: variables.image\n    because 1 change inside of it\n',
    )
  })
})
