import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { environmentOutcomes } from '../../../src/cli/render/environment-outcomes.ts'
import { environmentsTotal } from '../../../src/cli/render/environments-total.ts'
import { renderDiagnostics } from '../../../src/cli/render/diagnostics.ts'
import { JsonLines } from '../../../src/cli/render/json-lines.ts'
import { jsonText } from '../../../src/cli/render/json-text.ts'
import { LineRenderer } from '../../../src/cli/render/line-renderer.ts'
import { LiveView } from '../../../src/cli/render/live-view.ts'
import { renderLog } from '../../../src/cli/render/render-log.ts'
import { renderOutputs } from '../../../src/cli/render/render-outputs.ts'
import { planTable } from '../../../src/cli/render/plan-table.ts'
import { renderPlan } from '../../../src/cli/render/render-plan.ts'
import { renderRun } from '../../../src/cli/render/render-run.ts'
import { renderRuns } from '../../../src/cli/render/render-runs.ts'
import { renderStateList, renderStateShow } from '../../../src/cli/render/render-state.ts'
import { RunResultsCollector } from '../../../src/cli/render/run-results.ts'
import { renderRunSummary } from '../../../src/cli/render/run-summary.ts'
import { textWidth } from '../../../src/cli/render/text-width.ts'
import type { Diagnostic } from '../../../src/events/diagnostic.ts'
import type { GenesisEvent } from '../../../src/events/event.ts'
import type { Json } from '../../../src/events/json.ts'
import { Sensitive, unknown, type Value } from '../../../src/expressions/value.ts'
import { actions } from '../../../src/plan/action.ts'
import type { PlanDocument } from '../../../src/plan/plan-document.ts'
import { inner, partialOf, planOf, resource } from '../../rig/plan-builder.ts'
import { expectHarmless } from '../../rig/harmless.ts'
import { VirtualClock } from '../../rig/virtual-clock.ts'
import { event } from './event-samples.ts'
import { journalEntry, now, record, runRecord } from './record-samples.ts'
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

describe('whatever a plan holds', () => {
  it('is text and our own colours', () => {
    fc.assert(fc.property(plan, fc.boolean(), (document, color) => expectHarmless(planTable(document, { columns: null, color, unicode: true }))))
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

describe('whatever records hold', () => {
  const styles = fc.record({ columns: fc.constantFrom(null, 40), color: fc.boolean(), unicode: fc.boolean() })

  it('is text, in lists and one by one', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 6, maxLength: 6 }), known, styles, ([a = '', b = '', c = '', d = '', e = '', f = ''], json, style) => {
        const one = record(`${a}/${b}`, {
          kind: c,
          run: d,
          attributes: { [e]: json, [f]: a },
          outputs: { [a]: json },
          owns: [{ key: b, description: c, certainty: 'opaque' }],
          dependencies: [d, e],
          preventDestroy: [f],
          status: 'incomplete',
        })
        const run = runRecord(a, { environment: b, plan: c, holder: { process: { pid: 1, startTime: d }, host: e, user: f } })
        const journal = [
          journalEntry(1, 'begin', a, { action: b, folder: c }),
          journalEntry(2, 'end', d, { failure: { reason: e, message: `${f}\n${a}`, hint: b } }),
        ]
        expectHarmless(renderStateList([one], { style, now }))
        expectHarmless(renderStateShow(one, { style, now, showSensitive: true }))
        expectHarmless(renderRuns([run], [], { style, now }))
        expectHarmless(renderRun(run, journal, { style, now }))
      }),
    )
  })
})

describe('whatever is wrong', () => {
  it('is text: the message, the hint, the file and its line', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 5, maxLength: 5 }), fc.nat(30), fc.boolean(), ([a = '', b = '', c = '', d = '', e = ''], offset, color) => {
        const at = { file: a, start: { line: 1, column: offset + 1, offset }, end: { line: 1, column: offset + 3, offset: offset + 2 } }
        const diagnostic: Diagnostic = {
          code: 'usage',
          severity: 'error',
          message: `${b}\n${c}`,
          hint: `${d}\n${e}`,
          at,
          address: c,
          related: [{ message: d, at }],
        }
        expectHarmless(
          renderDiagnostics([diagnostic, { ...diagnostic, details: { snippet: b } }], { sources: (file) => (file === a ? e : undefined), color, width: 40 }),
        )
      }),
    )
  })

  it('is text of several environments', () => {
    const style = { columns: null, color: true, unicode: true }
    fc.assert(
      fc.property(plan, text, text, (document, name, because) => {
        expectHarmless(environmentsTotal([{ environment: name, document, after: [because], waitsFor: [name] }], [because], style))
        expectHarmless(environmentOutcomes([{ environment: name, exitCode: 1, run: null, because }], style))
      }),
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
