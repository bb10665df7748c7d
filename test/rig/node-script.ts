import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { Inbox } from './inbox.ts'

/** A script of the tests that runs in a process of its own, on the same Node. */
export interface NodeScript {
  readonly pid: number
  /** The next line it prints. */
  nextLine(): Promise<string>
  /** Sends a signal; for SIGKILL, resolves when it is gone. */
  signal(signal: NodeJS.Signals): Promise<void>
}

/** Starts a script beside the test (`import.meta.url`); it is killed when the test is over. */
export function startNodeScript(url: string, argv: readonly string[]): NodeScript {
  const child = spawn(process.execPath, [fileURLToPath(url), ...argv], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = new Inbox<string>()
  createInterface({ input: child.stdout }).on('line', (line) => lines.put(line))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  onTestFinished(() => end(child, ended))
  return {
    pid: child.pid ?? 0,
    nextLine: () => lines.next(),
    async signal(signal) {
      child.kill(signal)
      if (signal === 'SIGKILL') await ended
    },
  }
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGKILL')
  await ended
}
