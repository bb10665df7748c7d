import { execFile } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { FakeCommand } from './fake-command.ts'
import { checkForLeaks } from './leak-check.ts'

interface Ended {
  readonly code: number | string | null | undefined
  readonly signal: NodeJS.Signals | null | undefined
  readonly stdout: string
  readonly stderr: string
}

function run(command: FakeCommand, ...argv: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(command.path, argv, { env: { A: '1' }, cwd: '/' }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, signal: error?.signal, stdout, stderr }),
    )
    child.stdin?.end('input')
  })
}

describe('fake command', () => {
  it('does what the test says, step by step', async () => {
    checkForLeaks()
    const command = await FakeCommand.create('tool')
    const ended = run(command, 'one', '-two')
    const invocation = await command.nextInvocation()
    expect(invocation).toMatchObject({ argv: ['one', '-two'], environment: { A: '1' }, workingDirectory: '/', stdin: 'input' })
    await invocation.stdout('out')
    await invocation.stderr('err')
    await invocation.exit(4)
    expect(await ended).toEqual({ code: 4, signal: null, stdout: 'out', stderr: 'err' })
  })

  it('keeps invocations apart, in the order they began', async () => {
    checkForLeaks()
    const command = await FakeCommand.create()
    const first = run(command, 'first')
    const firstInvocation = await command.nextInvocation()
    const second = run(command, 'second')
    const secondInvocation = await command.nextInvocation()
    await secondInvocation.exit(2)
    await firstInvocation.exit(1)
    expect([firstInvocation.argv, secondInvocation.argv]).toEqual([['first'], ['second']])
    expect([(await first).code, (await second).code, command.waiting]).toEqual([1, 2, 0])
  })

  it('takes signals without dying, and dies of one when it is told to', async () => {
    checkForLeaks()
    const command = await FakeCommand.create()
    const ended = run(command)
    const invocation = await command.nextInvocation()
    process.kill(invocation.pid, 'SIGTERM')
    expect(await invocation.nextSignal()).toBe('SIGTERM')
    await invocation.stdout('alive')
    expect(invocation.unseenSignals).toBe(0)
    await invocation.die('SIGINT')
    expect(await ended).toMatchObject({ signal: 'SIGINT', stdout: 'alive' })
  })
})
