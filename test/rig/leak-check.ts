import { createHook } from 'node:async_hooks'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'

/** What a test may leave behind, in the words of node:async_hooks. */
const watchedKinds = new Set(['Timeout', 'PROCESSWRAP', 'TCPSERVERWRAP', 'TCPWRAP', 'PIPESERVERWRAP', 'PIPEWRAP', 'FSEVENTWRAP', 'STATWATCHER'])

/** How long something that is already ending may take: the kernel and the event loop need a moment. */
const patienceMs = 2000
const pauseMs = 10

/**
 * Called at the beginning of a test: when that is over, no process may have one of `folders` in its command line, and no timer,
 * child, server or socket may be open that was opened meanwhile. What is not referenced, and so keeps no process alive, does not count.
 */
export function checkForLeaks(...folders: readonly string[]): void {
  const watch = watchHandles()
  onTestFinished(async () => {
    watch.stop()
    const leaks = await remaining(() => [...folders.flatMap(processesOf), ...watch.open()])
    watch.end()
    expect(leaks, 'left behind by the test').toEqual([])
  })
}

/** What `look` still finds after it was given time to go away. */
export async function remaining(look: () => readonly string[], waitMs = patienceMs): Promise<readonly string[]> {
  let leaks = look()
  for (let waited = 0; leaks.length > 0 && waited < waitMs; waited += pauseMs) {
    await pause(pauseMs)
    leaks = look()
  }
  return leaks
}

/** The handles that are opened from now on. */
export interface HandleWatch {
  /** Takes no notice of what is opened from now on. */
  stop(): void
  /** Costs nothing any more, and knows nothing. */
  end(): void
  /** Those still open, each by its kind and the place in the code that opened it. */
  open(): readonly string[]
}

/** Watches the handles of this process, those of the test runner excepted. */
export function watchHandles(): HandleWatch {
  const opened = new Map<number, { readonly description: string; readonly handle: { readonly hasRef?: () => boolean } }>()
  const hook = createHook({
    init(id, kind, _, handle: { readonly hasRef?: () => boolean }) {
      if (!watchedKinds.has(kind) || stopped) return
      const place = openingPlace()
      if (!/node_modules\/(@vitest|vitest)\//.test(place)) opened.set(id, { description: `${kind} ${place}`, handle })
    },
    destroy: (id) => void opened.delete(id),
  })
  let stopped = false
  hook.enable()
  return {
    stop: () => (stopped = true),
    end: () => hook.disable(),
    open: () => [...opened.values()].filter(({ handle }) => isReferenced(handle)).map(({ description }) => description),
  }
}

/** The command lines of processes that mention `folder`, as `<pid>: <command line>`; zombies have none. */
export function processesOf(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => `${pid}: ${commandLine(pid)}`)
    .filter((line) => line.includes(folder))
}

/** The innermost frame that belongs neither to Node nor to this file. */
function openingPlace(): string {
  const frames = new Error().stack?.split('\n').slice(1) ?? []
  return frames.find((frame) => !frame.includes('node:') && !frame.includes(import.meta.filename))?.trim() ?? 'by Node itself'
}

function isReferenced(handle: { readonly hasRef?: () => boolean }): boolean {
  return handle.hasRef?.() !== false
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
