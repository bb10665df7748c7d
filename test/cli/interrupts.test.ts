import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { FakeCommand } from '../rig/fake-command.ts'
import { checkForLeaks, processesOf, remaining } from '../rig/leak-check.ts'
import { project, writeFile } from '../rig/project.ts'
import { RunningGenesis } from '../rig/running-genesis.ts'
import { Lab } from '../rig/terraform-provider/lab.ts'
import { expression, labModule } from '../rig/terraform-provider/lab-module.ts'
import { named } from './seen.ts'

interface World {
  readonly folder: string
  /** What the program of the Command waits for. */
  readonly command: FakeCommand
  readonly start: (...words: readonly string[]) => RunningGenesis
}

/**
 * A project whose Command runs a shell script with children of its own: two that go on for hours and take no notice of interrupts, and one
 * that the test steps. A script that comes to its end takes them along.
 */
async function world(): Promise<World> {
  const command = await FakeCommand.create('step')
  const folder = project({})
  mkdirSync(join(folder, 'bin'))
  symlinkSync('/bin/sleep', join(folder, 'bin/sleep'))
  const sleep = join(folder, 'bin/sleep')
  const script = `#!/bin/sh\n${sleep} 7200 & one=$!\n(trap '' INT TERM HUP; exec ${sleep} 7200) & two=$!\n${command.path}\ncode=$?\nkill -9 $one $two\nexit $code\n`
  writeFileSync(join(folder, 'bin/script'), script)
  chmodSync(join(folder, 'bin/script'), 0o755)
  checkForLeaks(folder, command.folder)
  return { folder, command, start: (...words) => new RunningGenesis(folder, words) }
}

function document(name: string, programs: string, more = ''): string {
  return `apiVersion: genesis/v1\nkind: Command\nmetadata: { name: ${name} }\nspec:\n  ${programs}\n${more}`
}

const script = '[../bin/script]'

/** A command whose script runs by then, and that has been brought there. */
const cases = {
  async apply({ folder, start }: World) {
    writeFile(folder, 'system/dns.yaml', document('dns', `create: ${script}`))
    return Promise.resolve(start('apply', 'dev', '--yes'))
  },
  async plan({ folder, start }: World) {
    writeFile(folder, 'system/dns.yaml', document('dns', 'create: [/bin/true]'))
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    writeFile(folder, 'system/dns.yaml', document('dns', `create: [/bin/true]\n  read: ${script}`))
    return start('plan', 'dev')
  },
  async destroy({ folder, start }: World) {
    writeFile(folder, 'system/dns.yaml', document('dns', `create: [/bin/true]\n  delete: ${script}`))
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    return start('destroy', 'dev', '--yes')
  },
  async resume({ folder, command, start }: World) {
    writeFile(folder, 'system/zone.yaml', document('zone', `create: [${command.path}]`))
    writeFile(folder, 'system/dns.yaml', document('dns', `create: ${script}`, 'dependsOn: [zone]\n'))
    const first = start('apply', 'dev', '--yes')
    const zone = await command.nextInvocation()
    first.signal('SIGKILL')
    await first.ended
    await zone.exit(0)
    return start('resume', '--yes')
  },
} as const

type Case = keyof typeof cases
const all = Object.keys(cases) as readonly Case[]
const applying = all.filter((name) => name !== 'plan')

async function leftOf(folder: string): Promise<readonly string[]> {
  return remaining(() => processesOf(folder), 10_000)
}

describe('the first interrupt', () => {
  it.each(applying)('of %s starts nothing new and reaches no program: what runs comes to its end', async (name) => {
    const there = await world()
    const running = await cases[name](there)
    const invocation = await there.command.nextInvocation()
    running.signal('SIGINT')
    await running.says('Interrupted: nothing new starts')
    await invocation.stdout('{}')
    expect(invocation.unseenSignals).toBe(0)
    await invocation.exit(0)
    expect(await running.ended, running.err).toBe(130)
    expect(await leftOf(there.folder)).toEqual([])
  })

  it('of plan stops it at once, with all that its programs started', async () => {
    const there = await world()
    const running = await cases.plan(there)
    const invocation = await there.command.nextInvocation()
    running.signal('SIGINT')
    await invocation.nextSignal()
    await invocation.exit(1)
    expect(await running.ended).toBe(130)
    expect(await leftOf(there.folder)).toEqual([])
  })
})

