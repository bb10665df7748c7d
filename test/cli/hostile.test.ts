import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PlanDocument } from '../../src/plan/plan-document.ts'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { applyByHand, copyHostileProject } from '../rig/hostile-project.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { writeFile } from '../rig/project.ts'
import { startStateServer, type StateServer } from '../rig/state-server.ts'
import { tempFolder } from '../rig/temp-folder.ts'

/** A folder of one person: clones of the hostile project, and the cache that they share. */
class Person {
  readonly folder = tempFolder()
  readonly server: StateServer

  private constructor(server: StateServer) {
    this.server = server
    checkForLeaks(this.folder)
  }

  static async create(): Promise<Person> {
    const person = new Person(await startStateServer())
    copyHostileProject(join(person.folder, 'one'), person.server.url)
    return person
  }

  path(clone: string, path = ''): string {
    return join(this.folder, clone, path)
  }

  async run(clone: string, ...words: readonly string[]): Promise<string> {
    const { code, out, err } = await genesis(['-C', clone, ...words], { folder: this.folder })
    expect(code, out + err).toBe(0)
    return out
  }

  /** Every resource of the stack's state with its id. */
  made(environment = 'dev'): readonly string[] {
    const state = JSON.parse(this.server.states.get(`/states/${environment}/app`) ?? '{"resources":[]}') as {
      resources: { module?: string; name: string; instances: { index_key?: number; attributes: { id?: string } }[] }[]
    }
    return state.resources
      .flatMap(({ module = '', name, instances }) =>
        instances
          .filter(({ attributes }) => attributes.id !== undefined)
          .map(({ index_key, attributes: { id } }) => `${module}.${name}.${index_key ?? ''} ${id}`),
      )
      .sort()
  }

  /** The plan finds nothing to do, and says so with its exit code. */
  async findsNothingToDo(clone: string): Promise<void> {
    const { code, out, err } = await genesis(['-C', clone, 'plan', 'dev', '--detailed-exitcode'], { folder: this.folder })
    expect([code, out], err).toEqual([0, 'No changes. dev is as declared (1 resource).\n'])
  }

  /** The plan takes over what is there, and nothing else; applied, it has made nothing new. */
  async adopts(clone: string): Promise<void> {
    const before = this.made()
    const writes = this.server.requests.filter((request) => request.startsWith('POST')).length
    const plan = JSON.parse(await this.run(clone, 'plan', 'dev', '-o', 'json')) as PlanDocument
    expect(plan.resources.map(({ address, action }) => [address, action])).toEqual([['dev/app', 'adopt']])
    expect(plan.resource_changes.filter(({ stack }) => stack !== null)).toEqual([])
    await this.run(clone, 'apply', 'dev', '--yes')
    expect(this.made()).toEqual(before)
    expect(this.server.requests.filter((request) => request.startsWith('POST'))).toHaveLength(writes)
    await this.findsNothingToDo(clone)
  }
}

describe.skipIf(!hasTerraform)(withTerraform('the hostile project'), () => {
  it('plans empty after its apply, after an unrelated file changed, and without its cache', async () => {
    const person = await Person.create()
    await person.run('one', 'apply', 'dev', '--yes')
    const made = person.made()
    expect(made).toHaveLength(3)
    await person.findsNothingToDo('one')

    writeFile(person.path('one'), 'shared/unrelated.txt', 'new')
    writeFile(person.path('one'), 'README.md', 'changed')
    await person.findsNothingToDo('one')

    rmSync(person.path('.cache'), { recursive: true })
    await person.findsNothingToDo('one')
    expect(person.made()).toEqual(made)
  })

  it('plans empty from a second clone with the records of the first, and adopts without them', async () => {
    const person = await Person.create()
    await person.run('one', 'apply', 'dev', '--yes')
    execFileSync('git', ['clone', '-q', person.path('one'), person.path('two')], { stdio: 'pipe' })
    execFileSync('git', ['clone', '-q', person.path('one'), person.path('three')], { stdio: 'pipe' })
    cpSync(person.path('one', '.genesis'), person.path('two', '.genesis'), { recursive: true })
    await person.findsNothingToDo('two')
    await person.adopts('three')
    await person.findsNothingToDo('one')
  })

  it('adopts what is there after .genesis was deleted', async () => {
    const person = await Person.create()
    await person.run('one', 'apply', 'dev', '--yes')
    rmSync(person.path('one', '.genesis'), { recursive: true })
    await person.adopts('one')
  })

  it('takes over what Terraform made by hand, and makes nothing twice', async () => {
    const person = await Person.create()
    await applyByHand(person.path('one'), { stateServer: person.server.url, environment: 'dev', size: 1 })
    const before = person.made()
    await person.run('one', 'apply', 'dev', '--yes')
    expect(person.made()).toEqual(before)
    expect(person.made()).toHaveLength(3)
    await person.findsNothingToDo('one')
    rmSync(person.path('one', '.genesis'), { recursive: true })
    await person.adopts('one')
  })

  it('keeps its environments apart, and takes one away without touching the other', async () => {
    const person = await Person.create()
    await person.run('one', 'apply', 'dev', '--yes')
    await person.run('one', 'apply', 'prod', '--yes')
    const prod = person.made('prod')
    expect(prod).toHaveLength(5)
    await person.run('one', 'destroy', 'dev', '--yes')
    expect(person.made('dev')).toEqual([])
    expect(person.made('prod')).toEqual(prod)
    expect(readFileSync(person.path('one', 'shared/x.json'), 'utf8')).toContain('team-web')
  })
})
