import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { nodeProcesses } from '../../src/adapters/node-processes.ts'
import type { ProcessFate, ProcessIdentity } from '../../src/ports/processes.ts'
import { FakeCommand, type FakeInvocation } from '../rig/fake-command.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { startNodeScript } from '../rig/node-script.ts'
import { tempFolder } from '../rig/temp-folder.ts'

interface Orphan {
  readonly folder: string
  readonly identity: ProcessIdentity
  readonly invocation: FakeInvocation
}

/** A program that runs, and whose engine was killed. */
async function orphan(): Promise<Orphan> {
  const folder = tempFolder()
  checkForLeaks(folder)
  const command = await FakeCommand.create()
  const engine = startNodeScript(import.meta.resolve('./doomed-engine.ts'), [folder, command.path])
  const identity = JSON.parse(await engine.nextLine()) as ProcessIdentity
  const invocation = await command.nextInvocation()
  await engine.signal('SIGKILL')
  return { folder, identity, invocation }
}

/** The wrapper needs a moment to write down what its program ended with. */
async function fateAfterEnd(folder: string): Promise<ProcessFate> {
  for (;;) {
    const fate = await nodeProcesses().inspect(folder)
    if (fate.kind !== 'running') return fate
    await nextTurn()
  }
}

describe('a program whose engine was killed', () => {
  it('goes on, is found by its folder, and leaves its output and its exit code there', async () => {
    const { folder, identity, invocation } = await orphan()
    await invocation.stdout('made one\n')
    expect(await nodeProcesses().inspect(folder)).toEqual({ kind: 'running', identity })
    expect(await nodeProcesses().isAlive(identity)).toBe(true)
    await invocation.stdout('made two\n')
    await invocation.exit(3)
    expect(await fateAfterEnd(folder)).toEqual({ kind: 'exited', code: 3 })
    // The wrapper writes the code down before it ends.
    await expect.poll(() => nodeProcesses().isAlive(identity)).toBe(false)
    expect(await nodeProcesses().readOutput(folder, 'stdout', { maxBytes: 100 })).toBe('made one\nmade two\n')
  })

  it('is gone without a code when it is killed with its group', async () => {
    const { folder, identity, invocation } = await orphan()
    process.kill(-identity.pid, 'SIGKILL')
    await invocation.gone
    expect(await fateAfterEnd(folder)).toEqual({ kind: 'vanished' })
  })

  it('takes along what it had started when it is killed itself', async () => {
    const { folder, invocation } = await orphan()
    await invocation.die('SIGKILL')
    expect(await fateAfterEnd(folder)).toEqual({ kind: 'exited', code: 137 })
  })

  it('counts as running as long as anybody in its group does, where its wrapper alone was killed', async () => {
    const { folder, identity, invocation } = await orphan()
    process.kill(identity.pid, 'SIGKILL')
    while (await nodeProcesses().isAlive(identity)) await nextTurn()
    expect(await nodeProcesses().inspect(folder)).toMatchObject({ kind: 'running', identity: { pid: invocation.pid } })
    await invocation.exit(0)
    expect(await fateAfterEnd(folder)).toEqual({ kind: 'vanished' })
  })

  it('is killed with its group on demand, once', async () => {
    const { folder, invocation } = await orphan()
    await nodeProcesses().killLeft(folder)
    await invocation.gone
    expect(await fateAfterEnd(folder)).toEqual({ kind: 'vanished' })
    await nodeProcesses().killLeft(folder)
  })

  it('never starts any more when its wrapper had not come to it', async () => {
    const folder = tempFolder()
    // What an engine leaves that was killed right after it had spawned the wrapper.
    writeFileSync(join(folder, 'stdout'), '')
    expect(await nodeProcesses().inspect(folder)).toEqual({ kind: 'never-started' })
    expect(readdirSync(folder).sort()).toEqual(['process', 'stdout'])
    expect(statSync(join(folder, 'process')).mode & 0o777).toBe(0o600)
    expect(await nodeProcesses().inspect(folder)).toEqual({ kind: 'never-started' })
  })

  it.each<{ name: string; files: Readonly<Record<string, string>>; fate: ProcessFate }>([
    { name: 'the wrapper ended otherwise than by itself', files: { process: '999999999\n1 x\n' }, fate: { kind: 'vanished' } },
    { name: 'the pid was used again', files: { process: `${process.pid}\n1 x\n` }, fate: { kind: 'vanished' } },
    { name: 'it ended', files: { process: '999999999\n1 x\n', exit: '4\n' }, fate: { kind: 'exited', code: 4 } },
    {
      name: 'it ended with the code of a wrapper that had no claim',
      files: { process: '999999999\n1 x\n', exit: '125\n' },
      fate: { kind: 'exited', code: 125 },
    },
    { name: 'the start was half written', files: { process: '12' }, fate: { kind: 'vanished' } },
    { name: 'the disk was full', files: { process: '', exit: '125\n' }, fate: { kind: 'never-started' } },
    { name: 'it was interrupted while it started', files: { process: '', exit: '130\n' }, fate: { kind: 'exited', code: 130 } },
    { name: 'it was abandoned', files: { process: 'abandoned\n', exit: '125\n' }, fate: { kind: 'never-started' } },
    { name: 'the exit code was half written', files: { process: '999999999\n1 x\n', exit: '1' }, fate: { kind: 'vanished' } },
  ])('is judged by what it left: $name', async ({ files, fate }) => {
    const folder = tempFolder()
    for (const [name, text] of Object.entries({ stdout: '', ...files })) writeFileSync(join(folder, name), text)
    expect(await nodeProcesses().inspect(folder)).toEqual(fate)
  })

  it.each([{ files: [] }, { files: ['stdout'] }])('may have run if the machine went down since ($files left)', async ({ files }) => {
    const folder = tempFolder()
    for (const name of files) writeFileSync(join(folder, name), '')
    const beforeBoot = Date.now() / 1000 - uptime() - 60
    utimesSync(folder, beforeBoot, beforeBoot)
    expect(await nodeProcesses().inspect(folder)).toEqual({ kind: 'vanished' })
  })
})
