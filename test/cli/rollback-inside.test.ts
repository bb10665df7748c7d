import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PlanDocument } from '../../src/plan/plan-document.ts'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis, type CliResult } from '../rig/cli.ts'
import { project, writeFile } from '../rig/project.ts'
import { labModule, type LabModuleOptions } from '../rig/terraform-provider/lab-module.ts'
import { Lab } from '../rig/terraform-provider/lab.ts'

const moved = (from: string, to: string): string => `moved {\n  from = ${from}\n  to   = ${to}\n}\n`
const removed = (from: string): string => `removed {\n  from = ${from}\n  lifecycle {\n    destroy = false\n  }\n}\n`

/** One stack whose objects the lab's provider makes. */
class Story {
  readonly lab: Lab
  readonly folder: string

  private constructor(lab: Lab, folder: string) {
    this.lab = lab
    this.folder = folder
  }

  static async begin(module: LabModuleOptions, more = ''): Promise<Story> {
    const lab = await Lab.open()
    const environment = { apiVersion: 'genesis/v1', kind: 'Environment', metadata: { name: 'dev' }, spec: { env: lab.environment } }
    const folder = project({
      'environments/dev.yaml': JSON.stringify(environment),
      'system/net.yaml': `apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: net }\nspec: { source: ../stacks/net${more} }\n`,
      'stacks/net/main.tf': labModule(module),
    })
    const story = new Story(lab, folder)
    await story.run('apply', 'dev', '--yes')
    return story
  }

  async run(...words: readonly string[]): Promise<CliResult> {
    const result = await genesis(words, { folder: this.folder })
    expect(result.code, `${words.join(' ')}\n${result.out}${result.err}`).toBe(0)
    return result
  }

  async release(module: LabModuleOptions): Promise<void> {
    writeFile(this.folder, 'stacks/net/main.tf', labModule(module))
    await this.run('apply', 'dev', '--yes')
  }

  /** What a rollback says that it does, one line for each thing. */
  async announced(...words: readonly string[]): Promise<readonly string[]> {
    const plan = JSON.parse((await this.run('rollback', 'dev', '--dry-run', '-o', 'json', ...words)).out) as PlanDocument
    return plan.rollback?.coverage.entries.map(({ fate, address, what }) => `${fate}: ${address} ${what}`) ?? []
  }

  /** The objects that there are, each with its id, in the order in which they were made. */
  get objects(): readonly string[] {
    return this.lab.ledger.objects().map(({ name, id }) => `${name} ${id}`)
  }

  /** The working tree as it was, and nothing for Terraform to do. */
  async isSettledAs(module: LabModuleOptions): Promise<void> {
    writeFile(this.folder, 'stacks/net/main.tf', labModule(module))
    const { steps } = JSON.parse((await this.run('plan', 'dev', '-o', 'json')).out) as PlanDocument
    expect(steps).toEqual([])
    expect(this.lab.ledger.duplicates()).toEqual([])
  }
}

const plain: LabModuleOptions = { objects: { a: { name: 'one', value: 'x' }, b: { name: 'two', value: 'x' } } }
const renamed: LabModuleOptions = { objects: { c: { name: 'one', value: 'y' }, b: { name: 'two', value: 'x' } }, more: moved('lab_object.a', 'lab_object.c') }
const without: LabModuleOptions = { objects: { a: { name: 'one', value: 'x' } }, more: removed('lab_object.b') }
const both: LabModuleOptions = { objects: { c: { name: 'one', value: 'x' } }, more: moved('lab_object.a', 'lab_object.c') + removed('lab_object.b') }

