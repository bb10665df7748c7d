import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'

/** Kinds of handles that a test may leave behind; others belong to the test runner. */
const watchedHandles = new Set([
  'Timeout',
  'Immediate',
  'ProcessWrap',
  'TCPServerWrap',
  'TCPSocketWrap',
  'PipeServerWrap',
  'PipeWrap',
  'FSEventWrap',
  'StatWatcher',
])

/** How long something that is already ending may take: the kernel and the event loop need a moment. */
const patienceMs = 2000
const pauseMs = 10

/**
 * Called at the beginning of a test: after it, no process may have one of `folders` in its command line, and no timer, child, server
 * or socket may be open that was not open before.
 */
export function checkForLeaks(...folders: readonly string[]): void {
  const before = countHandles()
  onTestFinished(async () => {
    let leaks = findLeaks(before, folders)
    for (let waited = 0; leaks.length > 0 && waited < patienceMs; waited += pauseMs) {
      await pause(pauseMs)
      leaks = findLeaks(before, folders)
    }
    expect(leaks, 'left behind by the test').toEqual([])
  })
}

/** The command lines of processes that mention `folder`, as `<pid>: <command line>`; zombies have none. */
export function processesOf(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => `${pid}: ${commandLine(pid)}`)
    .filter((line) => line.includes(folder))
}

function findLeaks(before: ReadonlyMap<string, number>, folders: readonly string[]): readonly string[] {
  const handles = [...countHandles()].filter(([kind, count]) => count > (before.get(kind) ?? 0))
  return [...folders.flatMap(processesOf), ...handles.map(([kind, count]) => `${count - (before.get(kind) ?? 0)} ${kind}`)]
}

function countHandles(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) if (watchedHandles.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
