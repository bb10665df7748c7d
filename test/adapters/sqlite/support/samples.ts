import type { RunCounts } from '../../../../src/events/event.ts'
import type { RecordedResource } from '../../../../src/plan/recorded-resource.ts'
import type { JournalEntry, NewRun, RecordWrite } from '../../../../src/ports/store.ts'

/** A run of `prod`, or of another environment. */
export function sampleRun(changes: Partial<NewRun> = {}): NewRun {
  return {
    id: 'run1',
    environment: 'prod',
    mode: 'apply',
    plan: 'plan1',
    startedAt: 1_700_000_000_000,
    holder: { process: { pid: 4711, startTime: '123456' }, host: 'laptop', user: 'ada' },
    part: null,
    steps: 2,
    ...changes,
  }
}

/** A record without anything sensitive. */
export function sampleRecord(changes: Partial<RecordedResource> = {}): RecordedResource {
  return {
    address: 'prod/app',
    environment: 'prod',
    name: 'app',
    kind: 'File',
    revision: 1,
    status: 'ready',
    owns: [{ key: 'file:/srv/app.json', description: 'the file app.json', certainty: 'deterministic' }],
    dependencies: ['prod/network'],
    preventDestroy: false,
    onRemove: null,
    declared: null,
    run: 'run1',
    updatedAt: 1_700_000_000_500,
    attributes: { path: 'app.json', mode: '0640' },
    attributesSensitive: false,
    outputs: { digest: 'abc' },
    outputsSensitive: false,
    memory: { folder: 'out' },
    ...changes,
  }
}

/** A begin entry. */
export function begin(address: string, ...records: readonly RecordWrite[]): Extract<JournalEntry, { type: 'begin' }> {
  return {
    type: 'begin',
    step: `${address}#create`,
    address,
    action: 'create',
    key: `key-${address}`,
    attempt: 1,
    folder: `/runs/${address}`,
    at: 1_700_000_000_100,
    records,
    intent: null,
  }
}

/** An end entry. */
export function end(address: string, ...records: readonly RecordWrite[]): Extract<JournalEntry, { type: 'end' }> {
  return { type: 'end', step: `${address}#create`, address, at: 1_700_000_000_200, failure: null, records, leaves: null }
}

/** What a run that went well counts. */
export const counts: RunCounts = { succeeded: 2, failed: 0, skipped: 0, indeterminate: 0, awaitingApproval: 0 }
