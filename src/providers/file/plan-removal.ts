import type { PlanAnswer, PlannedChange, ProviderContext } from '../../plan/provider.ts'
import { toDiagnostic } from '../spec-problem.ts'
import type { FilePorts } from './file-ports.ts'
import { fileDrift } from './file-drift.ts'
import { seenAs, toMemory } from './file-memory.ts'
import { recordedFile, shownFile, type FileRecord } from './file-record.ts'
import { observeFile, type ObservedFile } from './observe-file.ts'

/** Plans to remove a recorded file. One that is gone already is only forgotten. */
export async function planRemoval(
  ports: FilePorts,
  address: string,
  record: FileRecord | null,
  { projectRoot, generation }: ProviderContext,
): Promise<PlanAnswer> {
  if (record === null) return { ok: true, change: { ...unchanged, action: 'forget' } }
  const resolved = await ports.targets.resolve({ projectRoot, path: record.path, declaredIn: null, generation })
  if (!resolved.ok) return { ok: false, diagnostics: [toDiagnostic(resolved.problem, { address })] }
  const observed = await observeFile(ports, resolved.target)
  if (!observed.ok) return { ok: false, diagnostics: [toDiagnostic(observed.problem, { address })] }
  return { ok: true, change: removal(record, observed.file) }
}

const unchanged: PlannedChange = {
  action: 'delete',
  before: null,
  after: null,
  replacePaths: [],
  outputs: {},
  drift: [],
  inner: [],
  reversibility: 'reversible',
  memory: null,
  artifacts: {},
  bindings: {},
}

function removal(record: FileRecord, observed: ObservedFile | null): PlannedChange {
  const drift = fileDrift(record, observed, null)
  if (observed === null) return { ...unchanged, action: 'forget', before: recordedFile(record), drift }
  const seen = seenAs(observed.content.digest, { recorded: record.digest, desired: null })
  return {
    ...unchanged,
    before: shownFile({ path: record.path, ...observed }, { sensitive: record.sensitive, text: true }),
    drift,
    reversibility: drift.length === 0 ? 'reversible' : 'irreversible',
    memory: toMemory({ seen, missing: [] }),
  }
}
