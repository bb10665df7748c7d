import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeProcesses } from '../../src/adapters/node-processes.ts'
import type { ProcessExit, ProcessRequest, RunningProcess } from '../../src/ports/processes.ts'
import { FakeCommand } from '../rig/fake-command.ts'
import { Inbox } from '../rig/inbox.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { subFolder, tempFolder } from '../rig/temp-folder.ts'

const environment = { PATH: '/usr/bin:/bin' }

/** Starts a program in a private folder of its own. */
function start(argv: ProcessRequest['argv'], more: Partial<ProcessRequest> = {}): { folder: string; running: RunningProcess } {
  const folder = more.folder ?? tempFolder()
  checkForLeaks(folder)
  return { folder, running: nodeProcesses().start({ argv, workingDirectory: '/', environment, folder, ...more }) }
}

async function outcome(argv: ProcessRequest['argv'], more: Partial<ProcessRequest> = {}): Promise<ProcessExit> {
  return start(argv, more).running.exited
}

function shell(script: string): ProcessRequest['argv'] {
  return ['sh', '-c', script]
}

describe('processes: how a program is run', () => {
  it('hands over arguments, environment, folder and stdin as they are', async () => {
    const command = await FakeCommand.create()
    const argv = ['', '-x', '$(id) `id` "*" \\', 'a b\nc', '--', 'é']
    const { folder, running } = start([command.path, ...argv], { workingDirectory: '/usr', environment: { A: '$B\n', B: '' }, stdin: 'in\0put' })
    const invocation = await command.nextInvocation()
    expect(invocation.argv).toEqual(argv)
    expect(invocation.workingDirectory).toBe('/usr')
    expect(invocation.stdin).toBe('in\0put')
    // PWD comes from the shell in between; it only says what is true.
    expect(invocation.environment).toEqual({ A: '$B\n', B: '', PWD: '/usr' })
    await invocation.exit(0)
    expect(await running.exited).toEqual({ kind: 'exited', code: 0 })
    expect(readFileSync(join(folder, 'stdin'), 'utf8')).toBe('in\0put')
  })

  it('gives an empty stdin when there is none', async () => {
    expect(await outcome(shell('read line && exit 1; exit 7'))).toEqual({ kind: 'exited', code: 7 })
  })

  it('keeps its files private, and leaves the umask of the program as it was', async () => {
    const folder = tempFolder()
    const made = join(folder, 'made')
    await outcome(['sh', '-c', 'umask >"$1"; echo out; echo err >&2', 'sh', made], { folder, stdin: 'x' })
    const modes = Object.fromEntries(readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]))
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const umask = process.umask()
    expect(modes).toEqual({ stdin: '600', stdout: '600', stderr: '600', process: '600', exit: '600', made: (0o666 & ~umask).toString(8) })
    expect(readFileSync(made, 'utf8').trim()).toBe(umask.toString(8).padStart(4, '0'))
    expect(readFileSync(join(folder, 'stdout'), 'utf8')).toBe('out\n')
    expect(readFileSync(join(folder, 'stderr'), 'utf8')).toBe('err\n')
  })

  it('finds it by the PATH it is given, and tells where', async () => {
    const command = await FakeCommand.create('some-tool')
    const search = { environment: { PATH: command.folder }, workingDirectory: '/' }
    expect(await nodeProcesses().find('some-tool', search)).toBe(command.path)
    expect(await nodeProcesses().find('sh', search)).toBeNull()
    const { running } = start(['some-tool'], { environment: { PATH: command.folder } })
    await (await command.nextInvocation()).exit(0)
    await running.exited
  })

  it('takes the name of a shell built-in for a program', async () => {
    expect(await outcome(['exit', '7'])).toMatchObject({ kind: 'not-started', reason: 'program-not-found' })
  })

  it('knows itself, and its child while it lives', async () => {
    const command = await FakeCommand.create()
    const processes = nodeProcesses()
    const { running } = start([command.path])
    const invocation = await command.nextInvocation()
    expect(await processes.isAlive(await processes.self())).toBe(true)
    expect(await processes.isAlive(running.identity)).toBe(true)
    expect(await processes.isAlive({ ...running.identity, startTime: '1' })).toBe(false)
    expect(await processes.isAlive({ ...(await processes.self()), pid: 0 })).toBe(false)
    await invocation.exit(0)
    await running.exited
    expect(await processes.isAlive(running.identity)).toBe(false)
  })
})

