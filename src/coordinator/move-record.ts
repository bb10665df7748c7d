import type { Diagnostic } from '../events/diagnostic.ts'
import { baseName } from '../manifest/check-names.ts'
import { resourceNameForm } from '../manifest/resource-name-form.ts'
import { readdressed } from '../plan/moved-records.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { RunToken } from '../ports/store.ts'
import { addressParts } from './explain-resource.ts'
import { recordAt } from './record-at.ts'
import { answered, refused, type Result } from './result.ts'
import type { RecordChangeOptions } from './state-change-options.ts'
import { stateRun } from './state-run.ts'

/** Which record is to stand where. */
export interface RecordMove {
  readonly from: string
  readonly to: string
}

/** Puts a record, and what is kept with it, under another address of its environment. The real thing stays as it is. */
export async function moveRecord(options: RecordChangeOptions, { from, to }: RecordMove): Promise<Result<Pick<RecordedResource, 'address' | 'revision'>>> {
  const { store, ports } = options
  return stateRun(options, { environment: addressParts(from).environment, mode: 'state-mv' }, async () => {
    const found = await recordAt(store, from)
    if (!found.ok) return found
    const record = found.value
    const problem = targetProblem(options, record, { to, taken: (await store.resources()).some(({ address }) => address === to) })
    if (problem !== null) return refused([{ severity: 'error', ...problem }])
    const moved = { ...readdressed(record, to, options.provider(record.kind)), revision: record.revision + 1 }
    const preview = { address: to, revision: moved.revision }
    const write = async (token: RunToken): Promise<typeof preview> => {
      const at = ports.clock.now()
      const put = { ...moved, run: token.run, updatedAt: at }
      await store.writeJournal(token, { type: 'end', step: `${to}#move`, address: to, at, failure: null, records: [{ put, move: from }], leaves: null })
      return preview
    }
    return answered({ preview, write })
  })
}

function targetProblem(
  { project }: RecordChangeOptions,
  record: RecordedResource,
  { to, taken }: { readonly to: string; readonly taken: boolean },
): Pick<Diagnostic, 'code' | 'message' | 'hint'> | null {
  const { environment, name } = addressParts(to)
  if (environment !== record.environment) {
    const hint = `write it as ${record.environment}/NAME; what is to belong to another environment is forgotten here with "genesis state rm", and adopted there`
    return { code: 'invalid-value', message: `${to} is not in ${record.environment}: a record stays in its environment`, hint }
  }
  if (!resourceNameForm.test(name)) {
    const hint = 'a name is at most 63 lower-case letters, digits, "-" and "_", after it perhaps "@" and a key of the same form'
    return { code: 'invalid-name', message: `"${name}" is not a valid name`, hint }
  }
  if (taken) {
    const hint = to === record.address ? 'name another address' : `"genesis state rm ${to}" forgets that one first, if it is not needed`
    return { code: 'duplicate-name', message: `something is recorded as ${to} already`, hint }
  }
  const kind = project.manifest.resources.get(environment)?.find((template) => template.name === baseName(name))?.kind ?? record.kind
  if (kind === record.kind) return null
  return {
    code: 'unclear-move',
    message: `${to} is declared as a ${kind}, but ${record.address} is a ${record.kind}`,
    hint: 'name the address of a document of its kind',
  }
}
