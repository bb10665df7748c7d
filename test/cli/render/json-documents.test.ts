import { describe, expect, it } from 'vitest'
import {
  applyDocument,
  outputsDocument,
  refusalDocument,
  runDocument,
  runsDocument,
  stateListDocument,
  stateShowDocument,
  validateDocument,
} from '../../../src/cli/render/json-documents.ts'
import { RunResultsCollector } from '../../../src/cli/render/run-results.ts'
import type { Diagnostic } from '../../../src/events/diagnostic.ts'
import { eventfulRun, terraformFailure } from './event-samples.ts'
import { journalEntry, network, record, runRecord } from './record-samples.ts'

describe('outputsDocument', () => {
  it('gives values with their types, and null for what is sensitive', () => {
    expect(outputsDocument('dev', [network], { showSensitive: false })).toEqual({
      format_version: '1.0',
      environment: 'dev',
      outputs: {
        network: {
          vpc_id: { value: 'vpc-1', type: 'string', sensitive: false },
          ports: { value: [80, 443], type: 'list', sensitive: false },
          tags: { value: { team: 'web' }, type: 'map', sensitive: false },
          open: { value: true, type: 'boolean', sensitive: false },
          none: { value: null, type: 'null', sensitive: false },
          token: { value: null, type: null, sensitive: true },
          nested: { value: { user: 'app', password: null }, type: 'map', sensitive: true },
        },
      },
    })
  })

  it('gives what is sensitive when asked', () => {
    const document = outputsDocument('dev', [network], { showSensitive: true })
    expect(document).toMatchObject({ outputs: { network: { token: { value: 'hunter2', type: 'string', sensitive: true } } } })
  })
})

describe('stateShowDocument', () => {
  it('holds no secret unless asked', () => {
    expect(JSON.stringify(stateShowDocument(network, { showSensitive: false }))).not.toContain('hunter')
    expect(JSON.stringify(stateShowDocument(network, { showSensitive: true }))).toContain('hunter2')
  })
})

describe('stateListDocument', () => {
  it('says what is recorded, in short', () => {
    expect(stateListDocument([record('dev/a')])).toEqual({
      format_version: '1.0',
      resources: [
        { address: 'dev/a', environment: 'dev', name: 'a', kind: 'File', status: 'ready', revision: 1, run: 'run-1', updatedAt: record('dev/a').updatedAt },
      ],
    })
  })
})

describe('runsDocument, runDocument', () => {
  it('give records as they are', () => {
    const run = runRecord('run-1')
    const journal = [journalEntry(1, 'begin', 'dev/a', { action: 'create' })]
    expect(runsDocument([run], [])).toEqual({ format_version: '1.0', runs: [run], holds: [] })
    expect(runDocument(run, journal)).toEqual({ format_version: '1.0', run, journal })
  })
})

describe('validateDocument', () => {
  const diagnostic = (severity: Diagnostic['severity']): Diagnostic => ({ code: 'unknown-field', severity, message: 'no such field' })

  it.each([
    [[], true, 0, 0],
    [[diagnostic('warning')], true, 0, 1],
    [[diagnostic('warning'), diagnostic('error')], false, 1, 1],
  ])('counts %j', (diagnostics, valid, errors, warnings) => {
    expect(validateDocument(diagnostics)).toEqual({ format_version: '1.0', valid, error_count: errors, warning_count: warnings, diagnostics })
    expect(refusalDocument(diagnostics, 3)).toEqual({ format_version: '1.0', ok: false, exitCode: 3, diagnostics })
  })
})

describe('applyDocument', () => {
  it('says how the run went', () => {
    const collector = new RunResultsCollector()
    eventfulRun.forEach((event) => collector.emit(event))
    const results = collector.results()
    expect(results === null ? null : applyDocument(results)).toEqual({
      format_version: '1.0',
      run: 'run-1',
      environment: 'dev',
      mode: 'apply',
      part: null,
      outcome: 'partial',
      counts: { succeeded: 1, failed: 1, skipped: 2, indeterminate: 0, awaitingApproval: 0 },
      durationMs: 12_000,
      succeeded: [{ step: 'dev/network#create', address: 'dev/network', action: 'create' }],
      failed: [{ step: 'dev/database#create', address: 'dev/database', action: 'create', failure: terraformFailure }],
      skipped: [{ step: 'dev/app#create', address: 'dev/app', action: 'create', because: 'it waits for dev/database, which failed' }],
    })
  })
})
