import { describe, expect, it } from 'vitest'
import { RunResultsCollector } from '../../../src/cli/render/run-results.ts'
import { renderRunSummary } from '../../../src/cli/render/run-summary.ts'
import type { GenesisEvent } from '../../../src/events/event.ts'
import { event, eventfulRun, terraformFailure } from './event-samples.ts'

function summary(...events: readonly GenesisEvent[]): string {
  const collector = new RunResultsCollector()
  events.forEach((one) => collector.emit(one))
  const results = collector.results()
  return results === null ? '' : renderRunSummary(results, { columns: null, color: false, unicode: true })
}

describe('renderRunSummary', () => {
  it('says in a line that all went well', () => {
    const steps = [1, 2, 3, 4, 5].map((index) => event.succeeded(`dev/${index}`))
    expect(summary(event.run(5), ...steps, event.ended('succeeded', { succeeded: 5 }))).toBe('Apply complete: 5 succeeded, 0 failed, 0 skipped in 12s.\n')
    expect(summary(event.run(0, 'destroy'), event.ended('succeeded'))).toBe('Destroy complete: 0 succeeded, 0 failed, 0 skipped in 12s.\n')
  })

  it("shows Terraform's own text once, what was done, what was not, and the next command", () => {
    expect(summary(...eventfulRun)).toMatchInlineSnapshot(`
      "error: dev/database failed while creating
        Error: creating the database

          on stacks/database/main.tf line 12, in resource "x" "y":
          12: resource "x" "y" {

        no space left
        hint: genesis terraform dev/database -- plan

      done and recorded:
        dev/network created

      not started:
        dev/app: it waits for dev/database, which failed

      Apply partly done: 1 succeeded, 1 failed, 2 skipped in 12s.
      To go on with the rest, mend the cause and run: genesis apply dev
      What happened is kept: genesis show run-1
      "
    `)
  })

  it('says that nothing was done', () => {
    const failure = { ...terraformFailure, message: 'no terraform' }
    expect(summary(event.run(1, 'destroy'), event.failed('dev/a', failure), event.ended('failed', { failed: 1 }))).toMatchInlineSnapshot(`
      "error: dev/a failed while creating
        no terraform
        hint: genesis terraform dev/database -- plan

      Destroy failed: 0 succeeded, 1 failed, 0 skipped in 12s.
      To go on with the rest, mend the cause and run: genesis destroy dev
      What happened is kept: genesis show run-1
      "
    `)
  })

  it('says what waits for approval', () => {
    const failure = { reason: 'envelope-exceeded', message: 'aws_db_instance.main would be replaced', transient: false, indeterminate: false } as const
    const events = [
      event.run(2),
      event.succeeded('dev/a'),
      event.failed('dev/b', failure),
      event.ended('awaiting-approval', { succeeded: 1, failed: 1, awaitingApproval: 1 }),
    ]
    expect(summary(...events)).toMatchInlineSnapshot(`
      "approval needed: dev/b
        aws_db_instance.main would be replaced

      done and recorded:
        dev/a created

      Apply partly done, approval needed: 1 succeeded, 1 failed (1 awaiting approval), 0 skipped in 12s.
      What became known asks for more than was approved. To see it and approve the rest, run: genesis apply dev
      "
    `)
  })

  it('says what an interruption left', () => {
    const failure = { reason: 'interrupted', message: 'terraform was interrupted', transient: false, indeterminate: true } as const
    const events = [
      event.run(3),
      event.succeeded('dev/a'),
      event.failed('dev/b', failure),
      event.skipped('dev/c', 'the run was interrupted'),
      event.ended('interrupted', { succeeded: 1, indeterminate: 1, skipped: 1 }),
    ]
    expect(summary(...events)).toMatchInlineSnapshot(`
      "error: dev/b failed while creating
        terraform was interrupted
        nobody can say whether it took effect

      done and recorded:
        dev/a created

      not started:
        dev/c: the run was interrupted

      Apply interrupted: 1 succeeded, 0 failed, 1 skipped, 1 indeterminate in 12s.
      Look at what is indeterminate before anything else: genesis show run-1
      To go on with the rest, run: genesis apply dev
      What happened is kept: genesis show run-1
      "
    `)
  })

  it('says how to go on where the end could not be recorded', () => {
    const failure = { reason: 'store-failed', message: 'the disk is full', hint: 'nothing new was started', transient: false, indeterminate: true } as const
    const events = [event.run(2), event.failed('dev/b', failure), event.ended('failed', { failed: 1, indeterminate: 1 })]
    expect(summary(...events)).toMatchInlineSnapshot(`
      "error: dev/b failed while creating
        the disk is full
        nobody can say whether it took effect
        hint: nothing new was started

      Apply failed: 0 succeeded, 1 failed, 0 skipped, 1 indeterminate in 12s.
      The end of this run could not be recorded. Mend the state database first (genesis doctor); what had begun: genesis show run-1
      The next apply finds out what became of it and goes on: genesis apply dev
      "
    `)
  })

  it('names a hundred of many', () => {
    const steps = Array.from({ length: 300 }, (_, index) => event.succeeded(`dev/${index}`))
    const text = summary(event.run(301), ...steps, event.failed('dev/x'), event.ended('partial', { succeeded: 300, failed: 1 }))
    expect(text).toContain('  dev/99 created\n  and 200 more\n')
    expect(text).toContain('Apply partly done: 300 succeeded, 1 failed, 0 skipped in 12s.\n')
  })

  it('has nothing to say before the end', () => {
    expect(summary(event.run(1))).toBe('')
  })
})
