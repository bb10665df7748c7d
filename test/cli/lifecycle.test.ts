import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
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
