import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { fileDocument, project } from '../rig/project.ts'

/** What a person sees of a refusal; the temporary folder is called PROJECT. Nothing may have been touched. */
async function refusal(files: Readonly<Record<string, string>>, words: readonly string[] = ['apply', 'dev', '--yes']): Promise<string> {
  const folder = project(files)
  const { code, out, err } = await genesis(words, { folder })
  expect(out).toBe('')
  expect(existsSync(join(folder, '.genesis'))).toBe(false)
  expect(existsSync(join(folder, 'out'))).toBe(false)
  return `${err.replaceAll(folder, 'PROJECT')}exit ${code}`
}

const system = (text: string) => ({ 'system/a.yaml': text })
const header = 'apiVersion: genesis/v1\n'

describe('what is no YAML', () => {
  it('shows where the syntax breaks', async () => {
    expect(await refusal(system('kind: [File\nmetadata: }'))).toMatchInlineSnapshot(`
      "error[yaml-syntax]: flow sequence in block collection must be sufficiently indented and end with a ]
       --> system/a.yaml:2:1
        |
      2 | metadata: }
        | ^

      1 error in 1 file
      exit 3"
    `)
  })

  it('names both places of a key that stands twice', async () => {
    expect(await refusal(system(`${header}kind: File\nkind: File\nmetadata: { name: a }\nspec: { path: ../a, content: x }\n`))).toMatchInlineSnapshot(`
      "error[yaml-duplicate-key]: the key "kind" stands twice in one mapping
       --> system/a.yaml:3:1
        |
      3 | kind: File
        | ^^^^
        = first here
       --> system/a.yaml:2:1
        |
      2 | kind: File
        | ^^^^
        = hint: keep one of the two

      1 error in 1 file
      exit 3"
    `)
  })

  it('refuses aliases that expand to too much', async () => {
    const levels = Array.from({ length: 12 }, (_, index) => `  l${index + 1}: &l${index + 1} [${`*l${index}, `.repeat(9)}*l${index}]`)
    expect(await refusal(system(`${header}kind: Command\nmetadata: { name: a }\nspec:\n create: [./x]\n inputs:\n  l0: &l0 [x]\n${levels.join('\n')}\n`)))
      .toMatchInlineSnapshot(`
      "error[yaml-alias]: the aliases of this file stand for more than 100,000 values
        --> system/a.yaml:12:27
         |
      12 |   l5: &l5 [*l4, *l4, *l4, *l4, *l4, *l4, *l4, *l4, *l4, *l4]
         |                           ^^^

      1 error in 1 file
      exit 3"
    `)
  })

  it('refuses an alias that contains itself', async () => {
    expect(await refusal(system(`${header}kind: Command\nmetadata: { name: a }\nspec: { inputs: { a: &a [*a] }, create: [./x] }\n`))).toMatchInlineSnapshot(`
      "error[yaml-alias]: "*a" stands inside the value that it repeats
       --> system/a.yaml:4:26
        |
      4 | spec: { inputs: { a: &a [*a] }, create: [./x] }
        |                          ^^

      1 error in 1 file
      exit 3"
    `)
  })

  it('refuses 20,000 nested brackets', async () => {
    expect(await refusal(system(`a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`))).toMatchInlineSnapshot(`
      "error[yaml-depth]: more than 100 collections inside one another
       --> system/a.yaml:1:104
        |
      1 | …[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[…
        |                                        ^

      1 error in 1 file
      exit 3"
    `)
  })
})

