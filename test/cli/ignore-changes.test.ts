import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { project, writeFile } from '../rig/project.ts'
import { named, seen } from './seen.ts'

const header = 'apiVersion: genesis/v1\n'
const noChanges = 'No changes. dev is as declared (1 resource).\n'

/** Runs a command that must succeed. */
async function run(folder: string, ...words: readonly string[]): Promise<string> {
  const { code, out, err } = await genesis(words, { folder })
  expect(code, out + err).toBe(0)
  return out
}

function file(content: string, mode: string, ...ignored: readonly string[]): string {
  const spec = `{ path: ../out/a.txt, content: "${content}", mode: "${mode}" }`
  return `${header}kind: File\nmetadata: { name: a }\nlifecycle: { ignoreChanges: ${JSON.stringify(ignored)} }\nspec: ${spec}\n`
}

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

describe('what is ignored of a File', () => {
  it('is its mode: the recorded one stays, and so does another one on disk', async () => {
    const folder = project({ 'system/a.yaml': file('one', '0640', '/spec/mode') })
    const path = join(folder, 'out/a.txt')
    await run(folder, 'apply', 'dev', '--yes')
    expect(modeOf(path)).toBe('640')
    writeFile(folder, 'system/a.yaml', file('one', '0600', '/spec/mode'))
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges)
    chmodSync(path, 0o600)
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges)
    writeFile(folder, 'system/a.yaml', file('two', '0644', '/spec/mode'))
    expect(await run(folder, 'plan', 'dev')).not.toContain('mode ')
    await run(folder, 'apply', 'dev', '--yes')
    expect([modeOf(path), readFileSync(path, 'utf8')]).toEqual(['600', 'two'])
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges)
  })

  it('is its content: what is on disk stays, also when the mode changes; what is gone is made anew', async () => {
    const folder = project({ 'system/a.yaml': file('one', '0640', '/spec/content') })
    const path = join(folder, 'out/a.txt')
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', file('two', '0640', '/spec/content'))
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges)
    writeFileSync(path, 'by hand')
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges)
    writeFile(folder, 'system/a.yaml', file('two', '0600', '/spec/content'))
    await run(folder, 'apply', 'dev', '--yes')
    expect([modeOf(path), readFileSync(path, 'utf8')]).toEqual(['600', 'by hand'])
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges)
    rmSync(path)
    await run(folder, 'apply', 'dev', '--yes')
    expect(readFileSync(path, 'utf8')).toBe('two')
    writeFile(folder, 'system/a.yaml', file('three', '0600'))
    await run(folder, 'apply', 'dev', '--yes')
    expect(readFileSync(path, 'utf8')).toBe('three')
  })

  it('is told by explain, with what is in force', async () => {
    const folder = project({ 'system/a.yaml': file('one', '0640', '/spec/content', '/spec/mode') })
    const before = await run(folder, 'explain', 'dev/a', 'mode')
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', file('two', '0600', '/spec/content', '/spec/mode'))
    const texts = [before, await run(folder, 'explain', 'dev/a', 'spec'), await run(folder, 'explain', 'dev/a')]
    expect(named(texts.join('---\n'), folder)).toMatchSnapshot()
  })
})

describe('what is ignored of a Command', () => {
  it('is a part of its inputs', async () => {
    const command = (build: number, size: number): string => {
      const document = `kind: Command\nmetadata: { name: a }\nlifecycle: { ignoreChanges: [/spec/inputs/build] }\n`
      return `${header}${document}spec: { inputs: { build: ${build}, size: ${size} }, create: [./show.sh], update: [./show.sh], workingDirectory: .. }\n`
    }
    const folder = project({ 'system/a.yaml': command(1, 1), 'show.sh': '#!/bin/sh\ntee -a log\n' })
    chmodSync(join(folder, 'show.sh'), 0o755)
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', command(2, 1))
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges)
    writeFile(folder, 'system/a.yaml', command(3, 2))
    expect(await run(folder, 'plan', 'dev')).not.toMatch(/build +=.*->/)
    await run(folder, 'apply', 'dev', '--yes')
    expect(readFileSync(join(folder, 'log'), 'utf8')).toContain('"inputs":{"build":1,"size":2}')
  })
})

describe.skipIf(!hasTerraform)(withTerraform('what is ignored of a stack'), () => {
  const module = `
variable "build" { type = number }
variable "size" { type = number }
variable "password" {
  type      = string
  sensitive = true
}
variable "note" { default = "" }
resource "terraform_data" "a" { input = { build = var.build, size = var.size, password = var.password, note = var.note } }
output "all" {
  value     = terraform_data.a.output
  sensitive = true
}
`
  const stack = (variables: string, more = ''): string =>
    `${header}kind: TerraformStack\nmetadata: { name: a }\nlifecycle: { ignoreChanges: [/spec/variables/build, /spec/variables/password, /spec/variables/note] }\n` +
    `spec: { source: ../stacks/a, variables: { ${variables} }${more} }\n`

  it('is the value of a variable, a sensitive one, too: Terraform gets the recorded one', async () => {
    const folder = project({ 'system/a.yaml': stack('build: 1, size: 1, password: old'), 'stacks/a/main.tf': module })
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', stack('build: 2, size: 1, password: new'))
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges)
    writeFile(folder, 'system/a.yaml', stack('build: 3, size: 2, password: newer'))
    expect(await run(folder, 'plan', 'dev')).toContain('1 to change')
    await run(folder, 'apply', 'dev', '--yes')
    const outputs = await run(folder, 'outputs', 'dev', 'a', '--show-sensitive', '-o', 'json')
    expect(JSON.parse(outputs)).toMatchObject({ outputs: { a: { all: { value: { build: 1, size: 2, password: 'old', note: '' } } } } })
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges)
    expect(await run(folder, 'explain', 'dev/a', 'variables.password')).toContain(
      'what was recorded is in force\n      variables.password = (sensitive value)\n',
    )
  })

  it('goes when neither the document nor the module has the variable any more', async () => {
    const folder = project({ 'system/a.yaml': stack('build: 1, size: 1, password: old, note: hello'), 'stacks/a/main.tf': module })
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', stack('build: 1, size: 1, password: old'))
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges)
    writeFile(folder, 'stacks/a/main.tf', module.replace('variable "note" { default = "" }\n', '').replace(', note = var.note', ''))
    const { code, err } = await genesis(['apply', 'dev', '--yes'], { folder })
    expect([code, err]).toEqual([0, expect.not.stringContaining('undeclared')])
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges)
  })

  it('is no value from a file', async () => {
    const files = { 'stacks/a/main.tf': module, 'stacks/a/dev.tfvars': 'build = 1\n' }
    const folder = project({ 'system/a.yaml': stack('size: 1, password: old', ', varFiles: [../stacks/a/dev.tfvars]'), ...files })
    expect(await seen(['validate'], { folder })).toMatchSnapshot()
  })
})
