import { existsSync } from 'node:fs'
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
  /** What creates dev/dns. */
  readonly command: FakeCommand
  readonly start: (...words: readonly string[]) => RunningGenesis
}

/** A Command that the test steps by hand, and a File that waits for it. */
async function world(): Promise<World> {
  const command = await FakeCommand.create('make-dns')
  const folder = project({
    'system/dns.yaml': `apiVersion: genesis/v1\nkind: Command\nmetadata: { name: dns }\nspec:\n  create: [${command.path}]\n`,
    'system/zone.yaml': `${fileDocument('zone', 'x')}dependsOn: [dns]\n`,
  })
  checkForLeaks(folder, command.folder)
  return { folder, command, start: (...words) => new RunningGenesis(folder, words) }
}

/** Whoever ran it is called somebody. */
async function anonymous(words: readonly string[], folder: string): Promise<string> {
  const text = await seen(words, { folder })
  return text.replaceAll(/\bby \S+@[\w.-]+/g, 'by SOMEBODY').replaceAll(/\bof \S+@[\w.-]+/g, 'of SOMEBODY')
}

describe('a run that is killed', () => {
  it('is waited for and finished by the next one: what its programs did is recorded, nothing is done twice', async () => {
    const { folder, command, start } = await world()
    const running = start('apply', 'dev', '--yes')
    const invocation = await command.nextInvocation()
    running.signal('SIGKILL')
    expect(await running.ended).toBe('SIGKILL')

    expect((await genesis(['plan', 'dev'], { folder })).err).toContain('warning[run-interrupted]')
    expect(await anonymous(['unlock', 'dev'], folder)).toMatchInlineSnapshot(`
      "error[environment-held]: run RUN is gone, but programs that it started still run:
          dev/dns (process PID)
        = hint: the next apply, or "genesis resume", waits for them and records what they did; one that hangs ends by kill -INT -PROCESS, with the minus, and by kill -KILL -PROCESS where it ignores that

      1 error
      exit 5"
    `)

    const next = start('apply', 'dev', '--yes')
    await next.says('which an interrupted run started for it')
    await invocation.stdout('{ "id": "zone-7" }')
    await invocation.exit(0)
    expect(await next.ended).toBe(0)
    expect(named(next.err, folder)).toMatchInlineSnapshot(`
      "note: dev/dns: waiting for process PID, which an interrupted run started for it; where it hangs, kill -INT -PID ends it, and kill -KILL -PID where it ignores that
      dev/dns: created: the interrupted step had taken effect, and is recorded now
      note: run RUN (apply) did not end: it is known now what became of 1 step
      planning dev: 2 resources
      dev/zone: planned: create
      applying dev: 1 step (run RUN)
      dev/zone: creating
      dev/zone: created after DURATION
      "
    `)
    expect(command.waiting).toBe(0)
    expect((await genesis(['outputs', 'dev', 'dns'], { folder })).out).toContain('zone-7')
    expect(existsSync(join(folder, 'out/zone.txt'))).toBe(true)
    expect((await genesis(['runs'], { folder })).out).toMatch(/ apply .* succeeded .*\n.* recover .* succeeded .*\n.* apply .* interrupted /)
  })

  it('blocks only what waits for a step of which nobody can tell, until somebody says', async () => {
    const { folder, command, start } = await world()
    writeFile(folder, 'system/other.yaml', fileDocument('other', 'y'))
    const running = start('apply', 'dev', 'zone', '--yes')
    const invocation = await command.nextInvocation()
    running.signal('SIGKILL')
    expect(await running.ended).toBe('SIGKILL')
    await invocation.die('SIGKILL')

    const next = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(next.code).toBe(6)
    expect(existsSync(join(folder, 'out/other.txt'))).toBe(true)
    expect(existsSync(join(folder, 'out/zone.txt'))).toBe(false)
    expect(await anonymous(['plan', 'dev'], folder)).toMatchInlineSnapshot(`
      "  ! dev/dns is blocked: run RUN may or may not have created it
            # it has no read program
            # look at it, then say: genesis state resolve dev/dns --applied, --not-applied or --adopt ID
        ! dev/zone is blocked: it waits for dev/dns

      Nothing can be done now in dev: 2 resources blocked, 1 unchanged.
      planning dev: 1 resource
      exit 0"
    `)
    expect(await seen(['state', 'resolve', 'dev/dns'], { folder })).toMatchInlineSnapshot(`
      "error[usage]: it is not said what became of dev/dns
        = hint: say one of: genesis state resolve dev/dns --applied, --not-applied or --adopt ID

      1 error
      exit 3"
    `)
    expect(await seen(['state', 'resolve', 'dev/dnss', '--applied'], { folder })).toMatchInlineSnapshot(`
      "error[unknown-target]: no step of dev/dnss is unsettled
        = hint: did you mean "dev/dns"?

      1 error
      exit 3"
    `)
    expect(await seen(['state', 'resolve', 'dev/dns', '--not-applied'], { folder })).toMatchInlineSnapshot(`
      "dev/dns: recorded as not done. The next apply does it, under the same key.
      dev/dns: nobody can tell whether the interrupted step (create) took effect: it has no read program
      note: steps of earlier runs were open: it is known now what became of 0 steps, and nobody can tell of 1 step: "genesis state resolve" takes a person's word
      exit 0"
    `)

    const again = genesis(['apply', 'dev', '--yes'], { folder })
    const second = await command.nextInvocation()
    const keys = [invocation, second].map(({ stdin }) => (JSON.parse(stdin) as { key: string }).key)
    expect(keys[1]).toBe(keys[0])
    await second.exit(0)
    expect((await again).code).toBe(0)
    expect(existsSync(join(folder, 'out/zone.txt'))).toBe(true)
  })

  it('is finished by resume, which has nothing to do for one that ended', async () => {
    const { folder, command, start } = await world()
    const running = start('apply', 'dev', '--yes', '--set', 'zone.content=set')
    const invocation = await command.nextInvocation()
    running.signal('SIGKILL')
    await running.ended
    await invocation.exit(0)
    expect(await seen(['resume', '--yes'], { folder })).toMatchInlineSnapshot(`
      "error[usage]: the run of dev was made with --set zone.content, and the values were not kept
        = hint: set it again: genesis resume -e dev --set zone.content=VALUE

      1 error
      exit 3"
    `)
    expect((await genesis(['resume', '--yes', '--set', 'zone.content=set'], { folder })).code).toBe(0)
    expect(existsSync(join(folder, 'out/zone.txt'))).toBe(true)
    expect(await seen(['resume'], { folder })).toMatchInlineSnapshot(`
      "Nothing to resume: every run ended by itself.
      exit 0"
    `)
    const [run = ''] = /^\S+/m.exec((await genesis(['runs'], { folder })).out.split('\n')[1] ?? '') ?? []
    expect((await genesis(['resume', run], { folder })).err).toContain('error[run-ended]')
    expect((await genesis(['resume', 'nonsense'], { folder })).code).toBe(3)
  })
})