describe.each([
  ['a second interrupt', ['SIGINT', 'SIGINT']],
  ['SIGTERM', ['SIGTERM']],
] as const)('%s', (_, signals) => {
  it.each(applying)('of %s reaches every program once, and nothing of it is left', async (name) => {
    const there = await world()
    const running = await cases[name](there)
    const invocation = await there.command.nextInvocation()
    for (const [index, signal] of signals.entries()) {
      running.signal(signal)
      if (index === 0 && signals.length > 1) await running.says('Interrupted: nothing new starts')
    }
    expect(await invocation.nextSignal()).toBe('SIGINT')
    await running.says('stopping now: dev/dns')
    running.signal('SIGINT')
    await running.says(signals.length > 1 ? 'Stopping already' : '\n')
    await invocation.stdout('{}')
    expect(invocation.unseenSignals).toBe(0)
    await invocation.exit(1)
    expect(await running.ended).toBe(130)
    const told = named(running.err, there.folder).replaceAll(/ for \d+s\b/g, ' for DURATION')
    const verb = name === 'destroy' ? 'destroy' : 'apply'
    expect(told).toContain(
      `stopping now: dev/dns (${name === 'destroy' ? 'deleting' : 'creating'} for DURATION) is interrupted once, and killed where that takes too long: nobody can tell then whether it took effect; "genesis ${verb} dev" finds out, and goes on`,
    )
    expect(await leftOf(there.folder)).toEqual([])
  })
})

describe('SIGKILL', () => {
  it.each(applying)('of %s leaves its programs to the next command, which waits for them and leaves nothing', async (name) => {
    const there = await world()
    const running = await cases[name](there)
    const invocation = await there.command.nextInvocation()
    running.signal('SIGKILL')
    await running.ended
    expect(processesOf(there.folder)).not.toEqual([])
    const next = there.start('resume', '--yes')
    await next.says('which an interrupted run started for it')
    await invocation.exit(0)
    expect(await next.ended, next.err).toBe(0)
    expect(await leftOf(there.folder)).toEqual([])
  })

  it('of plan leaves programs that only look: the next plan ends them, and takes away what lay there', async () => {
    const there = await world()
    const running = await cases.plan(there)
    const invocation = await there.command.nextInvocation()
    running.signal('SIGKILL')
    await running.ended
    const plans = join(there.folder, '.cache/genesis/1234abcd/plans')
    expect(readdirSync(plans)).toHaveLength(1)
    const next = there.start('plan', 'dev')
    await invocation.gone
    await (await there.command.nextInvocation()).exit(1)
    expect(await next.ended).toBe(1)
    expect(readdirSync(plans)).toEqual([])
    expect(await leftOf(there.folder)).toEqual([])
  })
})

const module = labModule({ objects: { a: { value: 'x' }, b: { value: expression('lab_object.a.id') } } })

/** An apply whose Terraform waits for a provider, in a process of its own, to make `b`. */
async function stack(stoppable: boolean) {
  const lab = await Lab.open({ how: 'mirror' })
  const environment = { apiVersion: 'genesis/v1', kind: 'Environment', metadata: { name: 'dev' }, spec: { env: lab.environment } }
  const folder = project({
    'environments/dev.yaml': JSON.stringify(environment),
    'system/app.yaml': 'apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: app }\nspec: { source: ../stacks/app }\n',
    'stacks/app/main.tf': module,
  })
  checkForLeaks(folder)
  lab.ledger.script({ operation: 'create', name: 'b', times: 1, does: { kind: 'hang', when: stoppable ? 'before' : 'after', stoppable } })
  const start = (...words: readonly string[]) => new RunningGenesis(folder, words)
  const running = start('apply', 'dev', '--yes')
  await lab.ledger.called({ operation: 'create', name: 'b', hangs: true })
  const left = () => remaining(() => [...processesOf(folder), ...processesOf(lab.folder)], 10_000)
  return { lab, folder, running, start, left }
}

describe.skipIf(!hasTerraform)(withTerraform('of an apply whose Terraform waits for its provider'), () => {
  it('the first interrupt lets Terraform come to its end', async () => {
    const { lab, running, left } = await stack(false)
    running.signal('SIGINT')
    await running.says('Interrupted: nothing new starts')
    lab.ledger.release()
    expect(await running.ended, running.err).toBe(130)
    expect(await left()).toEqual([])
  })

  it.each([{ signals: ['SIGINT', 'SIGINT'] }, { signals: ['SIGTERM'] }] as const)(
    '$signals interrupts Terraform once, which keeps its state',
    async ({ signals }) => {
      const { lab, running, start, left } = await stack(true)
      for (const signal of signals) {
        running.signal(signal)
        if (signals.length > 1) await running.says('Interrupted: nothing new starts')
      }
      expect(await running.ended, running.err).toBe(130)
      expect(await left()).toEqual([])
      const next = start('apply', 'dev', '--yes')
      expect(await next.ended, next.err).toBe(0)
      expect(lab.ledger.duplicates()).toEqual([])
      expect(await left()).toEqual([])
    },
  )

  it('SIGKILL leaves it to the next command', async () => {
    const { lab, running, start, left } = await stack(false)
    running.signal('SIGKILL')
    await running.ended
    const next = start('apply', 'dev', '--yes')
    await next.says('which an interrupted run started for it')
    lab.ledger.release()
    expect(await next.ended, next.err).toBe(0)
    expect(lab.ledger.duplicates()).toEqual([])
    expect(await left()).toEqual([])
  })
})
