import { describe, expect, it } from 'vitest'
import { nodeProcesses } from '../../src/adapters/node-processes.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import type { ProcessExit, Processes, ProcessRequest } from '../../src/ports/processes.ts'
import { runProgram, type ProgramResult, type RunProgramOptions } from '../../src/providers/run-program.ts'
import { FakeCommand } from '../rig/fake-command.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { VirtualClock } from '../rig/virtual-clock.ts'

const request: ProcessRequest = { argv: ['tool'], workingDirectory: '/', environment: {}, folder: '/private' }
const done: ProcessExit = { kind: 'exited', code: 0 }

/** A program under {@link runProgram} that ends only when the test says so, and what was done to it. */
class Trial {
  readonly clock = new VirtualClock()
  readonly controller = new AbortController()
  readonly told: string[] = []
  readonly #exit = Promise.withResolvers<ProcessExit>()

  run(options: Partial<RunProgramOptions> = {}): Promise<ProgramResult> {
    const settings = { request, signal: this.controller.signal, timeoutMs: null, graceMs: 100, ...options }
    return runProgram(this.#processes(), this.clock, settings)
  }

  end(exit: ProcessExit): void {
    this.#exit.resolve(exit)
  }

  #processes(): Processes {
    const tell = (what: string) => () => void this.told.push(`${what} at ${this.clock.monotonicMs()}`)
    const unused = (): never => {
      throw new Error('not part of this test')
    }
    return {
      start: (started) => {
        expect(started).toBe(request)
        tell('start')()
        return { identity: { pid: 1, startTime: '1' }, exited: this.#exit.promise, interrupt: tell('interrupt'), kill: tell('kill') }
      },
      find: unused,
      inspect: unused,
      killLeft: unused,
      readOutput: unused,
      isAlive: unused,
      self: unused,
    }
  }
}

describe('run program', () => {
  it('gives the exit of a program that ends by itself, and forgets its timeout', async () => {
    const trial = new Trial()
    const result = trial.run({ timeoutMs: 1000 })
    await trial.clock.advance(999)
    trial.end({ kind: 'exited', code: 3 })
    expect(await result).toEqual({ exit: { kind: 'exited', code: 3 }, timedOut: false, interrupted: false })
    expect(trial.clock.sleepers).toBe(0)
    trial.controller.abort()
    await trial.clock.advance(10_000)
    expect(trial.told).toEqual(['start at 0'])
  })

  it('interrupts on the signal, waits the grace time, then kills', async () => {
    const trial = new Trial()
    const result = trial.run()
    await trial.clock.advance(50)
    trial.controller.abort()
    await trial.clock.advance(99)
    expect(trial.told).toEqual(['start at 0', 'interrupt at 50'])
    await trial.clock.advance(1)
    expect(trial.told).toEqual(['start at 0', 'interrupt at 50', 'kill at 150'])
    trial.end({ kind: 'signalled', signal: 'SIGKILL' })
    expect(await result).toEqual({ exit: { kind: 'signalled', signal: 'SIGKILL' }, timedOut: false, interrupted: true })
    expect(trial.clock.sleepers).toBe(0)
  })

  it('does not kill what ends within the grace time', async () => {
    const trial = new Trial()
    const result = trial.run({ timeoutMs: 10 })
    await trial.clock.advance(60)
    trial.end(done)
    expect(await result).toEqual({ exit: done, timedOut: true, interrupted: false })
    await trial.clock.advance(1000)
    expect(trial.told).toEqual(['start at 0', 'interrupt at 10'])
  })

  it('interrupts once when the timeout and the signal come together; the first counts', async () => {
    const trial = new Trial()
    const result = trial.run({ timeoutMs: 10 })
    trial.controller.abort()
    await trial.clock.advance(50)
    trial.end(done)
    expect(await result).toMatchObject({ timedOut: false, interrupted: true })
    expect(trial.told).toEqual(['start at 0', 'interrupt at 0'])
  })

  it('starts nothing when the signal is aborted already', async () => {
    const trial = new Trial()
    trial.controller.abort()
    const exit = { kind: 'not-started', reason: 'system', message: '"tool" was not started: the run is being stopped' }
    expect(await trial.run({ timeoutMs: 10 })).toEqual({ exit, timedOut: false, interrupted: true })
    expect([trial.told, trial.clock.sleepers]).toEqual([[], 0])
  })

  it('stops a real program that takes no notice of being interrupted', async () => {
    const folder = tempFolder()
    checkForLeaks(folder)
    const command = await FakeCommand.create()
    const controller = new AbortController()
    const result = runProgram(nodeProcesses(), systemClock(), {
      request: { ...request, argv: [command.path], folder },
      signal: controller.signal,
      timeoutMs: null,
      graceMs: 20,
    })
    const invocation = await command.nextInvocation()
    controller.abort()
    expect(await invocation.nextSignal()).toBe('SIGINT')
    expect(await result).toEqual({ exit: { kind: 'signalled', signal: 'SIGKILL' }, timedOut: false, interrupted: true })
    await invocation.gone
  })
})
