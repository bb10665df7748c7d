import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { FakeCommand } from '../rig/fake-command.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'
import { RunningGenesis } from '../rig/running-genesis.ts'
import { named, seen } from './seen.ts'

interface World {
  readonly folder: string
  readonly command: FakeCommand
  readonly start: (...words: readonly string[]) => RunningGenesis
}

/** A Command that the test steps by hand, so that whoever applies it holds the environment. */
async function world(): Promise<World> {
  const command = await FakeCommand.create('make-dns')
  const folder = project({ 'system/dns.yaml': `apiVersion: genesis/v1\nkind: Command\nmetadata: { name: dns }\nspec:\n  create: [${command.path}]\n` })
  checkForLeaks(folder, command.folder)
  return { folder, command, start: (...words) => new RunningGenesis(folder, words) }
}

function anonymous(text: string, folder: string): string {
  return named(text, folder).replaceAll(/\b(of|by) \S+@[\w.-]+/g, '$1 SOMEBODY')
}

describe('a command that stands in line', () => {
  it('says who holds the environment, goes on when it is free, and plans then: what the other one did is there already', async () => {
    const { folder, command, start } = await world()
    const first = start('apply', 'dev', '--yes')
    const invocation = await command.nextInvocation()
    writeFile(folder, 'system/zone.yaml', fileDocument('zone', 'x'))
    const second = start('apply', 'dev', '--yes', '--lock-timeout', '10m')
    await second.says('waiting for dev')
    expect(second.err).toContain(`(process ${first.pid}, since `)
    await invocation.stdout('{}')
    await invocation.exit(0)
    expect(await first.ended).toBe(0)
    expect(await second.ended, second.err).toBe(0)
    expect(anonymous(second.err, folder)).toMatchInlineSnapshot(`
      "note: waiting for dev, which is held by run RUN of SOMEBODY (process PID, since TIME)
      planning dev: 2 resources
      dev/zone: planned: create
      applying dev: 1 step (run RUN)
      dev/zone: creating
      dev/zone: created after DURATION
      "
    `)
    expect(readdirSync(join(folder, '.genesis/locks')).sort()).toEqual(['dev.lock', 'dev.lock.line'])
    expect(readdirSync(join(folder, '.genesis/locks/dev.lock.line'))).toEqual([])
  })

  it('comes before those that come later; one that is killed is left out', async () => {
    const { folder, command, start } = await world()
    writeFile(folder, 'system/zone.yaml', fileDocument('zone', 'x'))
    expect((await genesis(['apply', 'dev', 'zone', '--yes'], { folder })).code).toBe(0)
    const first = start('apply', 'dev', '--yes')
    const invocation = await command.nextInvocation()
    const second = start('state', 'rm', 'dev/zone', '--lock-timeout', '10m')
    await second.says('waiting for dev')
    const third = start('apply', 'dev', '--yes', '--lock-timeout', '10m')
    await third.says('; one other waits before it')
    const fourth = start('destroy', 'dev', '--yes', '--lock-timeout', '10m')
    await fourth.says('; 2 others wait before it')
    third.signal('SIGKILL')
    expect(await third.ended).toBe('SIGKILL')
    await fourth.says('; one other waits before it')
    await invocation.stdout('{}')
    await invocation.exit(0)
    expect(await first.ended).toBe(0)
    expect(await second.ended, second.err).toBe(0)
    expect(await fourth.ended, fourth.err).toBe(0)
    const runs = (await genesis(['runs', 'dev'], { folder })).out
    expect([...runs.matchAll(/ (apply|destroy|state-rm) /g)].map(([, mode]) => mode)).toEqual(['destroy', 'state-rm', 'apply', 'apply'])
    // It was forgotten before its turn came.
    expect(existsSync(join(folder, 'out/zone.txt'))).toBe(true)
  })

  it('ends with 130 at Ctrl-C, and the line is as if it had never come', async () => {
    const { folder, command, start } = await world()
    const first = start('apply', 'dev', '--yes')
    const invocation = await command.nextInvocation()
    const second = start('apply', 'dev', '--yes', '--lock-timeout', '10m')
    await second.says('waiting for dev')
    second.signal('SIGINT')
    expect(await second.ended).toBe(130)
    expect(anonymous(second.err, folder)).toMatchInlineSnapshot(`
      "note: waiting for dev, which is held by run RUN of SOMEBODY (process PID, since TIME)

      Interrupted.
      error[environment-held]: stopped waiting for dev
        = hint: nothing was done

      1 error
      "
    `)
    expect(readdirSync(join(folder, '.genesis/locks/dev.lock.line'))).toEqual([])
    await invocation.exit(0)
    expect(await first.ended).toBe(0)
  })

  it('gives up when its time is over, and at once where it does not wait', async () => {
    const { folder, command, start } = await world()
    const first = start('apply', 'dev', '--yes')
    const invocation = await command.nextInvocation()
    expect(anonymous(await seen(['apply', 'dev', '--yes', '--lock-timeout', '0s'], { folder }), folder)).toMatchInlineSnapshot(`
      "note: waiting for dev, which is held by run RUN of SOMEBODY (process PID, since TIME)
      error[environment-held]: dev is still held after 0 s, by run RUN of SOMEBODY (process PID, since TIME)
        = hint: nothing was done; wait longer, or look at what the holder does: genesis runs

      1 error
      exit 5"
    `)
    expect((await genesis(['apply', 'dev', '--yes', '--lock-timeout', '1s'], { folder })).code).toBe(5)
    expect(anonymous(await seen(['unlock', 'dev'], { folder }), folder).replaceAll(/\bon [\w.-]+: kill/g, 'on HOST: kill')).toMatchInlineSnapshot(`
      "error[environment-held]: dev is held by run RUN of SOMEBODY (process PID, since TIME), which is alive
        = hint: only what a dead one left is unlocked; to stop this one, interrupt it on HOST: kill -INT PID

      1 error
      exit 5"
    `)
    expect(anonymous(await seen(['apply', 'dev', '--yes', '--lock-timeout', 'soon'], { folder }), folder)).toMatchInlineSnapshot(`
      "error[usage]: --lock-timeout does not take "soon"
        = hint: a duration: 30s, 10m, 2h

      1 error
      exit 3"
    `)
    await invocation.exit(0)
    expect(await first.ended).toBe(0)
  })

  it('keeps the environment while a person looks at its plan, and gives it back with the answer', async () => {
    const { folder, command, start } = await world()
    writeFile(folder, 'system/dns.yaml', fileDocument('zone', 'x'))
    expect(command.waiting).toBe(0)
    const asked = genesis(['apply', 'dev', '--lock-timeout', '10m'], { folder, answers: ['no'] })
    expect((await asked).code).toBe(4)
    expect(await start('apply', 'dev', '--yes').ended).toBe(0)
    expect(existsSync(join(folder, 'out/zone.txt'))).toBe(true)
  })
})
