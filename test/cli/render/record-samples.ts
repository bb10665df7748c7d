import type { RecordedResource } from '../../../src/plan/recorded-resource.ts'
import type { JournalEntry, RunRecord, StoredJournalEntry } from '../../../src/ports/store.ts'

/** When the samples are looked at. */
export const now = Date.UTC(2030, 0, 1, 12)

/** A record; harmless unless said otherwise. */
export function record(address: string, changes: Partial<RecordedResource> = {}): RecordedResource {
  const [environment = '', name = ''] = address.split('/')
  return {
    address,
    environment,
    name,
    kind: 'File',
    attributes: { path: `out/${name}`, mode: '0640' },
    attributesSensitive: false,
    outputs: {},
    outputsSensitive: false,
    memory: null,
    revision: 1,
    status: 'ready',
    owns: [],
    dependencies: [],
    preventDestroy: false,
    onRemove: null,
    declared: null,
    run: 'run-1',
    updatedAt: now - 3_600_000 * 3,
    ...changes,
  }
}

/** A stack's record with outputs of every type. */
export const network = record('dev/network', {
  kind: 'TerraformStack',
  revision: 7,
  status: 'incomplete',
  outputs: { vpc_id: 'vpc-1', ports: [80, 443], tags: { team: 'web' }, open: true, none: null, token: 'hunter2', nested: { user: 'app', password: 'hunter3' } },
  outputsSensitive: { token: true, nested: { password: true } },
  attributes: { source: 'stacks/network', variables: { token: 'hunter2' } },
  attributesSensitive: { variables: { token: true } },
  owns: [{ key: 'state:dev/network', description: 'the state of dev/network', certainty: 'deterministic' }],
  dependencies: ['dev/dns', 'dev/zone'],
  preventDestroy: true,
  onRemove: 'forget',
})

/** A run; ended well unless said otherwise. */
export function runRecord(id: string, changes: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    environment: 'dev',
    mode: 'apply',
    plan: 'plan-1',
    startedAt: now - 300_000,
    holder: { process: { pid: 42, startTime: '1' }, host: 'laptop', user: 'eva' },
    part: null,
    steps: 4,
    endedAt: now - 288_000,
    outcome: 'succeeded',
    counts: { succeeded: 4, failed: 0, skipped: 0, indeterminate: 0, awaitingApproval: 0 },
    ...changes,
  }
}

/** An entry as the store gives it back. */
export function journalEntry(sequence: number, type: JournalEntry['type'], address: string, detail: StoredJournalEntry['detail']): StoredJournalEntry {
  return { sequence, type, step: `${address}#create`, address, at: now - 300_000 + sequence * 1000, detail }
}