describe('processes: how a program ends', () => {
  it.each([0, 1, 2, 99, 125, 126, 127, 128, 200, 255])('tells the exit code %i', async (code) => {
    const { folder, running } = start(shell(`exit ${code}`))
    expect(await running.exited).toEqual({ kind: 'exited', code })
    expect(await nodeProcesses().inspect(folder)).toEqual({ kind: 'exited', code })
  })

  it.each([
    { signal: 'SIGKILL', code: 137 },
    { signal: 'SIGTERM', code: 143 },
    { signal: 'SIGINT', code: 130 },
    { signal: 'SIGSEGV', code: 139 },
  ] as const)('tells that $signal ended it, and adds nothing to its output', async ({ signal, code }) => {
    const { folder, running } = start(shell(`ulimit -c 0; kill -${signal.slice(3)} $$`))
    expect(await running.exited).toEqual({ kind: 'signalled', signal })
    expect(await nodeProcesses().inspect(folder)).toEqual({ kind: 'exited', code })
    expect(statSync(join(folder, 'stderr')).size).toBe(0)
  })

  it('leaves alone what a program that ended by itself left running', async () => {
    const command = await FakeCommand.create()
    const { running } = start(['sh', '-c', '"$1" & read line', 'sh', command.path])
    expect(await running.exited).toEqual({ kind: 'exited', code: 1 })
    running.kill()
    const invocation = await command.nextInvocation()
    await invocation.stdout('still here')
    await invocation.exit(0)
  })

  it.each<{ name: string; request: (folder: string) => Partial<ProcessRequest>; reason: string; message: string }>([
    {
      name: 'no such program',
      request: () => ({ argv: ['no-such-program'] }),
      reason: 'program-not-found',
      message: 'no program "no-such-program" was found in PATH',
    },
    {
      name: 'no such file',
      request: () => ({ argv: ['./missing'] }),
      reason: 'program-not-found',
      message: 'there is no file "./missing"',
    },
    {
      name: 'a file that may not be executed',
      request: (folder) => ({ argv: [join(folder, 'notes')] }),
      reason: 'not-executable',
      message: '"FOLDER/notes" is not executable',
    },
    {
      name: 'no working directory',
      request: (folder) => ({ workingDirectory: join(folder, 'gone') }),
      reason: 'folder-not-found',
      message: 'the working directory "FOLDER/gone" does not exist',
    },
    {
      name: 'no private folder',
      request: (folder) => ({ folder: join(folder, 'gone') }),
      reason: 'folder-not-found',
      message: 'the private folder "FOLDER/gone" does not exist',
    },
    {
      name: 'a private folder that was used before',
      request: (folder) => ({ folder: join(folder, 'used') }),
      reason: 'system',
      message: 'the private folder "FOLDER/used" was used for another start',
    },
    {
      name: 'a variable that no shell passes on',
      request: () => ({ environment: { ...environment, 'A.B': '1' } }),
      reason: 'system',
      message: 'the environment variable "A.B" cannot be passed on: names are letters, digits and underscores',
    },
    {
      name: 'arguments beyond what the system takes',
      request: () => ({ argv: ['true', 'x'.repeat(10_000_000)] }),
      reason: 'system',
      message: 'the arguments and the environment of "true" are too long',
    },
  ])('does not start with $name', async ({ request, reason, message }) => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'notes'), '')
    writeFileSync(join(subFolder(folder, 'used'), 'stdout'), '')
    const { running } = start(['true'], { workingDirectory: folder, folder: subFolder(folder, 'own'), ...request(folder) })
    expect(await running.exited).toEqual({ kind: 'not-started', reason, message: message.replace('FOLDER', folder) })
    running.interrupt()
    running.kill()
  })

  it('does not start with a null character in an argument', async () => {
    expect(await outcome(['true', 'a\0b'])).toMatchObject({ kind: 'not-started', reason: 'system' })
  })

  it('does not run when the start cannot be recorded', async () => {
    const folder = tempFolder()
    symlinkSync('/dev/full', join(folder, 'process'))
    const { running } = start(['touch', join(folder, 'ran')], { folder })
    expect(await running.exited).toMatchObject({ kind: 'not-started', reason: 'system' })
    expect(readdirSync(folder)).not.toContain('ran')
  })
})

