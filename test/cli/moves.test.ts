import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'
import { startStateServer } from '../rig/state-server.ts'
import { named, seen } from './seen.ts'

const header = 'apiVersion: genesis/v1\n'

/** Runs a command that must succeed. */
async function run(folder: string, ...words: readonly string[]): Promise<string> {
  const { code, out, err } = await genesis(words, { folder })
  expect(code, out + err).toBe(0)
  return out
}

/** A File with metadata of its own. */
function file(metadata: string, path: string, content: string, more = ''): string {
  return `${header}kind: File\nmetadata: { ${metadata} }\n${more}spec: { path: "../out/${path}", content: "${content}" }\n`
}

const noChanges = (count: number): string => `No changes. dev is as declared (${count === 1 ? '1 resource' : `${count} resources`}).\n`

describe('a renamed document', () => {
  it('is planned as a move, under its old and its new name, and applied as one', async () => {
    const folder = project({ 'system/a.yaml': `${file('name: a', 'a.txt', 'a')}---\n${file('name: reader', 'r.txt', '${resources.a.outputs.path}')}` })
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', `${file('name: b, movedFrom: [a]', 'a.txt', 'a')}---\n${file('name: reader', 'r.txt', '${resources.b.outputs.path}')}`)
    const plan = await run(folder, 'plan', 'dev')
    expect(plan).toBe(
      `Plan for dev\n\n    → move\n\n  # dev/a has moved to dev/b\n  → File dev/b\n\n  # 1 resource is unchanged\n\nPlan: 1 of 2 resources changes.\n`,
    )
    for (const target of ['a', 'b', 'dev/a']) expect(await run(folder, 'plan', 'dev', target)).toContain('# dev/a has moved to dev/b\n')
    expect(await run(folder, 'plan', 'dev', '-o', 'markdown')).toContain('<code>→ File dev/b</code> has moved from dev/a')
    const document = JSON.parse(await run(folder, 'plan', 'dev', '-o', 'json')) as { summary: object; resource_changes: readonly object[] }
    expect(document.summary).toMatchObject({ changed: 1, byAction: { move: 1, 'no-op': 1 } })
    expect(document.resource_changes).toMatchObject([{ address: 'dev/b', previous_address: 'dev/a', change: { actions: ['no-op'] } }])
    await run(folder, 'apply', 'dev', '--yes')
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges(2))
    expect(await run(folder, 'state', 'list')).toMatch(/dev\/b .*\n.*dev\/reader /)
  })

  it('moves in each environment where it is recorded', async () => {
    const both = { 'environments/prod.yaml': `${header}kind: Environment\nmetadata: { name: prod }\n` }
    const document = (metadata: string): string => file(metadata, '${environment.name}.txt', 'a')
    const folder = project({ ...both, 'system/a.yaml': document('name: a') })
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', document('name: b, movedFrom: [a]'))
    expect(await run(folder, 'plan', 'prod')).toContain('+ File prod/b')
    expect(await run(folder, 'plan', 'dev')).toContain('→ File dev/b')
  })

  it('is read by other environments before and after', async () => {
    const writer = (metadata: string): string => file(metadata, 'a.txt', 'a', 'environments: [dev]\n')
    const reader = (name: string): string => {
      const text = `\${environments['dev'].resources.${name}.outputs.path}`
      return file('name: reader', 'reader.txt', text, 'environments: [prod]\n')
    }
    const folder = project({
      'environments/prod.yaml': `${header}kind: Environment\nmetadata: { name: prod }\n`,
      'system/a.yaml': `${writer('name: a')}---\n${reader('a')}`,
    })
    await run(folder, 'apply', 'dev', '--yes')
    await run(folder, 'apply', 'prod', '--yes')
    writeFile(folder, 'system/a.yaml', `${writer('name: b, movedFrom: [a]')}---\n${reader('b')}`)
    expect(await run(folder, 'plan', 'prod')).toContain('what it depends on changed')
    await run(folder, 'apply', 'dev', '--yes')
    await run(folder, 'apply', 'prod', '--yes')
    expect(await run(folder, 'plan', 'prod')).toBe('No changes. prod is as declared (1 resource).\n')
  })

  it('can be saved as a plan, which is stale once the record has changed', async () => {
    const folder = project({ 'system/a.yaml': file('name: a', 'a.txt', 'a') })
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', file('name: b, movedFrom: [a]', 'a.txt', 'a'))
    await run(folder, 'plan', 'dev', '--out', join(folder, 'one.plan'))
    await run(folder, 'plan', 'dev', '--out', join(folder, 'two.plan'))
    await run(folder, 'apply', './one.plan', '--yes')
    const { code, err } = await genesis(['apply', './two.plan', '--yes'], { folder })
    expect(code).toBe(3)
    expect(err).toContain('error[plan-stale]')
    expect(err).toContain('dev/a was applied since: revision 1 became 0')
    expect(err).toContain('dev/b was applied since: revision 0 became 2')
  })

  it.each(['a', 'b'])('can be destroyed by either name (%s) while the move is pending', async (target) => {
    const folder = project({ 'system/a.yaml': file('name: a', 'a.txt', 'a') })
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', file('name: b, movedFrom: [a]', 'a.txt', 'a'))
    await run(folder, 'destroy', 'dev', target, '--yes')
    expect(existsSync(join(folder, 'out/a.txt'))).toBe(false)
    expect(await run(folder, 'state', 'list')).not.toContain('dev/')
  })

  it('without a word is refused where somebody else has what it claims, and told what to write', async () => {
    const folder = project({ 'system/a.yaml': file('name: a', 'a.txt', 'a') })
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', file('name: b', 'a.txt', 'a'))
    expect(await seen(['plan', 'dev'], { folder })).toMatchSnapshot()
  })

  it('of a single one that became many asks which it was, and touches nothing', async () => {
    const folder = project({ 'system/a.yaml': file('name: app', 'a.txt', 'a') })
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', file('name: app', '${each.key}.txt', 'a', 'forEach: [eu, us]\n'))
    expect(await seen(['plan', 'dev'], { folder })).toMatchSnapshot()
    writeFile(folder, 'system/a.yaml', file('name: app, movedFrom: { eu: [app] }', '${each.key}.txt', 'a', 'forEach: [eu, us]\n'))
    expect(await run(folder, 'plan', 'dev')).toMatchSnapshot()
  })

  it('of many that became one asks which it was, where the rest is planned all the same', async () => {
    const folder = project({ 'system/a.yaml': `${file('name: app', '${each.key}.txt', 'a', 'forEach: [eu, us]\n')}---\n${fileDocument('other', 'o')}` })
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', `${file('name: app', 'eu.txt', 'a')}---\n${fileDocument('other', 'o')}`)
    expect(await seen(['plan', 'dev'], { folder })).toMatchSnapshot()
    await run(folder, 'plan', 'dev', 'other')
    writeFile(folder, 'system/a.yaml', `${file('name: app, movedFrom: ["app@eu"]', 'eu.txt', 'a')}---\n${fileDocument('other', 'o')}`)
    expect(await run(folder, 'plan', 'dev')).toMatchSnapshot()
  })
})