describe('what no schema knows', () => {
  it('unknown kind', async () => {
    expect(await refusal(system(`${header}kind: Fiel\nmetadata: { name: a }\nspec: {}\n`))).toMatchInlineSnapshot(`
      "error[unknown-kind]: no kind is named "Fiel"
       --> system/a.yaml:2:7
        |
      2 | kind: Fiel
        |       ^^^^
        = hint: did you mean "File"?

      1 error in 1 file
      exit 3"
    `)
  })

  it('a kind of a later version', async () => {
    expect(await refusal(system(`${header}kind: VmPool\nmetadata: { name: a }\nspec: {}\n`))).toMatchInlineSnapshot(`
      "error[not-yet-supported]: the kind VmPool is not yet supported
       --> system/a.yaml:2:7
        |
      2 | kind: VmPool
        |       ^^^^^^

      1 error in 1 file
      exit 3"
    `)
  })

  it('unknown field', async () => {
    expect(await refusal(system(fileDocument('a', 'x', '  moed: "0600"\n')))).toMatchInlineSnapshot(`
      "error[unknown-field]: a File's spec has no field "moed"
       --> system/a.yaml:7:3
        |
      7 |   moed: "0600"
        |   ^^^^
        = hint: did you mean "mode"?

      1 error in 1 file
      exit 3"
    `)
  })

  it('a field of a later version', async () => {
    const text = 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\nspec: { promotesFrom: staging }\n'
    expect(await refusal({ 'environments/dev.yaml': text })).toMatchInlineSnapshot(`
      "error[not-yet-supported]: "promotesFrom" is not yet supported
       --> environments/dev.yaml:4:9
        |
      4 | spec: { promotesFrom: staging }
        |         ^^^^^^^^^^^^

      1 error in 1 file
      exit 3"
    `)
  })

  it('a value of the wrong type', async () => {
    expect(await refusal(system(fileDocument('a', '{ no: text }', '  mode: 0644\n')))).toMatchInlineSnapshot(`
      "error[wrong-type]: spec.content must be a string, not a mapping
       --> system/a.yaml:6:12
        |
      6 |   content: { no: text }
        |            ^^^^^^^^^^^^

      error[number-out-of-range]: 0644 would be read as the number 644
       --> system/a.yaml:7:9
        |
      7 |   mode: 0644
        |         ^^^^
        = hint: quote it if it is a text: "0644"

      2 errors in 1 file
      exit 3"
    `)
  })

  it('a value that turns out to have the wrong type', async () => {
    expect(await refusal(system(fileDocument('a', '"${environment.variables.size}"')))).toMatchInlineSnapshot(`
      "error[wrong-type]: spec.content must be a string, not the number 2
       --> system/a.yaml:6:12
        |
      6 |   content: "\${environment.variables.size}"
        |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        = hint: make a text of it: \${string(…)}

      1 error in 1 file
      exit 3"
    `)
  })

  it.each(['..', '-a', '"a\\nb"', 'A', '"a/b"'])('the name %s', async (name) => {
    expect(await refusal(system(`${header}kind: File\nmetadata: { name: ${name} }\nspec: { path: ../out/a, content: x }\n`))).toMatchSnapshot()
  })

  it('many mistakes at once', async () => {
    const text = `${fileDocument('a', '"${resources.b.outputs.path}"', '  moed: 1\n')}---\n${fileDocument('a', '"${environment.variabels.size}"')}---\n${header}kind: Nope\n`
    expect(await refusal(system(text))).toMatchInlineSnapshot(`
      "error[unknown-field]: a File's spec has no field "moed"
       --> system/a.yaml:7:3
        |
      7 |   moed: 1
        |   ^^^^
        = hint: did you mean "mode"?

      error[duplicate-name]: two resources are named "a" in dev
        --> system/a.yaml:11:19
         |
      11 | metadata: { name: a }
         |                   ^
         = first defined here
        --> system/a.yaml:3:19
         |
       3 | metadata: { name: a }
         |                   ^
         = hint: rename one of them, or put them into different environments

      error[unknown-kind]: no kind is named "Nope"
        --> system/a.yaml:17:7
         |
      17 | kind: Nope
         |       ^^^^
         = hint: the kinds are Project, Environment, File, Command, TerraformStack, HealthCheck

      error[unknown-reference]: environment has no "variabels"
        --> system/a.yaml:14:15
         |
      14 |   content: "\${environment.variabels.size}"
         |               ^^^^^^^^^^^^^^^^^^^^^
         = hint: did you mean "variables"?

      4 errors in 1 file
      exit 3"
    `)
  })
})

