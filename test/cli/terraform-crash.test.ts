import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { project } from '../rig/project.ts'
import { startStateServer } from '../rig/state-server.ts'
import { RunningGenesis } from '../rig/running-genesis.ts'
import { Lab } from '../rig/terraform-provider/lab.ts'
import { expression, labModule } from '../rig/terraform-provider/lab-module.ts'
import { killTerraform } from './kill-terraform.ts'

const module = labModule({
  objects: { a: { value: 'x' }, b: { value: expression('lab_object.a.id') }, c: { value: expression('lab_object.b.id') } },
  outputs: { id: expression('lab_object.c.id') },
})

/** Genesis was killed while its Terraform waits for the provider to make `b`. */
async function killed() {
  const lab = await Lab.open()
  const folder = project({
    'system/app.yaml': 'apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: app }\nspec: { source: ../stacks/app }\n',
    'stacks/app/main.tf': module,
  })
  const variables = { ...lab.environment, XDG_CACHE_HOME: join(folder, '.cache') }
  lab.ledger.script({ operation: 'create', name: 'b', times: 1, does: { kind: 'hang', when: 'after' } })
  const running = new RunningGenesis(folder, ['apply', 'dev', '--yes'], variables)
  await lab.ledger.called({ operation: 'create', name: 'b', hangs: true })
  running.signal('SIGKILL')
  await running.ended
  const run = (...words: readonly string[]) => genesis(words, { folder, variables })
  return { lab, folder, variables, run }
}

function names(lab: Lab): readonly string[] {
  return lab.ledger.objects().map(({ name }) => name)
}

describe.skipIf(!hasTerraform)(withTerraform('a run that is killed while Terraform applies'), () => {
  it('is waited for and finished: Terraform comes to its end, its state is brought home, nothing is made twice', async () => {
    const { lab, folder, variables, run } = await killed()
    // Whoever looks meanwhile keeps out of the folder in which Terraform still works.
    const looking = new RunningGenesis(folder, ['plan', 'dev'], variables)
    expect(await looking.ended).toBe(0)
    expect(looking.err).toContain('another process works in its folder')
    const next = new RunningGenesis(folder, ['apply', 'dev', '--yes'], variables)
    await next.says('which an interrupted run started for it')
    lab.ledger.release()
    expect(await next.ended, next.err).toBe(0)
    expect(names(lab)).toEqual(['a', 'b', 'c'])
    expect(next.err).toContain('did not end: it is known now what became of 1 step')
    expect((await run('plan', 'dev', '--detailed-exitcode')).code).toBe(0)
    expect((await run('outputs', 'dev', 'app')).out).toContain('obj-3')
    const left = readdirSync(join(folder, '.cache'), { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('errored'))
    expect(left).toEqual([])
  })

  it('names what a Terraform that was killed, too, had made and no state knows of, and blocks the stack until somebody says', async () => {
    const { lab, folder, run } = await killed()
    killTerraform(folder)
    lab.ledger.release()
    const next = await run('apply', 'dev', '--yes')
    expect(next.code).toBe(1)
    expect(next.out).toContain('lab_object.a: Creation complete after')
    expect(next.out).toContain('lab_object.b: Creating...')
    expect(names(lab)).toEqual(['a', 'b'])
    expect((await run('state', 'resolve', 'dev/app', '--adopt', 'x')).err).toContain('import block')
    expect((await run('state', 'resolve', 'dev/app', '--not-applied')).code).toBe(0)
    expect((await run('plan', 'dev')).out).toContain('3 to add')
  })

  it('takes over by its id what the state lost, on demand, and goes on with what is left', async () => {
    const { lab, folder, run } = await killed()
    killTerraform(folder)
    lab.ledger.release()
    const repaired = await run('state', 'repair', 'dev/app')
    expect(repaired.code).toBe(1)
    expect(repaired.out).toContain('dev/app: lab_object.a was taken over with the id obj-1')
    expect(repaired.out).toContain('this could not be taken over:\n  lab_object.b: Creating...\n')
    expect((await run('plan', 'dev')).out).toContain('lab_object.b: Creating...')
    expect((await run('state', 'resolve', 'dev/app', '--applied')).code).toBe(0)
    expect((await run('plan', 'dev')).out).toContain('2 to add')
  })
})

describe.skipIf(!hasTerraform)(withTerraform('a state that its backend does not take'), () => {
  it('is kept, and brought home by the next apply before anything else: nothing is made twice', async () => {
    const [lab, server] = [await Lab.open(), await startStateServer()]
    const address = `${server.url}/app`
    const folder = project({
      'system/app.yaml': `apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: app }\nspec:\n  source: ../stacks/app\n  backend: { type: http, config: { address: "${address}" } }\n`,
      'stacks/app/main.tf': module,
    })
    const variables = { ...lab.environment, XDG_CACHE_HOME: join(folder, '.cache') }
    const run = (...words: readonly string[]) => genesis(words, { folder, variables })
    server.refused.add('POST')
    const failed = await run('apply', 'dev', '--yes')
    expect(failed.code).toBe(6)
    expect(failed.out + failed.err).toContain('once its backend can be written, the next apply brings it home before anything else')
    expect(names(lab)).toEqual(['a', 'b', 'c'])

    const still = await run('apply', 'dev', '--yes')
    expect(still.code).toBe(1)
    expect(still.out).toContain('its backend does not take it')
    expect(names(lab)).toEqual(['a', 'b', 'c'])

    server.refused.clear()
    expect((await run('apply', 'dev', '--yes')).code).toBe(0)
    expect(names(lab)).toEqual(['a', 'b', 'c'])
    expect((await run('plan', 'dev', '--detailed-exitcode')).code).toBe(0)
  })
})
