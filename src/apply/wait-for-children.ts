import type { Intent } from '../plan/intent.ts'
import type { Clock } from '../ports/clock.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { Files } from '../ports/files.ts'
import type { ProcessIdentity, Processes } from '../ports/processes.ts'
import { runningIn } from '../ports/running-in.ts'

/** What waiting for another engine's programs needs. */
export interface WaitOptions {
  readonly files: Pick<Files, 'stat' | 'list'>
  readonly processes: Pick<Processes, 'inspect'>
  readonly clock: Clock
  readonly events: EventSink
  readonly signal: AbortSignal
}

const pollMs = 250

/**
 * Waits until no program runs any more that a step of an earlier engine started: they outlive it, and what they still do would make every
 * answer wrong. Waits as long as it takes; false when it was stopped before.
 */
export async function waitForChildren(options: WaitOptions, { folder, address }: Pick<Intent, 'folder' | 'address'>): Promise<boolean> {
  const { clock, events, signal } = options
  let told: ProcessIdentity | null = null
  while (!signal.aborted) {
    const running = await runningIn(options, folder)
    if (running === null) return true
    if (told?.pid !== running.pid) {
      told = running
      const message = `waiting for process ${running.pid}, which an interrupted run started for it; where it hangs, kill -INT -${running.pid} ends it, and kill -KILL -${running.pid} where it ignores that`
      events.emit({ type: 'notice', at: clock.now(), level: 'info', code: 'child-alive', message, address })
    }
    await clock.sleep(pollMs, signal)
  }
  return false
}
