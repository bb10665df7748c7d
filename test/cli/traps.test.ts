import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { project } from '../rig/project.ts'
import { trapCases } from './trap-cases.ts'

/** Where the cases stand. */
const around = {
  'environments/dev.yaml': 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\nspec:\n  variables: { size: 2, list: [a], nothing: null }\n',
  'stacks/app/main.tf': 'variable "account" { type = string }\n',
  'system/create.sh': 'true',
}

describe('a trap of YAML or of expressions', () => {
  it.each(trapCases)('$name', async ({ text, shown }) => {
    const { err } = await genesis(['validate'], { folder: project({ ...around, 'system/a.yaml': text }) })
    expect(err).toBe(shown)
  })

  it('has a hint of its own, every one', () => {
    for (const { name, shown } of trapCases) expect(shown, name).toContain('  = hint: ')
  })
})
