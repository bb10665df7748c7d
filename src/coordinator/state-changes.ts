import type { Diagnostic } from '../events/diagnostic.ts'
import { isJsonObject } from '../events/json.ts'
import type { KeptState } from '../plan/provider.ts'
import { FileError } from '../ports/files.ts'
import type { RunToken } from '../ports/store.ts'
import { addressParts } from './explain-resource.ts'
import { recordAt } from './record-at.ts'
import { answered, refused, type Result } from './result.ts'
import type { RecordChangeOptions, StateChangeOptions } from './state-change-options.ts'
import { stateRun } from './state-run.ts'

const maxStateBytes = 256 * 1024 * 1024

/** Takes a Terraform state file over for a stack whose state Genesis keeps. The file stays as it is. */
export async function importState(options: StateChangeOptions & RecordChangeOptions, address: string, path: string): Promise<Result<KeptState>> {
  const { environment, name } = addressParts(address)
  const resource = options.project.environments.get(environment)?.resources.get(name)
  if (resource?.declaration.kind !== 'TerraformStack') {
    const message =
      resource === undefined
        ? `no resource is declared as ${address}`
        : `${address} is a ${resource.declaration.kind}, and only a TerraformStack has a Terraform state`
    return refused([
      { code: 'unknown-target', severity: 'error', message, hint: 'give the address of a stack: genesis state import dev/network terraform.tfstate' },
    ])
  }
  const keeps = options.project.examined.get(address)?.owns.some((owns) => owns.key.startsWith('backend:genesis:')) === true
  if (!keeps)
    return refused([invalid(`${address} has a backend of its own, so Genesis keeps no state for it`, 'terraform state push brings a state into a backend')])
  const read = await readState(options, path)
  if (!read.ok) return read
  return stateRun(options, { environment, mode: 'state-import' }, async () => {
    const existing = await options.store.terraformState(address)
    if (existing !== null) return refused([invalid(`a state of ${address} is kept already (serial ${existing.serial})`, 'nothing was changed')])
    const write = async (token: RunToken): Promise<KeptState> => {
      await options.store.putTerraformState(token, address, read.value, options.ports.clock.now())
      return read.value
    }
    return answered({ preview: read.value, write })
  })
}

/** Forgets a record: the real thing stays, and so do the kept states of a stack. */
export async function removeRecord(options: RecordChangeOptions, address: string): Promise<Result<null>> {
  const { environment } = addressParts(address)
  return stateRun(options, { environment, mode: 'state-rm' }, async () => {
    const found = await recordAt(options.store, address)
    if (!found.ok) return found
    const write = async (token: RunToken): Promise<null> => {
      const end = { type: 'end', step: `${address}#forget`, address, at: options.ports.clock.now(), failure: null } as const
      await options.store.writeJournal(token, { ...end, records: [{ remove: address }], leaves: null })
      return null
    }
    return answered({ preview: null, write })
  })
}

async function readState({ ports }: RecordChangeOptions, path: string): Promise<Result<KeptState>> {
  let body: string
  try {
    body = await ports.files.readText(path, { maxBytes: maxStateBytes })
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return refused([invalid(`the state file ${path} cannot be read: ${error.reason}`, 'name a terraform.tfstate')])
  }
  const state = parseState(body)
  return state === null ? refused([invalid(`${path} is no Terraform state`, 'a state has version 4, a serial and a lineage')]) : answered(state)
}

function parseState(body: string): KeptState | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return null
  }
  if (!isJsonObject(parsed) || parsed['version'] !== 4) return null
  const { serial, lineage } = parsed as { serial?: unknown; lineage?: unknown }
  return typeof serial === 'number' && typeof lineage === 'string' ? { serial, lineage, body } : null
}

function invalid(message: string, hint: string): Diagnostic {
  return { code: 'resource-invalid', severity: 'error', message, hint }
}
