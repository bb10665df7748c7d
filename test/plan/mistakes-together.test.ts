import { describe, expect, it } from 'vitest'
import { resolveText } from './resolving.ts'

const header = 'apiVersion: genesis/v1\n'
const command = (name: string, more: string) => `---\n${header}kind: Command\nmetadata: { name: ${name} }\n${more}\n`
const right = (inputs: string) => `spec: { create: [./a], inputs: ${inputs} }`

const project = `${header}kind: Project
metadata: { name: shop }
---
${header}kind: Environment
metadata: { name: dev }
`

/** What is wrong, a line each: the code and the line of the file. */
const found = (text: string, first = project) => resolveText(text, first).diagnostics.map(({ code, at }) => `${code} ${at?.file}:${at?.start.line}`)

describe('mistakes of documents and of expressions', () => {
  it('are told together', () => {
    expect(found(command('wrong', 'spec: {}') + command('right', right('{ x: "${environment.nmae}" }')))).toEqual([
      'missing-field system/app.yaml:5',
      'unknown-reference system/app.yaml:10',
    ])
  })

  it.each([
    [
      'a reference to a document with a mistake',
      command('wrong', 'spec: {}') + command('right', right('{ x: "${resources.wrong.outputs.a.b}" }')),
      ['missing-field'],
    ],
    ['dependsOn a document with a mistake', command('wrong', 'spec: {}') + command('right', `dependsOn: [wrong]\n${right('{}')}`), ['missing-field']],
    [
      'dependsOn an instance of one',
      command('wrong', 'forEach: [a]\nspec: {}') + command('right', `dependsOn: ["wrong@a"]\n${right('{}')}`),
      ['missing-field'],
    ],
    [
      'a reference through a document with a mistake',
      command('wrong', 'spec: {}') +
        command('a', right('{ x: "${resources.wrong.spec.inputs}" }')) +
        command('b', right('{ x: "${resources.a.spec.inputs.x.y}" }')),
      ['missing-field'],
    ],
    [
      'a reference to what may be in a document that is no YAML',
      `${command('right', right('{ x: "${resources.lost.outputs.a}" }'))}---\nkind: [\n`,
      ['yaml-syntax'],
    ],
    [
      'a reference to what may have another kind',
      `${command('right', right('{ x: "${resources.lost.outputs.a}" }'))}---\nkind: Fiel\nmetadata: { name: lost }\n`,
      ['unknown-kind'],
    ],
    [
      'a reference to a document whose forEach is wrong',
      command('wrong', `forEach: [A]\n${right('{}')}`) + command('right', right('{ x: "${resources.wrong.a.outputs.b}" }')),
      ['invalid-name'],
    ],
    [
      'a reference to an environment with a mistake',
      command('right', right('{ x: "${environments.prod.resources.y.outputs.z}" }')) +
        `---\n${header}kind: Environment\nmetadata: { name: prod }\nspec: { x: 1 }\n`,
      ['unknown-field'],
    ],
    [
      'a reference into an environment, to a document with a mistake',
      command('wrong', 'spec: {}') +
        command('right', right('{ x: "${environments.prod.resources.wrong.outputs.z}" }')) +
        `---\n${header}kind: Environment\nmetadata: { name: prod }\n`,
      ['missing-field'],
    ],
    [
      'what reads the variables of an environment with a mistake',
      `---\n${header}kind: Environment\nmetadata: { name: prod }\nspec: { variables: 3 }\n${command('right', `environments: [prod]\n${right('{ x: "${environment.variables.y}" }')}`)}`,
      ['wrong-type'],
    ],
    [
      'what lies over defaults with a mistake',
      command('right', right('{ x: "${resources.other.outputs.y}" }')) + command('other', ''),
      ['wrong-type'],
      project.replace('name: shop }', 'name: shop }\nspec: { defaults: { Command: { spec: { create: 1 } } } }'),
    ],
  ] as const)('nothing more is said of %s', (_, text, codes, first: string = project) => {
    expect(resolveText(text, first).diagnostics.map(({ code }) => code)).toEqual(codes)
  })

  it('a name that no document has is still a mistake, when all could be read', () => {
    expect(found(command('wrong', 'spec: {}') + command('right', right('{ x: "${resources.wrogn.outputs.a}" }')))).toEqual([
      'missing-field system/app.yaml:5',
      'unknown-reference system/app.yaml:10',
    ])
  })
})
