import { expect, it } from 'vitest'
import { redactingSink } from '../../src/apply/redacting-sink.ts'
import type { GenesisEvent } from '../../src/events/event.ts'
import type { Failure } from '../../src/events/outcome.ts'
import { CollectingSink } from '../rig/collecting-sink.ts'

const said = 'the password is hunter2'
const failure: Failure = { reason: 'program-failed', message: said, hint: said, transient: false, indeterminate: false }
const step = { run: 'r', step: 'dev/a', address: 'dev/a', action: 'create' } as const

/** Every event that can say something of the outside, saying a secret. */
const telling: readonly GenesisEvent[] = [
  { type: 'notice', at: 1, level: 'warning', code: 'tool-warning', message: said },
  { type: 'step-progress', at: 1, address: 'dev/a', message: said },
  { type: 'step-retrying', at: 1, run: 'r', step: 'dev/a', address: 'dev/a', attempt: 1, delayMs: 1, failure },
  { type: 'step-failed', at: 1, ...step, durationMs: 1, failure },
  { type: 'step-recovered', at: 1, ...step, found: 'unknown', message: said },
  { type: 'output-line', at: 1, address: 'dev/a', stream: 'stdout', line: said },
]

it.each(telling)('keeps secrets out of $type', (event) => {
  const sink = new CollectingSink()
  redactingSink(sink, (text) => text.replaceAll('hunter2', '(sensitive)')).emit(event)
  const text = JSON.stringify(sink.events)
  expect(text).not.toContain('hunter2')
  expect(text).toContain('the password is (sensitive)')
  expect(sink.events).toMatchObject([{ type: event.type, at: 1 }])
})