describe('genesis explain', () => {
  it('says under which address a renamed resource is recorded, by either name', async () => {
    const folder = project({ 'system/a.yaml': file('name: a', 'a.txt', 'a') })
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', file('name: b, movedFrom: [a]', 'a.txt', 'a'))
    const text = await run(folder, 'explain', 'dev/b')
    expect(named(text, folder)).toMatchSnapshot()
    expect(await run(folder, 'explain', 'dev/a')).toBe(text)
  })
})

describe('genesis state mv', () => {
  it('puts a record under another address, as a run, and what depends on it follows', async () => {
    const two = (name: string): string => `${file(`name: ${name}`, 'a.txt', 'a')}---\n${file('name: reader', 'r.txt', `\${resources.${name}.outputs.path}`)}`
    const folder = project({ 'system/a.yaml': two('a') })
    await run(folder, 'apply', 'dev', '--yes')
    expect(await run(folder, 'state', 'mv', 'dev/a', 'dev/b')).toBe('dev/a has moved to dev/b; the real thing stays as it is.\n')
    writeFile(folder, 'system/a.yaml', two('b'))
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges(2))
    expect(await run(folder, 'runs')).toContain('state-mv')
    expect(JSON.parse(await run(folder, 'state', 'mv', 'dev/b', 'dev/c@x', '-o', 'json'))).toEqual({
      format_version: '1.0',
      address: 'dev/c@x',
      moved_from: 'dev/b',
      revision: 3,
    })
  })

  it.each([
    ['what is not recorded', ['dev/aa', 'dev/c']],
    ['to where something is', ['dev/a', 'dev/b']],
    ['to where it is', ['dev/a', 'dev/a']],
    ['to another environment', ['dev/a', 'prod/a']],
    ['to no address', ['dev/a', 'c']],
    ['to a bad name', ['dev/a', 'dev/C~1']],
    ['to a document of another kind', ['dev/a', 'dev/net']],
  ])('refuses to move %s', async (_, addresses) => {
    const more = `---\n${header}kind: Command\nmetadata: { name: net }\nspec: { create: ["true"] }\n`
    const folder = project({ 'system/a.yaml': `${file('name: a', 'a.txt', 'a')}---\n${file('name: b', 'b.txt', 'b')}${more}` })
    await run(folder, 'apply', 'dev', 'a', 'b', '--yes')
    const database = readFileSync(join(folder, '.genesis/state.db'))
    expect(await seen(['state', 'mv', ...addresses], { folder })).toMatchSnapshot()
    expect(readFileSync(join(folder, '.genesis/state.db')).equals(database)).toBe(true)
  })
})

