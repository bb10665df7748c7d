import { getPriority } from 'node:os'
import { expect, it } from 'vitest'
import { nodeProcesses } from '../../src/adapters/node-processes.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { tempFolder } from '../rig/temp-folder.ts'

it.each([
  ['at the usual priority', {}, 0],
  ['below it, when it gives way to others', { givesWay: true }, 10],
] as const)('a program runs %s', async (_, more, priority) => {
  const folder = tempFolder()
  checkForLeaks(folder)
  const environment = { PATH: process.env['PATH'] ?? '' }
  const running = nodeProcesses().start({ argv: ['sleep', '60'], workingDirectory: folder, environment, folder, ...more })
  expect(getPriority(running.identity.pid) - getPriority()).toBe(priority)
  running.kill()
  expect(await running.exited).toEqual({ kind: 'signalled', signal: 'SIGKILL' })
})
