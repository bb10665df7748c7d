import type { Json } from '../../src/events/json.ts'
import { unknown, type Value } from '../../src/expressions/value.ts'
import type { ResourceDeclaration } from '../../src/manifest/manifest.ts'
import { shown } from '../../src/plan/flat-changes.ts'
import type {
  ApplyRequest,
  Examined,
  PlanAnswer,
  PlannedChange,
  ProbeAnswer,
  Provider,
  ProviderContext,
  StepOutcome,
  Upstream,
} from '../../src/plan/provider.ts'
import type { RecordedResource, RecordedState } from '../../src/plan/recorded-resource.ts'
import { resourceDeclaration } from './declaration-builder.ts'
import { noStates } from './no-states.ts'

/** What a bench is made for. Both folders are absolute. */
export interface BenchOptions {
  readonly provider: Provider
  readonly projectRoot: string
  /** Where steps get their private folders. */
  readonly workFolder: string
  readonly environment?: Readonly<Record<string, string>>
  /** The folder of the declaring file, from the project's root. */
  readonly folder?: string
  readonly timeoutMs?: number
}

/** Puts one resource of a provider through plan and apply as the engine does, plans saved and read back in between. */
export class ProviderBench {
  readonly address = 'dev/thing'
  readonly #options: BenchOptions
  #steps = 0
  /** The private folder of the last step that ran. */
  #lastFolder = '/nowhere'
  /** What the store would hold. */
  recorded: RecordedResource | null = null
  /** All that was logged or said, as it was said. */
  readonly said: string[] = []
  readonly warnings: string[] = []
  /** What stands before the resource, if it is a gate. */
  upstream: Upstream = { changes: false, digest: 'upstream-1' }

  constructor(options: BenchOptions) {
    this.#options = options
  }

  get provider(): Provider {
    return this.#options.provider
  }