describe('two processes that apply one environment', () => {
  it('do not both: one runs, the other names the holder', async () => {
    const { folder, command, start } = await world()
    const first = start('apply', 'dev', '--yes')
    const invocation = await command.nextInvocation()
    const second = start('apply', 'dev', '--yes')
    expect(await second.ended).toBe(5)
    expect(second.err).toContain(`(process ${first.pid}, since `)
    expect(named(second.err, folder).replaceAll(/\bof \S+@[\w.-]+/g, 'of SOMEBODY')).toMatchInlineSnapshot(`
      "error[environment-held]: dev is held by run RUN of SOMEBODY (process PID, since TIME)
        = hint: one run at a time: wait for it to end, or stand in line with --lock-timeout 10m

      1 error
      "
    `)
    expect((await genesis(['unlock', 'dev'], { folder })).code).toBe(5)
    expect((await genesis(['state', 'rm', 'dev/dns'], { folder })).code).not.toBe(0)
    await invocation.exit(0)
    expect(await first.ended).toBe(0)
    expect(command.waiting).toBe(0)
  })
})

describe('a signal', () => {
  it('stops planning at once: nothing of it has to come to an end', async () => {
    const { folder, command, start } = await world()
    const text = `apiVersion: genesis/v1\nkind: Command\nmetadata: { name: read }\nspec: { create: [${command.path}], read: [${command.path}] }\n`
    writeFile(folder, 'system/read.yaml', text)
    const applying = start('apply', 'dev', 'read', '--yes')
    const created = await command.nextInvocation()
    await created.stdout('{}')
    await created.exit(0)
    expect(await applying.ended).toBe(0)

    const planning = start('plan', 'dev', 'read')
    const reading = await command.nextInvocation()
    planning.signal('SIGINT')
    await planning.says('Interrupted.')
    await reading.nextSignal()
    await reading.exit(1)
    expect(await planning.ended).toBe(130)
  })

  it('SIGINT lets what runs come to its end, and nothing new starts', async () => {
    const { folder, command, start } = await world()
    const running = start('apply', 'dev', '--yes')
    const invocation = await command.nextInvocation()
    running.signal('SIGINT')
    await running.says('Interrupted: nothing new starts, what runs may end. Once more stops that, too.')
    await invocation.stdout('{}')
    expect(invocation.unseenSignals).toBe(0)
    await invocation.exit(0)
    expect(await running.ended).toBe(130)
    expect(existsSync(join(folder, 'out/zone.txt'))).toBe(false)
    expect((await genesis(['state', 'list'], { folder })).out).toMatch(/^dev\/dns +Command +ready /m)

    const rest = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(rest.code, rest.err).toBe(0)
    expect(command.waiting).toBe(0)
    expect(existsSync(join(folder, 'out/zone.txt'))).toBe(true)
  })

  it.each([
    ['SIGINT twice', ['SIGINT', 'SIGINT']],
    ['SIGTERM', ['SIGTERM']],
  ] as const)('%s interrupts what runs, once, and ends in order', async (_, signals) => {
    const { folder, command, start } = await world()
    const running = start('apply', 'dev', '--yes')
    const invocation = await command.nextInvocation()
    for (const signal of signals) {
      running.signal(signal)
      if (signals.length > 1) await running.says('Interrupted: nothing new starts')
    }
    await invocation.nextSignal()
    await invocation.stdout('{}')
    expect(invocation.unseenSignals).toBe(0)
    await invocation.exit(1)
    expect(await running.ended).toBe(130)
    expect(existsSync(join(folder, 'out/zone.txt'))).toBe(false)
    expect((await genesis(['runs', '-o', 'json'], { folder })).out).toContain('"outcome": "interrupted"')

    // The run has ended: the next one is not refused, and asks for what was interrupted again.
    const again = genesis(['apply', 'dev', '--yes'], { folder })
    const second = await command.nextInvocation()
    await second.exit(0)
    expect((await again).code).toBe(0)
  })

  it('while planning ends the plan', async () => {
    const read = await FakeCommand.create('read-dns')
    const folder = project({
      'system/dns.yaml': `apiVersion: genesis/v1\nkind: Command\nmetadata: { name: dns }\nspec:\n  create: [/bin/true]\n`,
    })
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    writeFile(
      folder,
      'system/dns.yaml',
      `apiVersion: genesis/v1\nkind: Command\nmetadata: { name: dns }\nspec:\n  create: [/bin/true]\n  read: [${read.path}]\n`,
    )
    checkForLeaks(folder, read.folder)
    const running = new RunningGenesis(folder, ['plan', 'dev'])
    const invocation = await read.nextInvocation()
    running.signal('SIGTERM')
    await invocation.nextSignal()
    await invocation.exit(1)
    expect(await running.ended).toBe(130)
  })
})
