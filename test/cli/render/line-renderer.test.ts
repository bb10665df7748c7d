import { describe, expect, it } from 'vitest'
import { LineRenderer } from '../../../src/cli/render/line-renderer.ts'
import { VirtualClock } from '../../rig/virtual-clock.ts'
import { event, eventfulRun } from './event-samples.ts'

function render(options: { readonly verbose?: boolean } = {}) {
  const written: string[] = []
  const clock = new VirtualClock()
  const terminal = { columns: null, rows: null, color: false, unicode: true, interactive: false, write: (text: string) => void written.push(text) }
  return { clock, renderer: new LineRenderer({ terminal, clock, verbose: options.verbose ?? false }), text: () => written.join('') }
}

describe('LineRenderer', () => {
  it('tells each event in a line, the address first', async () => {
    const { renderer, text } = render()
    eventfulRun.forEach((one) => renderer.emit(one))
    await renderer.close()
    expect(text()).toMatchInlineSnapshot(`
      "warning: the store has no backup
      dev/network: created: the interrupted step had taken effect, and is recorded now
      planning dev: 3 resources
      dev/network: planned: create
      applying dev: 4 steps (run run-1)
      dev/network: creating
      dev/network: terraform_data.x: Creating... (1/3)
      dev/network: attempt 1 failed: no answer in 10s; again in 2.0s
      dev/network: creating (attempt 2)
      warning: dev/network: deprecated argument
      dev/network: created after 1.2s
      dev/database: creating
      dev/database: failed after 3.0s: Error: creating the database
      dev/app: skipped: it waits for dev/database, which failed
      stopping: nothing new starts, dev/other (creating for 12s) may end; interrupt again to stop what runs
      stopping now: dev/other (creating for 12s) is interrupted once, and killed where that takes too long: nobody can tell then whether it took effect; "genesis apply dev" finds out, and goes on
      "
    `)
  })

  it('tells what programs print and what does not change only when asked', async () => {
    const { renderer, text } = render({ verbose: true })
    eventfulRun.slice(0, 9).forEach((one) => renderer.emit(one))
    await renderer.close()
    expect(text()).toMatchInlineSnapshot(`
      "warning: the store has no backup
      dev/network: created: the interrupted step had taken effect, and is recorded now
      planning dev: 3 resources
      dev/network: planning
      dev/network: planned: create
      dev/same: planned: unchanged
      applying dev: 4 steps (run run-1)
      dev/network: creating
      dev/network | Initializing the backend...
      "
    `)
  })

  it('tells every minute what still runs, and stops with the end', async () => {
    const { clock, renderer, text } = render()
    renderer.emit(event.run(5))
    renderer.emit(event.started('dev/a'))
    await clock.advance(30_000)
    renderer.emit(event.started('dev/b'))
    await clock.advance(90_000)
    renderer.emit(event.succeeded('dev/a'))
    renderer.emit(event.succeeded('dev/b'))
    await clock.advance(120_000)
    await renderer.close()
    expect(clock.sleepers).toBe(0)
    expect(text()).toMatchInlineSnapshot(`
      "applying dev: 5 steps (run run-1)
      dev/a: creating
      dev/b: creating
      still running: dev/a (creating, 1m 00s) and dev/b (creating, 30s); 3 waiting
      still running: dev/a (creating, 2m 00s) and dev/b (creating, 1m 30s); 3 waiting
      dev/a: created after 1.2s
      dev/b: created after 1.2s
      "
    `)
  })

  it('names a few of a thousand', async () => {
    const { clock, renderer, text } = render()
    renderer.emit(event.run(1000))
    for (let index = 0; index < 1000; index++) renderer.emit(event.started(`dev/${index}`))
    await clock.advance(60_000)
    await renderer.close()
    expect(text().trimEnd().split('\n').at(-1)).toMatch(/^still running: dev\/0 \(creating, 1m 00s\), .* and 990 more$/)
  })

  it('has no heartbeat before anything goes on', async () => {
    const { clock, renderer } = render()
    renderer.emit(event.notice('hello'))
    expect(clock.sleepers).toBe(0)
    await renderer.close()
  })
})
