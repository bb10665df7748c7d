import { describe, expect, it } from 'vitest'
import { assignedVariables } from '../../../../src/providers/terraform-stack/var-files/assigned-variables.ts'

const hcl = `# d = 3
a = 1
b = {
  a = 2
}
c = "x"
`
const json = `{
  "b": { "c": 2 },
  "a": 1,
  "c" : "x"
}`

describe('what a file of variables gives values to', () => {
  it.each([
    ['HCL', 'x.tfvars', hcl, ['2 a 1', '3 b undefined', '6 c "x"']],
    ['JSON', 'x.tfvars.json', json, ['2 b {"c":2}', '3 a 1', '2 c "x"']],
    ['text that is neither', 'x.tfvars.json', 'a = 1', []],
    ['a list', 'x.tfvars.json', '["a"]', []],
  ])('is what stands at its top: %s', (_, path, text, expected) => {
    expect(assignedVariables(path, text).map(({ name, literal, position }) => `${position.line} ${name} ${JSON.stringify(literal)}`)).toEqual(expected)
  })
})
