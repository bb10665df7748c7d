import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { FakeCommand } from '../rig/fake-command.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { project } from '../rig/project.ts'
import { RunningGenesis } from '../rig/running-genesis.ts'
import { Lab } from '../rig/terraform-provider/lab.ts'
import { labModule } from '../rig/terraform-provider/lab-module.ts'
import { seen } from './seen.ts'

function found(folder: string, name: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path))
    .map((path) => join(folder, path))
}

describe('a pid that something else has by now', () => {
  it('is neither waited for nor killed nor named: what counts is when it started', async () => {
    const command = await FakeCommand.create('make-dns')
    const folder = project({ 'system/dns.yaml': `apiVersion: genesis/v1\nkind: Command\nmetadata: { name: dns }\nspec:\n  create: [${command.path}]\n` })
    checkForLeaks(folder, command.folder)
    const running = new RunningGenesis(folder, ['apply', 'dev', '--yes'])
    const invocation = await command.nextInvocation()
    running.signal('SIGKILL')
    await running.ended
    await invocation.die('SIGKILL')
    const files = [...found(join(folder, '.genesis/runs'), /\/create\/process$/), join(folder, '.genesis/locks/dev.holder')]
    expect(files).toHaveLength(2)
    // Now this very process has the numbers of the engine and of its program.
    for (const path of files) writeFileSync(path, readFileSync(path, 'utf8').replace(/\d+/, String(process.pid)))
    expect((await genesis(['plan', 'dev'], { folder })).err).toContain('warning[run-interrupted]')
    const next = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(next.err).not.toContain('waiting for')
    expect(next.err).toContain('nobody can tell whether the interrupted step (create) took effect')
    expect(next.code).toBe(1)
    expect((await genesis(['unlock', 'dev'], { folder })).out).toBe('dev is not locked: every run ended.\n')
  })
})

describe('a run that has finished', () => {
  it('is not resumed, and says so', async () => {
    const folder = project({ 'system/dns.yaml': 'apiVersion: genesis/v1\nkind: Command\nmetadata: { name: dns }\nspec: { create: [/bin/true] }\n' })
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    const [, run = ''] = /"id": "([^"]+)"/.exec((await genesis(['runs', '-o', 'json'], { folder })).out) ?? []
    expect(await seen(['resume', run], { folder })).toMatchInlineSnapshot(`
      "error[run-ended]: run RUN of dev has ended (succeeded), and none of its steps is open
        = hint: nothing is left to resume; genesis plan dev says what is different now

      1 error
      exit 3"
    `)
  })
})

describe.skipIf(!hasTerraform)(withTerraform('a Terraform that somebody kills'), () => {
  it('leaves its step to be looked at, names what it had told, and is asked for again', async () => {
    const lab = await Lab.open()
    const folder = project({
      'system/app.yaml': 'apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: app }\nspec: { source: ../stacks/app }\n',
      'stacks/app/main.tf': labModule({ objects: { a: { value: 'x' } } }),
    })
    const variables = { ...lab.environment, XDG_CACHE_HOME: join(folder, '.cache') }
    lab.ledger.script({ operation: 'create', name: 'a', times: 1, does: { kind: 'hang', when: 'before' } })
    const running = new RunningGenesis(folder, ['apply', 'dev', '--yes'], variables)
    await lab.ledger.called({ operation: 'create', name: 'a', hangs: true })
    const [mark = ''] = found(join(folder, '.genesis/runs'), /\/apply-[^/]+\/process$/)
    const [wrapper = ''] = readFileSync(mark, 'utf8').split('\n')
    const [terraform = ''] = readFileSync(`/proc/${wrapper}/task/${wrapper}/children`, 'utf8').trim().split(' ')
    process.kill(Number(terraform), 'SIGKILL')
    expect(await running.ended).toBe(6)
    expect(running.err).toContain('terraform apply was ended by the signal SIGKILL')
    lab.ledger.release()
    const run = (...words: readonly string[]) => genesis(words, { folder, variables })
    const blocked = await run('apply', 'dev', '--yes')
    expect(blocked.code).toBe(1)
    expect(blocked.out).toContain('lab_object.a: Creating...')
    // It had reached the cloud all the same: doing it again unasked would have made a second one.
    expect(lab.ledger.objects().map(({ name }) => name)).toEqual(['a'])
  })
})
