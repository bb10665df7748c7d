import { describe, expect, it } from 'vitest'
import { renderLog } from '../../../src/cli/render/render-log.ts'
import { renderOutputs } from '../../../src/cli/render/render-outputs.ts'
import { renderRun } from '../../../src/cli/render/render-run.ts'
import { renderRuns } from '../../../src/cli/render/render-runs.ts'
import { renderStateList, renderStateShow } from '../../../src/cli/render/render-state.ts'
import { readLog } from '../../../src/events/read-log.ts'
import { eventfulRun, terraformFailure } from './event-samples.ts'
import { journalEntry, network, now, record, runRecord } from './record-samples.ts'

const style = { columns: null, color: false, unicode: true }

describe('renderRuns', () => {
  it('shows how each run ended, also one that did not', () => {
    const runs = [
      runRecord('run-4', { endedAt: null, outcome: null, counts: null }),
      runRecord('run-3', { environment: 'staging', outcome: 'partial', mode: 'destroy', endedAt: now - 100_000 }),
      runRecord('run-2', { outcome: null, counts: null, startedAt: now - 86_400_000 * 3 }),
      runRecord('run-1', { mode: 'state-import', plan: null }),
    ]
    expect(renderRuns(runs, [], { style, now })).toMatchInlineSnapshot(`
      "RUN    ENVIRONMENT  MODE          STARTED                               TOOK     OUTCOME    BY
      run-4  dev          apply         2030-01-01T11:55:00Z (5 minutes ago)  -        not ended  eva@laptop
      run-3  staging      destroy       2030-01-01T11:55:00Z (5 minutes ago)  3m 20s   partial    eva@laptop
      run-2  dev          apply         2029-12-29T12:00:00Z (3 days ago)     71h 55m  abandoned  eva@laptop
      run-1  dev          state-import  2030-01-01T11:55:00Z (5 minutes ago)  12s      succeeded  eva@laptop
      "
    `)
    expect(renderRuns([], [], { style, now })).toBe('No runs yet.\n')
  })
})

describe('renderRun', () => {
  it('shows what each step did, and what it said when it failed', () => {
    const journal = [
      journalEntry(1, 'begin', 'dev/network', { action: 'create', key: 'k', attempt: 1, folder: '/f' }),
      journalEntry(2, 'begin', 'dev/files', { action: 'update', key: 'k', attempt: 1, folder: '/f' }),
      journalEntry(3, 'end', 'dev/files', { failure: null, records: [] }),
      journalEntry(4, 'begin', 'dev/database', { action: 'create', key: 'k', attempt: 1, folder: '/f' }),
      journalEntry(5, 'begin', 'dev/database', { action: 'create', key: 'k', attempt: 2, folder: '/f' }),
      journalEntry(9, 'end', 'dev/database', { failure: { ...terraformFailure }, records: [] }),
      journalEntry(10, 'begin', 'dev/odd', 'not what was expected'),
      journalEntry(11, 'end', 'dev/odd', { failure: { message: 'lost', indeterminate: true, reason: 'no such reason' } }),
    ]
    const run = runRecord('run-1', { outcome: 'partial', counts: { succeeded: 1, failed: 1, skipped: 0, indeterminate: 1, awaitingApproval: 0 } })
    expect(renderRun(run, journal, { style, now })).toMatchInlineSnapshot(`
      "run run-1 of dev (apply)
        plan     plan-1
        by       eva on laptop, process 42
        started  2030-01-01T11:55:00Z (5 minutes ago)
        ended    2030-01-01T11:55:12Z, after 12s
        outcome  partial: 1 succeeded, 1 failed, 1 indeterminate, of 4 steps

      ADDRESS       ACTION  BEGAN                 TOOK  ATTEMPTS  RESULT
      dev/network   create  2030-01-01T11:55:01Z  -     -         no end recorded
      dev/files     update  2030-01-01T11:55:02Z  1.0s  -         succeeded
      dev/database  create  2030-01-01T11:55:04Z  5.0s  2         failed (terraform-failed)
      dev/odd       -       2030-01-01T11:55:10Z  1.0s  -         indeterminate (program-failed)

      error: dev/database
        Error: creating the database

          on stacks/database/main.tf line 12, in resource "x" "y":
          12: resource "x" "y" {

        no space left
        hint: genesis terraform dev/database -- plan

      error: dev/odd
        lost
        nobody can say whether it took effect
      "
    `)
  })

  it('shows a run in which nothing began', () => {
    expect(renderRun(runRecord('run-1', { endedAt: null, outcome: null, counts: null, plan: null }), [], { style, now })).toMatchInlineSnapshot(`
      "run run-1 of dev (apply)
        plan     -
        by       eva on laptop, process 42
        started  2030-01-01T11:55:00Z (5 minutes ago)
        ended    -
        outcome  not ended, of 4 steps

      No step began.
      "
    `)
  })
})

