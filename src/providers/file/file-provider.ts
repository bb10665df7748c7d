import type { Provider } from '../../plan/provider.ts'
import type { Files } from '../../ports/files.ts'
import { applyFile } from './apply-file.ts'
import { assumeFile } from './assume-file.ts'
import { examineFile } from './examine-file.ts'
import { planFile } from './plan-file.ts'
import { readRecord } from './file-record.ts'
import { FileTargets } from './file-target.ts'
import { probeFile } from './probe-file.ts'

/** The kind File: a file of the project, its content and its mode. Always reads the whole file to know what is there. */
export function createFileProvider({ files }: { readonly files: Files }): Provider {
  const ports = { files, targets: new FileTargets(files) }
  return {
    kind: 'File',
    earlyFields: [['path'], ['source']],
    canCoexist: true,
    remakesWhole: true,
    bounded: true,
    runsPrograms: false,
    isGate: false,
    examine: (request, context) => examineFile(ports, request, context),
    plan: (request, context) => planFile(ports, request, context),
    apply: (request, context) => applyFile(ports, request, context),
    probe: (request, context) => probeFile(ports, request, context),
    recordedSpec: (recorded) => {
      const record = readRecord(recorded)
      return record === null ? {} : { mode: record.mode }
    },
    assume: (request, _id, context) => assumeFile(ports, request, context),
  }
}
