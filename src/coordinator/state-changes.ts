import type { Diagnostic } from '../events/diagnostic.ts'
import { ExitCode } from '../events/exit-code.ts'
import { isJsonObject } from '../events/json.ts'
import type { KeptState } from '../plan/provider.ts'
import { FileError } from '../ports/files.ts'
import type { Host, Ports } from '../ports/ports.ts'
import type { NewRun, RunToken, Store } from '../ports/store.ts'
import type { LoadedProject } from './load-project.ts'
import { observedOnly } from './observe-guard.ts'
import { heldDiagnostic, interruptedDiagnostic, interruptedRun, takeEnvironmentLock } from './project-store.ts'
import { answered, refused, type Result } from './result.ts'

/** What changing the recorded state needs. */
export interface StateChangeOptions {
  readonly project: LoadedProject
  readonly store: Store
  readonly ports: Ports
  readonly host: Host
}

const maxStateBytes = 256 * 1024 * 1024

/** Takes a Terraform state file over for a stack whose state Genesis keeps. The file stays as it is. */
export async function importState(options: StateChangeOptions, address: string, path: string): Promise<Result<KeptState>> {
  const environment = address.split('/')[0] ?? ''
  const resource = options.project.environments.get(environment)?.resources.get(address.slice(environment.length + 1))
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
  const existing = await options.store.terraformState(address)
  if (existing !== null) return refused([invalid(`a state of ${address} is kept already (serial ${existing.serial})`, 'nothing was changed')])
  return underLock(options, { environment, mode: 'state-import' }, async (token) => {
    await options.store.putTerraformState(token, address, read.value, options.ports.clock.now())
    return read.value
  })
}

/** Forgets a record: the real thing stays, and so do the kept states of a stack. */
export async function removeRecord(options: StateChangeOptions, address: string): Promise<Result<null>> {
  const environment = address.split('/')[0] ?? ''
  const record = (await options.store.resources(environment)).find((one) => one.address === address)
  if (record === undefined) {
    return refused([{ code: 'unknown-target', severity: 'error', message: `nothing is recorded as ${address}`, hint: 'genesis state list shows what is' }])
  }
  return underLock(options, { environment, mode: 'state-rm' }, async (token) => {
    const at = options.ports.clock.now()
    await options.store.writeJournal(token, { type: 'end', step: `${address}#forget`, address, at, failure: null, records: [{ remove: address }] })
    return null
  })
}

async function underLock<T>(
  options: StateChangeOptions,
  what: Pick<NewRun, 'environment' | 'mode'>,
  change: (token: RunToken) => Promise<T>,
): Promise<Result<T>> {
  const { store, ports, host } = options
  const observed = observedOnly(options.project.environments.get(what.environment)?.declaration)
  if (observed.length > 0) return refused(observed)
  const lock = await takeEnvironmentLock(ports, options.project, what.environment)
  if (lock === null) return refused([heldDiagnostic(what.environment, await store.unfinishedRun(what.environment))], ExitCode.locked)
  try {
    const interrupted = await interruptedRun(store, what.environment)
    if (interrupted !== null) return refused([interruptedDiagnostic(interrupted, 'error')], ExitCode.locked)
    const holder = { process: await ports.processes.self(), host: host.name, user: host.user }
    const token = await store.startRun({ ...what, id: ports.random.id(), plan: null, part: null, startedAt: ports.clock.now(), holder, steps: 1 })
    const value = await change(token)
    const counts = { succeeded: 1, failed: 0, skipped: 0, indeterminate: 0, awaitingApproval: 0 }
    await store.endRun(token, { at: ports.clock.now(), outcome: 'succeeded', counts })
    return answered(value)
  } finally {
    await lock.release()
  }
}

async function readState({ ports }: StateChangeOptions, path: string): Promise<Result<KeptState>> {
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
