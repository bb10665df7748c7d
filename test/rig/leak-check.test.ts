import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { checkForLeaks, processesOf, remaining, watchHandles } from './leak-check.ts'
import { tempFolder } from './temp-folder.ts'

describe('leak check', () => {
  it('sees a timer and who set it, until it is cleared', async () => {
    const watch = watchHandles()
    const timer = setTimeout(() => undefined, 1_000_000)
    setTimeout(() => undefined, 1_000_000).unref()
    watch.stop()
    const later = setTimeout(() => undefined, 1_000_000)
    const leaks = await remaining(() => watch.open(), 50)
    expect(leaks).toEqual([expect.stringMatching(/^Timeout at .*leak-check\.test\.ts/)])
    clearTimeout(timer)
    clearTimeout(later)
    expect(await remaining(() => watch.open())).toEqual([])
    watch.end()
  })

  it('sees a server until it is closed', async () => {
    const watch = watchHandles()
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    watch.stop()
    expect(await remaining(() => watch.open(), 50)).toEqual([expect.stringMatching(/^TCPSERVERWRAP/)])
    server.close()
    expect(await remaining(() => watch.open())).toEqual([])
    watch.end()
  })

  it('sees a process by a folder in its command line, until it is gone', async () => {
    const folder = tempFolder()
    checkForLeaks(folder)
    expect(processesOf(folder)).toEqual([])
    const child = spawn('sh', ['-c', 'read line; : "$1"', 'sh', folder], { stdio: ['pipe', 'ignore', 'ignore'] })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    expect(processesOf(folder)).toEqual([`${child.pid ?? 0}: sh -c read line; : "$1" sh ${folder} `])
    child.stdin.end()
    await ended
  })
})