describe('what leads nowhere', () => {
  it('an environment in a document', async () => {
    expect(await refusal(system(`${fileDocument('a', 'x')}environments: [dve]\n`))).toMatchInlineSnapshot(`
      "error[unknown-environment]: no environment is named "dve"
       --> system/a.yaml:7:16
        |
      7 | environments: [dve]
        |                ^^^
        = hint: did you mean "dev"?

      1 error in 1 file
      exit 3"
    `)
  })

  it('an environment on the command line', async () => {
    expect(await refusal(system(fileDocument('a', 'x')), ['plan', 'dve'])).toMatchInlineSnapshot(`
      "error[unknown-environment]: no environment is named "dve"
        = hint: did you mean "dev"?

      1 error
      exit 3"
    `)
  })

  it('a target', async () => {
    expect(await refusal(system(fileDocument('config', 'x')), ['plan', 'dev', 'confg'])).toMatchInlineSnapshot(`
      "error[unknown-target]: no resource of dev is named "confg"
        = hint: did you mean "config"?

      1 error
      exit 3"
    `)
  })

  it('an environment where a target is expected', async () => {
    const prod = { 'environments/prod.yaml': `${header}kind: Environment\nmetadata: { name: prod }\nspec: {}\n` }
    expect(await refusal({ ...system(`${fileDocument('a', 'x')}environments: [dev]\n`), ...prod }, ['plan', 'dev', 'prod'])).toMatchInlineSnapshot(`
      "error[unknown-target]: "prod" is an environment, not a resource of dev
        = hint: several environments are written with commas: dev,prod

      1 error
      exit 3"
    `)
  })

  it('a reference', async () => {
    expect(await refusal(system(`${fileDocument('network', 'x')}---\n${fileDocument('b', '"${resources.netwrok.outputs.path}"')}`))).toMatchInlineSnapshot(`
      "error[unknown-reference]: no resource in dev is named "netwrok"
        --> system/a.yaml:13:15
         |
      13 |   content: "\${resources.netwrok.outputs.path}"
         |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
         = hint: did you mean "network"?

      1 error in 1 file
      exit 3"
    `)
  })

  it('an output', async () => {
    expect(await refusal(system(`${fileDocument('a', 'x')}---\n${fileDocument('b', '"${resources.a.outputs.digst}"')}`))).toMatchInlineSnapshot(`
      "error[unknown-reference]: dev/a has no output "digst"
        --> system/a.yaml:13:15
         |
      13 |   content: "\${resources.a.outputs.digst}"
         |               ^^^^^^^^^^^^^^^^^^^^^^^^^
         = hint: did you mean "digest"?

      1 error in 1 file
      exit 3"
    `)
  })

  it('a variable', async () => {
    expect(await refusal(system(fileDocument('a', '"${environment.variables.sise}"')))).toMatchInlineSnapshot(`
      "error[unknown-reference]: no variable is named "sise"
       --> system/a.yaml:6:15
        |
      6 |   content: "\${environment.variables.sise}"
        |               ^^^^^^^^^^^^^^^^^^^^^^^^^^
        = hint: did you mean "size"?

      1 error in 1 file
      exit 3"
    `)
  })

  it('dependsOn', async () => {
    expect(await refusal(system(`${fileDocument('a', 'x')}dependsOn: [b]\n`))).toMatchInlineSnapshot(`
      "error[unknown-dependency]: no resource in dev is named "b"
       --> system/a.yaml:7:13
        |
      7 | dependsOn: [b]
        |             ^
        = hint: dependsOn takes names of resources of the same environment

      1 error in 1 file
      exit 3"
    `)
  })

  it('no project', async () => {
    const folder = project({})
    const { code, err } = await genesis(['plan', 'dev', '-C', '/'], { folder })
    expect(`${err}exit ${code}`).toMatchInlineSnapshot(`
      "error[project-not-found]: no genesis.yaml in / or above it
        = hint: go to a folder of the project, name it with --chdir, or make one with "genesis init"

      1 error
      exit 3"
    `)
  })
})