describe.skipIf(!hasTerraform)(withTerraform('a rollback inside of a stack'), () => {
  it('turns a moved block round, and counts it as coming back', async () => {
    const story = await Story.begin(plain)
    const before = story.objects
    await story.release(renamed)
    expect(await story.announced()).toEqual(['restored: lab_object.a gets its old address back and is changed in place'])
    await story.run('rollback', 'dev', '--yes')
    expect(story.objects).toEqual(before)
    expect(story.lab.ledger.find('one').value).toBe('x')
    await story.isSettledAs(plain)
  })

  it('takes back by its id what a removed block let go', async () => {
    const story = await Story.begin(plain)
    const before = story.objects
    await story.release(without)
    expect(story.objects).toEqual(before)
    expect(await story.announced()).toEqual(['restored: lab_object.b was let go and is taken back by its id'])
    await story.run('rollback', 'dev', '--yes')
    expect(story.objects).toEqual(before)
    await story.isSettledAs(plain)
  })

  it('goes back over both, forward by a rollback of the rollback, and back again, and nothing is made twice', async () => {
    const story = await Story.begin(plain)
    const before = story.objects
    await story.release(both)
    const back = ['restored: lab_object.a gets its old address back', 'restored: lab_object.b was let go and is taken back by its id']
    expect(await story.announced()).toEqual(back)
    await story.run('rollback', 'dev', '--yes')
    await story.run('rollback', 'dev', '--yes')
    await story.isSettledAs(both)
    expect(await story.announced()).toEqual(back)
    await story.run('rollback', 'dev', '--yes')
    expect(story.objects).toEqual(before)
    await story.isSettledAs(plain)
  })

  it('goes back over several releases at once, from a saved plan', async () => {
    const story = await Story.begin(plain)
    const before = story.objects
    await story.release({
      objects: { c: { name: 'one', value: 'x' }, d: { name: 'two', value: 'x' } },
      more: moved('lab_object.a', 'lab_object.c') + moved('lab_object.b', 'lab_object.d'),
    })
    await story.release({ objects: { e: { name: 'one', value: 'x' } }, more: moved('lab_object.c', 'lab_object.e') + removed('lab_object.d') })
    await story.run('rollback', 'dev', '--to', 'dev.2', '--out', 'back.plan')
    await story.run('apply', 'back.plan', '--yes')
    expect(story.objects).toEqual(before)
    await story.isSettledAs(plain)
  })

  it('gives instances with keys their old addresses back', async () => {
    const keyed = (name: string, more = ''): LabModuleOptions => ({
      more: `resource "lab_object" "${name}" {\n  for_each = toset(["x", "y z"])\n  name     = each.key\n}\n${more}`,
    })
    const story = await Story.begin(keyed('a'))
    const before = story.objects
    await story.release(keyed('b', moved('lab_object.a', 'lab_object.b')))
    expect(await story.announced()).toEqual([
      'restored: lab_object.a["x"] gets its old address back',
      'restored: lab_object.a["y z"] gets its old address back',
    ])
    await story.run('rollback', 'dev', '--yes')
    expect(story.objects).toEqual(before)
    await story.isSettledAs(keyed('a'))
  })

  it('leaves nothing behind for the next plan forward', async () => {
    const story = await Story.begin(plain)
    const before = story.objects
    await story.release(both)
    await story.announced()
    await story.isSettledAs(both)
    expect(story.objects).toEqual(before)
  })

  it('says that a thing is made anew where the earlier module has a moved block that is in the way', async () => {
    const earlier: LabModuleOptions = { ...plain, more: moved('lab_object.older', 'lab_object.a') }
    const story = await Story.begin(earlier)
    await story.release({ objects: { c: { name: 'one', value: 'x' } }, more: moved('lab_object.a', 'lab_object.c') + removed('lab_object.b') })
    expect(await story.announced()).toEqual([
      'recreated: lab_object.a was deleted since and is made anew: what it held is lost',
      'restored: lab_object.b was let go and is taken back by its id',
      'restored: lab_object.c was made since and is deleted',
    ])
  })

  it('says that another one is made where what was let go is not there any more', async () => {
    const story = await Story.begin(plain)
    await story.release(both)
    await story.lab.ledger.deleteOutside(story.lab.ledger.find('two').id)
    expect(await story.announced()).toEqual([
      'lost: lab_object.b was let go, and is not found by its id: another one is made beside it',
      'restored: lab_object.a gets its old address back',
    ])
    const { err, out } = await story.run('rollback', 'dev', '--yes')
    expect(out + err).toContain('Terraform does not take it back')
    expect(story.lab.ledger.duplicates()).toEqual([])
    await story.isSettledAs(plain)
  })

  it('moves back what was let go and taken over under another address', async () => {
    const story = await Story.begin(plain)
    const before = story.objects
    await story.release(without)
    const { id } = story.lab.ledger.find('two')
    await story.release({
      objects: { a: { name: 'one', value: 'x' }, d: { name: 'two', value: 'x' } },
      more: `import {\n  to = lab_object.d\n  id = "${id}"\n}\n`,
    })
    expect(await story.announced('--to', 'dev.2')).toEqual(['restored: lab_object.b gets its old address back'])
    await story.run('rollback', 'dev', '--to', 'dev.2', '--yes')
    expect(story.objects).toEqual(before)
    await story.isSettledAs(plain)
  })

  it('goes back over a move of a run that failed later on', async () => {
    const story = await Story.begin(plain)
    const before = story.objects
    story.lab.ledger.script({ operation: 'create', name: 'bad', times: 1, does: { kind: 'fail', message: 'no luck' } })
    const { objects, more } = both
    writeFile(story.folder, 'stacks/net/main.tf', labModule({ objects: { ...objects, bad: {} }, ...(more === undefined ? {} : { more }) }))
    expect((await genesis(['apply', 'dev', '--yes'], { folder: story.folder })).code).toBe(6)
    await story.run('rollback', 'dev', '--yes')
    expect(story.objects).toEqual(before)
    await story.isSettledAs(plain)
  })

  it('goes on where its provider refused half-way', async () => {
    const story = await Story.begin(plain)
    const before = story.objects
    await story.release({ objects: { c: { name: 'one', value: 'y' } }, more: moved('lab_object.a', 'lab_object.c') + removed('lab_object.b') })
    story.lab.ledger.script({ operation: 'update', name: 'one', times: 1, does: { kind: 'fail', message: 'no luck' } })
    expect((await genesis(['rollback', 'dev', '--yes'], { folder: story.folder })).code).toBe(6)
    await story.run('rollback', 'dev', '--to', 'dev.2', '--yes')
    expect(story.objects).toEqual(before)
    await story.isSettledAs(plain)
  })

  it('takes things back out of a module that they were moved into, and lets what is new there go', async () => {
    const story = await Story.begin(plain)
    const before = story.objects
    const module = (name: string): void =>
      writeFile(story.folder, 'stacks/net/in/main.tf', labModule({ objects: { a: { name: 'one', value: 'x' }, [name]: { name: 'fresh' } } }))
    const more = 'module "in" {\n  source = "./in"\n  count  = 1\n}\n'
    module('fresh')
    await story.release({ objects: { b: { name: 'two', value: 'x' } }, more: more + moved('lab_object.a', 'module.in[0].lab_object.a') })
    module('other')
    await story.release({ objects: { b: { name: 'two', value: 'x' } }, more: more + moved('module.in[0].lab_object.fresh', 'module.in[0].lab_object.other') })
    expect(await story.announced('--to', 'dev.2')).toEqual([
      'restored: lab_object.a gets its old address back',
      'restored: module.in[0].lab_object.fresh was made since and is deleted',
    ])
    await story.run('rollback', 'dev', '--to', 'dev.2', '--yes')
    expect(story.objects).toEqual(before)
    await story.isSettledAs(plain)
  })

  it('touches nothing, and says why, as long as the state, which lies in a local backend, is one of a newer provider', async () => {
    const local: LabModuleOptions = { ...plain, more: 'terraform {\n  backend "local" {}\n}\n' }
    const story = await Story.begin(local, ', backend: { config: { path: ../../net.tfstate } }')
    await story.release({ ...local, objects: { a: { name: 'one', value: 'y' } } })
    const before = story.lab.ledger.find('one')
    const path = join(story.folder, 'net.tfstate')
    const state = readFileSync(path, 'utf8')
    writeFileSync(path, state.replace(/"schema_version": \d+/u, '"schema_version": 99'))
    const { code, err } = await genesis(['rollback', 'dev', '--yes'], { folder: story.folder })
    expect([code, err]).toEqual([1, expect.stringContaining('Resource instance managed by newer provider version')])
    expect(story.lab.ledger.find('one')).toEqual(before)
    writeFileSync(path, state)
    await story.run('rollback', 'dev', '--yes')
    expect(story.lab.ledger.find('one').value).toBe('x')
  })
})