describe('renderStateList', () => {
  it('shows what is recorded', () => {
    expect(renderStateList([record('dev/a'), network], { style, now })).toMatchInlineSnapshot(`
      "ADDRESS      KIND            STATUS      REVISION  UPDATED
      dev/a        File            ready       1         2030-01-01T09:00:00Z (3 hours ago)
      dev/network  TerraformStack  incomplete  7         2030-01-01T09:00:00Z (3 hours ago)
      "
    `)
    expect(renderStateList([], { style, now })).toBe('Nothing is recorded.\n')
  })
})

describe('renderStateShow', () => {
  it('shows one record, without what is sensitive', () => {
    expect(renderStateShow(network, { style, now, showSensitive: false })).toMatchInlineSnapshot(`
      "TerraformStack dev/network
        status     incomplete
        revision   7, written by run run-1
        updated    2030-01-01T09:00:00Z (3 hours ago)
        protected  against deletion
        onRemove   forget
        owns       the state of dev/network
        needs      dev/dns, dev/zone

      attributes {
          source    = "stacks/network"
          variables = {
              token = (sensitive value)
          }
      }
      outputs {
          nested = {
              password = (sensitive value)
              user     = "app"
          }
          open   = true
          ports  = [
              80,
              443,
          ]
          tags   = {
              team = "web"
          }
          token  = (sensitive value)
          vpc_id = "vpc-1"
      }
      "
    `)
  })

  it('shows what is sensitive when asked', () => {
    expect(renderStateShow(network, { style, now, showSensitive: true })).toContain('token = "hunter2"')
  })
})

describe('renderOutputs', () => {
  it('shows typed values, without what is sensitive', () => {
    expect(renderOutputs([record('dev/a'), network, record('dev/b', { outputs: { path: '/b' } })], { style, showSensitive: false })).toMatchInlineSnapshot(`
      "dev/network
          nested = {
              password = (sensitive value)
              user     = "app"
          }
          none   = null
          open   = true
          ports  = [
              80,
              443,
          ]
          tags   = {
              team = "web"
          }
          token  = (sensitive value)
          vpc_id = "vpc-1"

      dev/b
          path = "/b"
      "
    `)
    expect(renderOutputs([record('dev/a')], { style, showSensitive: false })).toBe('No outputs.\n')
  })

  it('shows what is sensitive when asked', () => {
    const text = renderOutputs([network], { style, showSensitive: true })
    expect(text).toContain('token  = "hunter2"')
    expect(text).toContain('password = "hunter3"')
  })
})

describe('renderLog', () => {
  const log = eventfulRun.map((event) => JSON.stringify(event)).join('\n')

  it('shows a stored log, one resource of it, with the whole text of its failure', () => {
    expect(renderLog(readLog(log), { style, address: 'dev/database' })).toMatchInlineSnapshot(`
      "2030-01-01T00:00:00Z dev/database: creating
      2030-01-01T00:00:00Z dev/database: failed after 3.0s: Error: creating the database
        Error: creating the database

          on stacks/database/main.tf line 12, in resource "x" "y":
          12: resource "x" "y" {

        no space left
        hint: genesis terraform dev/database -- plan
      "
    `)
  })

  it('shows all of it otherwise, what programs print included', () => {
    const text = renderLog(readLog(log), { style, address: null })
    expect(text).toContain('2030-01-01T00:00:00Z dev/network | Initializing the backend...\n')
    expect(text).toContain('2030-01-01T00:00:00Z applying dev: 4 steps (run run-1)\n')
  })

  it.each([
    '',
    'no json',
    '{"type":"run-ended"',
    '{"type":"step-failed","at":1,"failure":null}',
    '{"type":"constructor","at":1}',
    '[1]',
    'null',
    '{"type":"step-started","at":"x"}',
  ])('leaves out a line that is no event: %s', (line) => {
    expect(readLog(`${line}\n${log}`)).toEqual(eventfulRun)
  })
})
