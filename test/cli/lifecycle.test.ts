import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { project } from '../rig/project.ts'

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
