import { describe, expect, it } from 'vitest'
import { LiveView } from '../../../src/cli/render/live-view.ts'
import type { GenesisEvent } from '../../../src/events/event.ts'
import { VirtualClock } from '../../rig/virtual-clock.ts'
import { event, eventfulRun } from './event-samples.ts'
import { Screen, type ScreenOptions } from './screen.ts'

function watch(options: ScreenOptions = {}) {
  const clock = new VirtualClock()
  const screen = new Screen(options)
  const view = new LiveView({ terminal: screen, clock, verbose: false })
  const emit = (...events: readonly GenesisEvent[]) => events.forEach((one) => view.emit(one))
  return { clock, screen, view, emit }
}

describe('LiveView', () => {
  it('shows what runs, for how long, what it last said, and a bar', async () => {
    const { clock, screen, view, emit } = watch()
    emit(event.run(12), event.started('dev/network'), event.started('dev/db'))
    await clock.advance(2000)
    emit(event.progress('dev/network', 'terraform_data.x: Creating...', { done: 1, total: 3 }), event.succeeded('dev/db'))
    emit(event.started('dev/app'))
    await clock.advance(63_000)
    expect(screen.text).toMatchInlineSnapshot(`
      "dev/db: created after 1.2s
        dev/network creating 1m 05s  terraform_data.x: Creating... (1/3)
        dev/app     creating 1m 03s
      ██░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 1/12 done, 2 running, 9 waiting  1m 05s
      "
    `)
    await view.close()
  })

  it('leaves what has ended and nothing else', async () => {
    const { clock, screen, view, emit } = watch()
    for (const one of eventfulRun) {
      emit(one)
      await clock.advance(500)
    }
    await view.close()
    expect(clock.sleepers).toBe(0)
    expect(screen.text).toMatchInlineSnapshot(`
      "warning: the store has no backup
      dev/network: created: the interrupted step had taken effect, and is recorded now
      dev/network: attempt 1 failed: no answer in 10s; again in 2.0s
      warning: dev/network: deprecated argument
      dev/network: created after 1.2s
      dev/database: failed after 3.0s: Error: creating the database
      dev/app: skipped: it waits for dev/database, which failed
      stopping: nothing new starts, dev/other (creating for 12s) may end; interrupt
            again to stop what runs
      stopping now: dev/other (creating for 12s) is interrupted once, and killed where
            that takes too long: nobody can tell then whether it took effect; "genesis
            apply dev" finds out, and goes on
      "
    `)
  })

  it('shows planning', async () => {
    const { clock, screen, view, emit } = watch({ unicode: false })
    emit(event.planning(4), event.lookingAt('dev/a'), event.lookingAt('dev/b'), event.planned('dev/a'))
    await clock.advance(1000)
    expect(screen.text).toMatchInlineSnapshot(`
      "  dev/b planning 1s
      #######....................... 1/4 planned, 1 running, 2 waiting  1s
      "
    `)
    await view.close()
    expect(screen.text).toBe('')
  })

  it('draws at most ten times a second, and not at all when nothing moves', async () => {
    const { clock, screen, view, emit } = watch()
    emit(event.run(100_000))
    for (let index = 0; index < 1000; index++) {
      emit(event.started(`dev/${index}`), event.succeeded(`dev/${index}`))
      await clock.advance(1)
    }
    expect(screen.writes).toBeLessThanOrEqual(11)
    const before = screen.writes
    await clock.advance(10_000)
    expect(screen.writes - before).toBeLessThanOrEqual(10)
    await view.close()
  })

  it('shows the first of a thousand and counts the others', async () => {
    const { clock, screen, view, emit } = watch({ rows: 8 })
    emit(event.run(2000))
    for (let index = 0; index < 1000; index++) emit(event.started(`dev/r-${index}`))
    await clock.advance(1000)
    expect(screen.text).toMatchInlineSnapshot(`
      "  dev/r-0 creating 1s
        dev/r-1 creating 1s
        dev/r-2 creating 1s
        dev/r-3 creating 1s
        dev/r-4 creating 1s
        and 995 more running
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 0/2000 done, 1000 running, 1000 waiting  1s
      "
    `)
    emit(event.succeeded('dev/r-0'))
    await clock.advance(1000)
    await view.close()
    expect(screen.text).toBe('dev/r-0: created after 1.2s\n')
  })

  it.each([5, 21, 40])('cuts its lines in a window of %i columns', async (columns) => {
    const { clock, screen, view, emit } = watch({ columns })
    emit(event.run(3), event.started('dev/a-very-long-name-東京東京東京東京'), event.progress('dev/a-very-long-name-東京東京東京東京', 'x'.repeat(200)))
    await clock.advance(1000)
    expect(screen.text.split('\n')).toHaveLength(3)
    await view.close()
    expect(screen.text).toBe('')
  })

  it('cleans up after the window became narrower', async () => {
    const { clock, screen, view, emit } = watch({ columns: 80 })
    emit(event.run(3), event.started('dev/network'), event.progress('dev/network', 'y'.repeat(100)))
    await clock.advance(500)
    screen.resize(30)
    await clock.advance(1500)
    expect(screen.text.split('\n')).toHaveLength(3)
    screen.resize(100)
    await clock.advance(1500)
    expect(screen.text.split('\n')).toHaveLength(3)
    await view.close()
    expect(screen.text).toBe('')
  })

  it('still tells what comes after its end', async () => {
    const { screen, view, emit } = watch()
    emit(event.run(1), event.started('dev/a'))
    await view.close()
    emit(event.succeeded('dev/a'))
    await view.close()
    expect(screen.text).toBe('dev/a: created after 1.2s\n')
  })
})
