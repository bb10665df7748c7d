import type { CallOutcome, LedgerAnswer, LedgerDoor, Operation } from '../ledger/ledger-call.ts'
import { fromDynamic, isWireObject, toDynamic, type DynamicValue, type WireObject } from '../wire/dynamic-value.ts'
import { dataSchema, labObjectType, providerSchema, resourceSchema } from '../wire/lab-schema.ts'
import type { ProviderHandlers, WireDiagnostic } from '../wire/messages.ts'
import { dataOf, fieldsOfState, stateOf, textOf } from './object-state.ts'
import { planObject } from './plan-object.ts'
import { upgradeState } from './upgrade-state.ts'

/** What one connection of a Terraform has of its provider. */
export interface LabProviderOptions {
  /** The ledger; a path that the provider block says comes before every other. */
  readonly openDoor: (address: string | null) => LedgerDoor
  /** Unless the provider block says another. */
  readonly caller: string
  readonly pid: number
  readonly session: string
  /** Ends the provider in the middle of a call; no answer may be sent any more. */
  readonly die: () => void
}

type Done = Extract<LedgerAnswer, { kind: 'done' | 'failed' | 'lost' }>

/** The provider `lab`: answers Terraform's calls, and does all that it does by the ledger. One for each connection. */
export class LabProvider {
  readonly #options: LabProviderOptions
  #caller: string
  #door: LedgerDoor | null = null

  constructor(options: LabProviderOptions) {
    this.#options = options
    this.#caller = options.caller
  }

  readonly handlers: ProviderHandlers = {
    GetProviderSchema: () =>
      Promise.resolve({
        provider: providerSchema,
        resource_schemas: { [labObjectType]: resourceSchema },
        data_source_schemas: { [labObjectType]: dataSchema },
        server_capabilities: { plan_destroy: false, get_provider_schema_optional: true },
      }),
    ValidateProviderConfig: () => Promise.resolve({}),
    ValidateDataResourceConfig: () => Promise.resolve({}),
    ValidateResourceConfig: ({ config }) => Promise.resolve({ diagnostics: nameProblems(objectOf(config)) }),
    ConfigureProvider: async ({ config }) => {
      const said = objectOf(config)
      this.#caller = textOf(said?.['caller']) ?? this.#caller
      this.#door = this.#options.openDoor(textOf(said?.['ledger']))
      const answer = await this.#ask('configure', {})
      return { diagnostics: complaints(answer, 'configure') }
    },
    UpgradeResourceState: ({ version = 0, raw_state: raw }) => {
      const state = objectOf({ ...(raw?.json === undefined ? {} : { json: raw.json }) })
      return Promise.resolve({ upgraded_state: toDynamic(state === null ? null : upgradeState(state, version)) })
    },
    ReadResource: async ({ current_state: current }) => {
      const answer = await this.#ask('read', objectOf(current) ?? {})
      if (answer.kind !== 'done') return { ...(current ? { new_state: current } : {}), diagnostics: complaints(answer, 'read') }
      return { new_state: stateAnswer(answer), diagnostics: complaints(answer, 'read') }
    },
    PlanResourceChange: async ({ prior_state: prior, proposed_new_state: proposed }) => {
      const [before, after] = [objectOf(prior), objectOf(proposed)]
      const answer = await this.#ask('plan', after ?? before ?? {})
      if (answer.kind !== 'done') return { diagnostics: complaints(answer, 'plan') }
      const { planned, replace } = planObject(before, after)
      return { planned_state: toDynamic(planned), requires_replace: replace.map((name) => ({ steps: [{ attribute_name: name }] })) }
    },
    ApplyResourceChange: async ({ prior_state: prior, planned_state: planned }) => {
      const [before, after] = [objectOf(prior), objectOf(planned)]
      const operation = after === null ? 'delete' : before === null ? 'create' : 'update'
      const answer = await this.#ask(operation, { ...(after ?? before), id: before?.['id'] ?? null })
      const diagnostics = complaints(answer, operation)
      if (answer.kind === 'done') return { new_state: stateAnswer(answer), diagnostics }
      return { new_state: toDynamic(before), diagnostics }
    },
    ImportResourceState: async ({ id }) => {
      const answer = await this.#ask('find', { name: id })
      if (answer.kind !== 'done' || answer.object === null) return { diagnostics: [...complaints(answer, 'find'), ...missing(answer, id)] }
      return { imported_resources: [{ type_name: labObjectType, state: stateAnswer(answer) }] }
    },
    ReadDataSource: async ({ config }) => {
      const name = textOf(objectOf(config)?.['name']) ?? ''
      const answer = await this.#ask('find', { name })
      if (answer.kind !== 'done' || answer.object === null) return { diagnostics: [...complaints(answer, 'find'), ...missing(answer, name)] }
      return { state: toDynamic(dataOf(answer.object)), diagnostics: complaints(answer, 'find') }
    },
    StopProvider: async () => {
      await this.#door?.stop(this.#options.session)
      return {}
    },
  }

  /** Asks the ledger. Never resolves where the provider is to die. */
  async #ask(operation: Operation, state: WireObject): Promise<Done> {
    const { session, pid, die } = this.#options
    this.#door ??= this.#options.openDoor(null)
    const answer = await this.#door.call({
      operation,
      name: textOf(state['name']) ?? '',
      id: textOf(state['id']),
      fields: operation === 'find' || operation === 'configure' ? null : fieldsOfState(state),
      caller: this.#caller,
      session,
      pid,
    })
    if (answer.kind !== 'crash') return answer
    die()
    return new Promise(() => undefined)
  }
}

function objectOf(value: DynamicValue | null | undefined): WireObject | null {
  const read = fromDynamic(value)
  return isWireObject(read) ? read : null
}

function stateAnswer({ object }: Extract<LedgerAnswer, { kind: 'done' }>): DynamicValue {
  return toDynamic(object === null ? null : stateOf(object))
}

function complaints(answer: Done, operation: Operation): readonly WireDiagnostic[] {
  return answer.error === null ? [] : [{ severity: 1, summary: answer.error, detail: `lab: ${operation}: ${explanations[answer.kind]}` }]
}

const explanations: Readonly<Record<Exclude<CallOutcome, 'crash' | 'stopped'>, string>> = {
  done: 'it was done nevertheless',
  failed: 'nothing was done',
  lost: 'what was done is not known',
}

function missing({ kind }: Done, name: string): readonly WireDiagnostic[] {
  return kind === 'done' ? [{ severity: 1, summary: `no object is named ${name}`, detail: 'lab: find' }] : []
}

function nameProblems(config: WireObject | null): readonly WireDiagnostic[] {
  if (config?.['name'] !== '') return []
  return [{ severity: 1, summary: 'the name is empty', detail: 'lab_object', attribute: { steps: [{ attribute_name: 'name' }] } }]
}