const module = `
variable "size" { type = number }
variable "secret" {
  type      = string
  sensitive = true
}
resource "terraform_data" "thing" { input = { size = var.size, secret = var.secret } }
output "id" { value = terraform_data.thing.id }
output "secret" {
  value     = var.secret
  sensitive = true
}
`

/** A stack with metadata of its own. */
function stack(metadata: string, size: number, more = ''): string {
  return `${header}kind: TerraformStack\nmetadata: { ${metadata} }\nspec:\n  source: ../stacks/net\n  variables: { size: ${size}, secret: hunter2 }\n${more}`
}

async function idOf(folder: string, name: string): Promise<string> {
  const { outputs } = JSON.parse(await run(folder, 'outputs', 'dev', '-o', 'json')) as { outputs: Record<string, { id: { value: string } }> }
  return outputs[name]?.id.value ?? ''
}

describe.skipIf(!hasTerraform)(withTerraform('a renamed stack'), () => {
  it('takes its kept state along, and changes nothing', async () => {
    const folder = project({ 'system/a.yaml': stack('name: network', 3), 'stacks/net/main.tf': module })
    await run(folder, 'apply', 'dev', '--yes')
    const id = await idOf(folder, 'network')
    const database = readFileSync(join(folder, '.genesis/state.db'))
    writeFile(folder, 'system/a.yaml', stack('name: net, movedFrom: [network]', 3))
    expect(await run(folder, 'plan', 'dev')).toContain(
      '# dev/network has moved to dev/net\n  → TerraformStack dev/net\n\nPlan: 1 of 1 resource changes. Terraform: 0 to add,',
    )
    expect(readFileSync(join(folder, '.genesis/state.db')).equals(database)).toBe(true)
    await run(folder, 'apply', 'dev', '--yes')
    expect(await idOf(folder, 'net')).toBe(id)
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges(1))
    expect(await run(folder, 'state', 'show', 'dev/net')).toContain('the Terraform state kept for dev/net')
  })

  it('with a change applies that to the state it had, and is destroyed with it', async () => {
    const folder = project({ 'system/a.yaml': stack('name: network', 3), 'stacks/net/main.tf': module })
    await run(folder, 'apply', 'dev', '--yes')
    const id = await idOf(folder, 'network')
    writeFile(folder, 'system/a.yaml', stack('name: net, movedFrom: [network]', 4))
    expect(await run(folder, 'plan', 'dev')).toContain('Terraform: 0 to add, 1 to change, 0 to replace, 0 to destroy.')
    await run(folder, 'apply', 'dev', '--yes')
    expect(await idOf(folder, 'net')).toBe(id)
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges(1))
    expect(await run(folder, 'destroy', 'dev', '--yes', '--dry-run')).toContain('Terraform: 0 to add, 0 to change, 0 to replace, 1 to destroy.')
  })

  it('has its old folder under the new name, and plans without it, too', async () => {
    const folder = project({ 'system/a.yaml': stack('name: network', 3), 'stacks/net/main.tf': module })
    await run(folder, 'apply', 'dev', '--yes')
    const cache = join(folder, '.cache')
    const [key = ''] = readdirSync(cache).filter((name) => existsSync(join(cache, name, 'stacks')))
    const folders = (): readonly string[] => readdirSync(join(cache, key, 'stacks/dev'))
    expect(folders()).toEqual(['network'])
    writeFile(folder, 'system/a.yaml', stack('name: net, movedFrom: [network]', 3))
    await run(folder, 'plan', 'dev')
    expect(folders()).toEqual(['net'])
    rmSync(cache, { recursive: true })
    await run(folder, 'apply', 'dev', '--yes')
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges(1))
  })

  it('can be moved by hand', async () => {
    const folder = project({ 'system/a.yaml': stack('name: network', 3), 'stacks/net/main.tf': module })
    await run(folder, 'apply', 'dev', '--yes')
    await run(folder, 'state', 'mv', 'dev/network', 'dev/net')
    writeFile(folder, 'system/a.yaml', stack('name: net', 3))
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges(1))
  })

  it('is destroyed under its old name while the move is pending', async () => {
    const folder = project({ 'system/a.yaml': stack('name: network', 3), 'stacks/net/main.tf': module })
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', stack('name: net, movedFrom: [network]', 3))
    expect(await run(folder, 'destroy', 'dev', '--yes', '--dry-run')).toContain('1 to destroy.')
    await run(folder, 'destroy', 'dev', '--yes')
    expect(await run(folder, 'plan', 'dev')).toContain('Terraform: 1 to add')
  })

  it('with a backend of its own whose key does not change keeps its state where it is', async () => {
    const server = await startStateServer()
    const backend = `  backend: { type: http, config: { address: "${server.url}/states/one" } }\n`
    const folder = project({ 'system/a.yaml': stack('name: network', 3, backend), 'stacks/net/main.tf': module })
    await run(folder, 'apply', 'dev', '--yes')
    const state = server.states.get('/states/one')
    writeFile(folder, 'system/a.yaml', stack('name: net, movedFrom: [network]', 3, backend))
    await run(folder, 'apply', 'dev', '--yes')
    expect(server.states.get('/states/one')).toBe(state)
    expect(await run(folder, 'plan', 'dev')).toBe(noChanges(1))
  })

  it('whose backend is named after it is refused, with what to write', async () => {
    const server = await startStateServer()
    const backend = `  backend: { type: http, config: { address: "${server.url}/states/\${resource.name}" } }\n`
    const folder = project({ 'system/a.yaml': stack('name: network', 3, backend), 'stacks/net/main.tf': module })
    await run(folder, 'apply', 'dev', '--yes')
    writeFile(folder, 'system/a.yaml', stack('name: net, movedFrom: [network]', 3, backend))
    const { code, out, err } = await genesis(['plan', 'dev'], { folder })
    expect([code, out]).toEqual([3, ''])
    expect(err.replaceAll(server.url, 'http://server')).toMatchSnapshot()
    expect([...server.states.keys()]).toEqual(['/states/network'])
  })
})