  declaration(spec: Value): ResourceDeclaration {
    const at = { file: this.#options.folder === undefined ? 'thing.yaml' : `${this.#options.folder}/thing.yaml`, start: place, end: place }
    return resourceDeclaration({
      address: this.address,
      name: 'thing',
      kind: this.provider.kind,
      folder: this.#options.folder ?? '',
      spec: shown(spec).value as ResourceDeclaration['spec'],
      at,
      locate: (path) => ({ ...at, file: `${at.file}#/${path.join('/')}` }),
    })
  }

  /** A context of its own for every use, as the engine makes them. */
  context(signal: AbortSignal = new AbortController().signal): ProviderContext {
    const { projectRoot, workFolder, environment = {}, timeoutMs = null } = this.#options
    this.#steps++
    return {
      signal,
      timeoutMs,
      processEnvironment: environment,
      childEnvironment: () => Promise.resolve(environment),
      folder: `${workFolder}/step-${this.#steps}`,
      projectRoot,
      projectKey: 'project',
      log: (stream, line) => void this.said.push(`${stream}: ${line}`),
      progress: (message) => void this.said.push(message),
      warn: (message) => {
        this.said.push(message)
        this.warnings.push(message)
      },
      stateBackend: noStates,
    }
  }

  examine(spec: Value): Promise<Examined> {
    return this.provider.examine({ declaration: this.declaration(spec), spec }, this.context())
  }

  /** Null asks for the removal. */
  plan(spec: Value | null): Promise<PlanAnswer> {
    return this.provider.plan({ address: this.address, recorded: this.recorded, desired: this.desired(spec), ...this.#gate() }, this.context())
  }

  /** The change, where planning is expected to succeed. */
  async planned(spec: Value | null): Promise<PlannedChange> {
    const answer = await this.plan(spec)
    if (!answer.ok) throw new Error(`planning failed: ${answer.diagnostics.map(({ message }) => message).join('; ')}`)
    return answer.change
  }

  /** The request for a planned change as a plan file would hand it on. */
  request(spec: Value | null, change: PlannedChange, key = `key-${this.#steps}`): ApplyRequest {
    this.#lastFolder = '/nowhere'
    return { address: this.address, recorded: this.recorded, desired: this.desired(spec), ...this.#gate(), change: savedChange(change), key }
  }

  #gate(): { readonly upstream?: Upstream } {
    return this.provider.isGate ? { upstream: this.upstream } : {}
  }

  /** Runs one request; a success is recorded. */
  async run(request: ApplyRequest, signal?: AbortSignal): Promise<StepOutcome> {
    const context = this.context(signal)
    this.#lastFolder = context.folder
    const outcome = await this.provider.apply(request, context)
    const state = outcome.recorded
    if (state !== undefined) this.recorded = state === null ? null : this.#record(state, outcome.ok ? 'ready' : 'incomplete')
    return outcome
  }

  /** Plans and applies, replacements by the steps the engine makes of them; null for success, else how the failing step ended. */
  async apply(spec: Value | null): Promise<Extract<StepOutcome, { ok: false }> | null> {
    const change = await this.planned(spec)
    if (change.action === 'no-op' || change.action === 'read') return null
    if (change.action === 'forget') {
      this.recorded = null
      return null
    }
    if (change.action !== 'replace') return failureOf(await this.run(this.request(spec, change)))
    return this.provider.canCoexist ? this.#replaceBeside(spec, change) : this.#replaceInPlace(spec, change)
  }

  probe(request: ApplyRequest): Promise<ProbeAnswer> {
    return this.provider.probe({ ...request, folder: this.#lastFolder }, this.context())
  }

  async #replaceBeside(spec: Value | null, change: PlannedChange): Promise<Extract<StepOutcome, { ok: false }> | null> {
    const old = this.recorded
    const made = failureOf(await this.run(this.request(spec, change)))
    if (made !== null) return made
    const removal: ApplyRequest = { address: `${this.address}~1`, recorded: old, desired: null, change: removalChange, key: 'key-cleanup' }
    return failureOf(await this.provider.apply(removal, this.context()))
  }

  async #replaceInPlace(spec: Value | null, change: PlannedChange): Promise<Extract<StepOutcome, { ok: false }> | null> {
    const removed = failureOf(await this.run({ ...this.request(null, { ...change, action: 'delete' }), desired: null }))
    return removed ?? failureOf(await this.run(this.request(spec, { ...change, action: 'create' })))
  }

  private desired(spec: Value | null): ApplyRequest['desired'] {
    return spec === null ? null : { declaration: this.declaration(spec), spec }
  }

  #record(state: RecordedState, status: RecordedResource['status']): RecordedResource {
    const { attributes, attributesSensitive, outputs, outputsSensitive, memory } = state
    const kept: RecordedState = { attributes, attributesSensitive, outputs, outputsSensitive, memory }
    return {
      ...(JSON.parse(JSON.stringify(kept)) as RecordedState),
      address: this.address,
      environment: 'dev',
      name: 'thing',
      kind: this.provider.kind,
      revision: (this.recorded?.revision ?? 0) + 1,
      status,
      owns: [],
      dependencies: [],
      preventDestroy: false,
      onRemove: null,
      declared: null,
      run: 'run-1',
      updatedAt: 0,
    }
  }
}

const place = { line: 1, column: 1, offset: 0 }

const removalChange: ApplyRequest['change'] = { action: 'delete', before: null, after: null, replacePaths: [], memory: null, artifacts: {} }

function failureOf(outcome: StepOutcome): Extract<StepOutcome, { ok: false }> | null {
  return outcome.ok ? null : outcome
}

/** What is left of a change once it went through a plan file: no secret, and nothing that is not JSON. */
function savedChange(change: PlannedChange): ApplyRequest['change'] {
  const { action, replacePaths, memory, artifacts } = change
  const saved = { action, replacePaths, memory, artifacts, before: shown(change.before).value, after: shown(change.after).value }
  return JSON.parse(JSON.stringify(saved)) as ApplyRequest['change'] & { before: Json; after: Json }
}

/** A change as people and programs may see it. */
export function visible(change: PlannedChange): string {
  const outputs: Value = change.outputs === unknown ? unknown : change.outputs
  return JSON.stringify({ ...change, before: shown(change.before), after: shown(change.after), outputs: shown(outputs) })
}