describe('processes: stopping', () => {
  it('interrupts exactly once, and lets the program end as it likes', async () => {
    const command = await FakeCommand.create()
    const { folder, running } = start([command.path])
    const invocation = await command.nextInvocation()
    running.interrupt()
    running.interrupt()
    expect(await invocation.nextSignal()).toBe('SIGINT')
    running.interrupt()
    await invocation.stdout('cleaning up\n')
    expect(invocation.unseenSignals).toBe(0)
    expect(await nodeProcesses().inspect(folder)).toEqual({ kind: 'running', identity: running.identity })
    await invocation.exit(5)
    expect(await running.exited).toEqual({ kind: 'exited', code: 5 })
    expect(await nodeProcesses().inspect(folder)).toEqual({ kind: 'exited', code: 5 })
  })

  it('kills the whole group', async () => {
    const command = await FakeCommand.create()
    const { folder, running } = start(['sh', '-c', '"$1" child & sh -c \'"$1" grandchild & wait\' sh "$1" & wait', 'sh', command.path])
    const invocations = [await command.nextInvocation(), await command.nextInvocation()]
    running.kill()
    expect(await running.exited).toEqual({ kind: 'signalled', signal: 'SIGKILL' })
    for (const invocation of invocations) await invocation.gone
    // The shells between them die in their own time.
    await expect.poll(() => nodeProcesses().inspect(folder)).toEqual({ kind: 'vanished' })
  })

  it('leaves nothing of an interrupted group behind', async () => {
    const command = await FakeCommand.create()
    const { running } = start(['sh', '-c', '"$1" & exec sleep 1000', 'sh', command.path])
    const deaf = await command.nextInvocation()
    running.interrupt()
    expect(await running.exited).toEqual({ kind: 'signalled', signal: 'SIGINT' })
    await deaf.gone
  })

  it('leaves nothing behind of a program that was killed from outside, and says how it ended', async () => {
    const command = await FakeCommand.create()
    const { running } = start(['sh', '-c', '"$1"; exit 0', 'sh', command.path])
    const other = await command.nextInvocation()
    const [, parent = ''] = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${other.pid}/status`, 'utf8')) ?? []
    process.kill(Number(parent), 'SIGKILL')
    expect(await running.exited).toEqual({ kind: 'signalled', signal: 'SIGKILL' })
    await other.gone
  })

  it('never loses an interrupt, however early it comes', async () => {
    for (let count = 0; count < 20; count++) {
      const { folder, running } = start(['sleep', '1000'])
      running.interrupt()
      const exit = await running.exited
      const fate = await nodeProcesses().inspect(folder)
      if (exit.kind === 'not-started') expect(fate).toEqual({ kind: 'never-started' })
      else
        expect([exit, fate]).toEqual([
          { kind: 'signalled', signal: 'SIGINT' },
          { kind: 'exited', code: 130 },
        ])
    }
  })

  it('does nothing to a program that has ended', async () => {
    const { running } = start(['true'])
    expect(await running.exited).toEqual({ kind: 'exited', code: 0 })
    running.interrupt()
    running.kill()
  })
})

describe('processes: output', () => {
  it('delivers lines while the program runs, and all of them before it counts as ended', async () => {
    const command = await FakeCommand.create()
    const lines = new Inbox<string>()
    const { running } = start([command.path], { onLine: (stream, line) => lines.put(`${stream}: ${line}`) })
    const invocation = await command.nextInvocation()
    await invocation.stdout('one\ntw')
    expect(await lines.next()).toBe('stdout: one')
    await invocation.stdout('o\r\n')
    expect(await lines.next()).toBe('stdout: two')
    await invocation.stderr('warning')
    await invocation.exit(0)
    await running.exited
    expect(lines.size).toBe(1)
    expect(await lines.next()).toBe('stderr: warning')
  })

  it('holds little of 100 MB', async () => {
    const line = 'x'.repeat(99)
    const count = 1_048_576
    const before = process.memoryUsage().arrayBuffers
    let seen = 0
    let different = 0
    let mostHeld = 0
    const exit = await outcome(['sh', '-c', 'yes "$1" | head -n "$2"', 'sh', line, String(count)], {
      onLine: (_, text) => {
        seen++
        if (text !== line) different++
        if (seen % 5000 === 0) mostHeld = Math.max(mostHeld, process.memoryUsage().arrayBuffers - before)
      },
    })
    expect(exit).toEqual({ kind: 'exited', code: 0 })
    expect([seen, different]).toEqual([count, 0])
    expect(mostHeld).toBeLessThan(16 * 1024 * 1024)
  })

  it('cuts a line of 64 MB', async () => {
    const lines: string[] = []
    const bytes = 64 * 1024 * 1024
    await outcome(['sh', '-c', `head -c ${bytes} /dev/zero | tr '\\0' x; echo; echo after`], { onLine: (_, line) => lines.push(line) })
    const kept = 1024 * 1024
    expect(lines.map((line) => line.length)).toEqual([kept + ` [${bytes - kept} bytes of this line were cut]`.length, 5])
    expect(lines[0]?.slice(kept - 1)).toBe(`x [${bytes - kept} bytes of this line were cut]`)
  })

  it.each([
    { text: '0123456789', maxBytes: 10, shown: '0123456789' },
    { text: '0123456789', maxBytes: 6, shown: '012\n[4 bytes left out]\n789' },
    { text: '€€€€', maxBytes: 8, shown: '€\n[6 bytes left out]\n€' },
    { text: '', maxBytes: 0, shown: '' },
    { text: '01', maxBytes: 0, shown: '\n[2 bytes left out]\n' },
  ])('reads "$text" within $maxBytes bytes', async ({ text, maxBytes, shown }) => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'stderr'), text)
    expect(await nodeProcesses().readOutput(folder, 'stderr', { maxBytes })).toBe(shown)
    expect(await nodeProcesses().readOutput(folder, 'stdout', { maxBytes })).toBe('')
  })
})

describe('processes: files of a program that was started before', () => {
  it('says that nothing was started in a new folder, in none, and does not change that', async () => {
    const folder = tempFolder()
    expect(await nodeProcesses().inspect(folder)).toEqual({ kind: 'never-started' })
    expect(await nodeProcesses().inspect(join(folder, 'missing'))).toEqual({ kind: 'never-started' })
    expect(readdirSync(folder)).toEqual([])
    expect(await outcome(['true'], { folder })).toEqual({ kind: 'exited', code: 0 })
  })

  it('fails where it cannot be known', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'stdout'), '')
    symlinkSync('process', join(folder, 'process'))
    await expect(nodeProcesses().inspect(folder)).rejects.toMatchObject({ name: 'FileError', reason: 'loop' })
  })
})