describe('what contradicts itself', () => {
  it('two resources with one name', async () => {
    expect(await refusal(system(`${fileDocument('a', 'x')}---\n${fileDocument('a', 'y')}`))).toMatchInlineSnapshot(`
      "error[duplicate-name]: two resources are named "a" in dev
        --> system/a.yaml:10:19
         |
      10 | metadata: { name: a }
         |                   ^
         = first defined here
        --> system/a.yaml:3:19
         |
       3 | metadata: { name: a }
         |                   ^
         = hint: rename one of them, or put them into different environments

      1 error in 1 file
      exit 3"
    `)
  })

  it('two resources with one file', async () => {
    const other = `${header}kind: File\nmetadata: { name: b }\nspec: { path: ../system/../out/a.txt, content: y }\n`
    expect(await refusal(system(`${fileDocument('a', 'x')}---\n${other}`))).toMatchInlineSnapshot(`
      "error[ownership-conflict]: dev/b: the file out/a.txt is claimed by dev/a and by dev/b
        --> system/a.yaml:10:19
         |
      10 | metadata: { name: b }
         |                   ^
         = claimed here first
        --> system/a.yaml:3:19
         |
       3 | metadata: { name: a }
         |                   ^
         = hint: one real thing can have one owner only; give one of them another

      1 error in 1 file
      exit 3"
    `)
  })

  it('two environments with one file', async () => {
    const prod = { 'environments/prod.yaml': `${header}kind: Environment\nmetadata: { name: prod }\nspec: {}\n` }
    expect(await refusal({ ...system(fileDocument('a', 'x')), ...prod })).toMatchInlineSnapshot(`
      "error[ownership-conflict]: prod/a: the file out/a.txt is claimed by dev/a and by prod/a
       --> system/a.yaml:3:19
        |
      3 | metadata: { name: a }
        |                   ^
        = claimed here first
       --> system/a.yaml:3:19
        |
      3 | metadata: { name: a }
        |                   ^
        = hint: one real thing can have one owner only; give one of them another

      1 error in 1 file
      exit 3"
    `)
  })

  it('a reference to itself', async () => {
    expect(await refusal(system(fileDocument('a', '"${resources.a.outputs.path}"')))).toMatchInlineSnapshot(`
      "error[dependency-cycle]: "a" depends on itself
       --> system/a.yaml:6:15
        |
      6 |   content: "\${resources.a.outputs.path}"
        |               ^^^^^^^^^^^^^^^^^^^^^^^^

      1 error in 1 file
      exit 3"
    `)
  })

  it('references in a circle', async () => {
    const documents = [
      fileDocument('a', '"${resources.b.outputs.path}"'),
      fileDocument('b', '"${resources.c.outputs.path}"'),
      fileDocument('c', 'x', '') + 'dependsOn: [a]\n',
    ]
    expect(await refusal(system(documents.join('---\n')))).toMatchInlineSnapshot(`
      "error[dependency-cycle]: resources depend on each other in a circle: a → c → b → a
        --> system/a.yaml:3:19
         |
       3 | metadata: { name: a }
         |                   ^
         = "c" is part of the circle
        --> system/a.yaml:17:19
         |
      17 | metadata: { name: c }
         |                   ^
         = "b" is part of the circle
        --> system/a.yaml:10:19
         |
      10 | metadata: { name: b }
         |                   ^
         = hint: each arrow leads from a resource to one that waits for it; take one of these references or dependsOn away

      1 error in 1 file
      exit 3"
    `)
  })

  it('a path that leads out of the project', async () => {
    const text = `${header}kind: File\nmetadata: { name: a }\nspec: { path: ../../../etc/passwd, content: x }\n`
    expect(await refusal(system(text))).toMatchInlineSnapshot(`
      "error[path-outside-project]: dev/a: ../../etc/passwd leads out of the project
       --> system/a.yaml:4:15
        |
      4 | spec: { path: ../../../etc/passwd, content: x }
        |               ^^^^^^^^^^^^^^^^^^^
        = hint: a File may stand only inside the project

      1 error in 1 file
      exit 3"
    `)
  })

  it('an identity that depends on an output', async () => {
    const text = `${header}kind: File\nmetadata: { name: b }\nspec: { path: "../out/\${resources.a.outputs.digest}", content: x }\n`
    expect(await refusal(system(`${fileDocument('a', 'x')}---\n${text}`))).toMatchInlineSnapshot(`
      "error[unknown-too-early]: path of dev/b must be known before planning, but it depends on an output
        --> system/a.yaml:11:15
         |
      11 | spec: { path: "../out/\${resources.a.outputs.digest}", content: x }
         |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
         = hint: make it of project, environment and resource values only

      1 error in 1 file
      exit 3"
    `)
  })
})

describe('a command line that is wrong', () => {
  it.each([[['plan']], [['aply', 'dev']], [['plan', 'dev', '--outt', 'x']], [['apply', 'dev', '--concurrency', 'many']], [['plan', 'dev', 'prod/a']]])(
    '%j',
    async (words) => {
      expect(await refusal(system(fileDocument('a', 'x')), words)).toMatchSnapshot()
    },
  )
})
