import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonLines } from '../../../src/cli/render/json-lines.ts'
import { jsonText } from '../../../src/cli/render/json-text.ts'
import { LineRenderer } from '../../../src/cli/render/line-renderer.ts'
import { LiveView } from '../../../src/cli/render/live-view.ts'
import { renderLog } from '../../../src/cli/render/render-log.ts'
import { renderOutputs } from '../../../src/cli/render/render-outputs.ts'
import { renderPlan } from '../../../src/cli/render/render-plan.ts'
import { RunResultsCollector } from '../../../src/cli/render/run-results.ts'
import { renderRunSummary } from '../../../src/cli/render/run-summary.ts'
import { textWidth } from '../../../src/cli/render/text-width.ts'
import type { GenesisEvent } from '../../../src/events/event.ts'
import type { Json } from '../../../src/events/json.ts'
import { Sensitive, unknown, type Value } from '../../../src/expressions/value.ts'
import { actions } from '../../../src/plan/action.ts'
import type { PlanDocument } from '../../../src/plan/plan-document.ts'
import { inner, partialOf, planOf, resource } from '../../rig/plan-builder.ts'
import { VirtualClock } from '../../rig/virtual-clock.ts'
import { event } from './event-samples.ts'
import { record } from './record-samples.ts'
import { Screen } from './screen.ts'

const nasty = fc.constantFrom(
  '\u001b[2J',
  '\u001b]0;x\u0007',
  '\u009b1A',
  '\r',
  '\n',
  '\t',
  '\u202e',
  '\u200b',
  '\u2028',
  '\ud800',
  '\u0000',
  '東京',
  '__proto__',
  'constructor',
  '"',
  '\\',
  '{',
  '👩‍👩‍👧',
)
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.array(fc.oneof(nasty, fc.string({ maxLength: 5 })), { maxLength: 6 }).map((parts) => parts.join('')),
)

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.constant(null), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }), text, fc.constant(unknown)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
    tie('value').map((inside) => new Sensitive(inside)),
  ),
}))
const known: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 2 }).map((json) => json as Json)

const plan: fc.Arbitrary<PlanDocument> = fc
  .record({
    names: fc.array(text, { minLength: 1, maxLength: 3 }),
    before: value,
    after: value,
    action: fc.constantFrom(...actions),
    exactness: fc.constantFrom('exact' as const, 'conditional' as const, 'deferred' as const),
    path: fc.array(fc.oneof(text, fc.nat(3)), { maxLength: 3 }),
    drifted: known,
    innerActions: fc.constantFrom(['create'] as const, ['delete', 'create'] as const, ['update'] as const, ['no-op'] as const, [] as const),
  })
  .map(({ names, before, after, action, exactness, path, drifted, innerActions }) => {
    const [name = ''] = names
    const waits = { waitsFor: names, reasons: [{ kind: 'desired-changed' as const, paths: names }] }
    const drift = [{ path, recorded: drifted, observed: name, sensitive: false, conflict: true }]
    return planOf([resource(`dev/${name}`, { kind: name, action, exactness, before, after, replacePaths: [path], drift, ...waits })], {
      environment: name,
      partial: partialOf({ asked: names, broughtAlong: names, excluded: names, excludedWith: names, selector: name }),
      resource_changes: [inner(`dev/${name}`, name, innerActions, { before, after, replacePaths: [path], previous_address: name })],
    })
  })

const counts = { succeeded: 1, failed: 1, skipped: 1, indeterminate: 1, awaitingApproval: 1 }
const events: fc.Arbitrary<readonly GenesisEvent[]> = fc.array(
  text.chain((name) =>
    text.chain((message) => {
      const failure = { reason: 'refused', message, hint: name, transient: false, indeterminate: true } as const
      return fc.constantFrom<GenesisEvent>(
        event.notice(message, name),
        { ...event.planning(3), environment: name } as GenesisEvent,
        event.lookingAt(name),
        event.planned(name),
        { ...event.run(9), environment: name, run: message } as GenesisEvent,
        event.started(name),
        event.progress(name, message),
        event.retrying(name, failure),
        event.succeeded(name),
        event.failed(name, failure),
        event.skipped(name, message),
        event.output(name, message),
        event.stopping('graceful', [name]),
        event.ended('partial', counts),
      )
    }),
  ),
  { maxLength: 20 },
)

/** Our own colours, and line feeds. */
function withoutColours(output: string): string {
  return output.replace(/\u001b\[(?:1|2|22|3[1-6]|39)m/g, '').replaceAll('\n', '')
}

/** Controls, formats, separators, and characters that nobody sees. */
const active = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

function expectHarmless(output: string): void {
  expect(active.exec(withoutColours(output))).toBeNull()
}

describe('whatever a plan holds', () => {
  it('is text and our own colours', () => {
    fc.assert(fc.property(plan, fc.boolean(), (document, color) => expectHarmless(renderPlan(document, { columns: null, color, unicode: true }))))
  })

  it('fits the window', () => {
    fc.assert(
      fc.property(plan, fc.integer({ min: 20, max: 90 }), (document, columns) => {
        const lines = renderPlan(document, { columns, color: false, unicode: true }).split('\n')
        expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(columns)
      }),
    )
  })

  it('is the same JSON for programs, without anything active', () => {
    fc.assert(
      fc.property(plan, (document) => {
        const json = jsonText(document)
        expectHarmless(json)
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(document)))
      }),
    )
  })
})

describe('whatever outputs hold', () => {
  it('is text', () => {
    const outputs = fc.dictionary(text, known, { maxKeys: 4 })
    const style = { columns: null, color: false, unicode: true }
    fc.assert(
      fc.property(outputs, text, (values, name) =>
        expectHarmless(renderOutputs([record(`dev/${name}`, { outputs: values })], { style, showSensitive: false })),
      ),
    )
  })
})

describe('whatever events tell', () => {
  const terminal = (written: string[]) => ({
    columns: 60,
    rows: 10,
    color: true,
    unicode: true,
    interactive: false,
    write: (output: string) => void written.push(output),
  })

  it('is text and our own colours, line by line, in a log, in a summary, and as JSON lines', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (stream) => {
        const written: string[] = []
        const renderer = new LineRenderer({ terminal: terminal(written), clock: new VirtualClock(), verbose: true })
        const lines = new JsonLines({ write: (line) => written.push(line), genesisVersion: '0.1.0' })
        const collector = new RunResultsCollector()
        for (const one of stream) for (const sink of [renderer, lines, collector]) sink.emit(one)
        await renderer.close()
        const results = collector.results()
        if (results !== null) written.push(renderRunSummary(results, terminal([])))
        written.push(renderLog(stream, { style: terminal([]), address: null }))
        expectHarmless(written.join(''))
      }),
    )
  })

  it('moves the cursor of a live view only over its own block', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 2, max: 100 }), fc.integer({ min: 1, max: 12 }), async (stream, columns, rows) => {
        const small = await watched(stream, new Screen({ columns, rows, color: true }))
        expect(small).toBe(await watched(stream, new Screen({ columns, rows: 1000, color: true })))
        expect(small).toMatch(/^be\n?f/)
        expect(small.endsWith('\n')).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})

/** What is left on a screen when all is over. */
async function watched(stream: readonly GenesisEvent[], screen: Screen): Promise<string> {
  screen.write('before\n')
  const clock = new VirtualClock()
  const view = new LiveView({ terminal: screen, clock, verbose: true })
  for (const one of stream) {
    view.emit(one)
    await clock.advance(60)
  }
  await view.close()
  expect(clock.sleepers).toBe(0)
  return screen.text
}
