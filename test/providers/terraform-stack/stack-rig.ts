import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { gitCli } from '../../../src/adapters/git-cli.ts'
import { kernelLocks } from '../../../src/adapters/kernel-locks.ts'
import { nodeFiles } from '../../../src/adapters/node-files.ts'
import { nodeHttp } from '../../../src/adapters/node-http.ts'
import { nodeProcesses } from '../../../src/adapters/node-processes.ts'
import { systemClock } from '../../../src/adapters/system-clock.ts'
import { systemRandom } from '../../../src/adapters/system-random.ts'
import { createStateBackend } from '../../../src/apply/state-backend.ts'
import type { Json, JsonObject } from '../../../src/events/json.ts'
import { isJsonObject } from '../../../src/events/json.ts'
import type { Value } from '../../../src/expressions/value.ts'
import type { ResourceDeclaration } from '../../../src/manifest/manifest.ts'
import type { Action } from '../../../src/plan/action.ts'
import type {
  ApplyRequest,
  Examined,
  KeptState,
  PlanAnswer,
  PlannedChange,
  Provider,
  ProviderContext,
  StateCopy,
  StepOutcome,
} from '../../../src/plan/provider.ts'
import type { RecordedResource, RecordedState } from '../../../src/plan/recorded-resource.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import type { RunToken } from '../../../src/ports/store.ts'
import { createTerraformStackProvider } from '../../../src/providers/terraform-stack/terraform-stack-provider.ts'
import { checkForLeaks } from '../../rig/leak-check.ts'
import { tempFolder } from '../../rig/temp-folder.ts'

/** Whether the tests that run the real Terraform can run. Where it is missing they are skipped, with this name in the report. */
export const hasTerraform = isInstalled('terraform')

/** Says it in the report: `describe.skipIf(!hasTerraform)(withTerraform('…'), …)`. */
export function withTerraform(name: string): string {
  return hasTerraform ? name : `${name} (skipped: the program "terraform" is not installed)`
}

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Files by their path below the project's root. */
export type Tree = Readonly<Record<string, string>>

const token: RunToken = { run: 'run1', environment: 'dev', token: 1 }

/** One stack, `dev/app`, put through the real Terraform as the engine does it: a project in a git repository, a cache, kept states. */
export class StackRig {
  readonly base = tempFolder()
  readonly cache = join(this.base, 'cache')
  readonly address: string
  /** Every version of every kept state. */
  readonly states = new Map<string, KeptState[]>()
  /** Every copy of a state in a backend of its own. */
  readonly copies = new Map<string, StateCopy[]>()
  readonly log: string[] = []
  readonly warnings: string[] = []
  readonly progress: string[] = []
  recorded: RecordedResource | null = null
  /** Beside PATH and HOME. */
  environment: Record<string, string> = {}
  root: string
  provider: Provider
  #steps = 0

  constructor(files: Tree, { address = 'dev/app', git = true }: { address?: string; git?: boolean } = {}) {
    checkForLeaks(this.base)
    this.address = address
    this.root = join(this.base, 'project')
    this.write(files)
    if (git) this.git('init', '-q')
    this.provider = this.makeProvider()
  }

  /** A provider that remembers nothing of an earlier one, as in a new process. */
  makeProvider(clock: Clock = systemClock()): Provider {
    const environment = outside()
    return createTerraformStackProvider({
      files: nodeFiles(),
      locks: kernelLocks(),
      processes: nodeProcesses(),
      git: gitCli({ environment }),
      clock,
      random: systemRandom(systemClock()),
      cacheFolder: this.cache,
    })
  }

  write(files: Tree): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true })
      writeFileSync(join(this.root, path), text)
    }
  }

  /** Waits until a line of output holds the text. */
  async logged(text: string): Promise<void> {
    await expect.poll(() => this.log.some((line) => line.includes(text)), { timeout: 20_000 }).toBe(true)
  }

  /** How often a Terraform command was run; '' for all of them. */
  runsOf(command: string): number {
    const steps = join(this.base, 'steps')
    return readdirSync(steps, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('/process') && path.includes(`/${command}`)).length
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true })
  }

  removeCache(): void {
    rmSync(this.cache, { recursive: true })
  }

  makeExecutable(path: string): void {
    chmodSync(join(this.root, path), 0o755)
  }

  git(...argv: readonly string[]): void {
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...argv], { cwd: this.root, stdio: 'pipe' })
  }

  /** The project in another folder, as a second clone has it. */
  clone(): void {
    const copy = join(this.base, `clone-${this.#steps}`)
    cpSync(this.root, copy, { recursive: true, verbatimSymlinks: true })
    this.root = copy
    this.provider = this.makeProvider()
  }

  declaration(spec: Value): ResourceDeclaration {
    const at = { file: 'system/app.yaml', start: place, end: place }
    const [environment = '', name = ''] = this.address.split('/')
    const declared = {
      address: this.address,
      environment,
      name,
      base: name,
      each: null,
      kind: 'TerraformStack',
      labels: {},
      folder: 'system',
      spec: isJsonObject(spec) ? spec : {},
      source: null,
      template: null,
      defaultVariables: [],
      lifecycle: { preventDestroy: false, onFailure: 'continue' as const, onRemove: null, ignoreChanges: [], checkpoint: false, timeoutMs: null },
      dependsOn: [],
      movedFrom: [],
      formerDocuments: [],
      at,
      locate: (path: readonly (string | number)[]) => ({ ...at, file: `${at.file}#/${path.join('/')}` }),
      layersAt: () => [],
    }
    return declared
  }

  context({ mayWrite, signal = new AbortController().signal }: { mayWrite: boolean; signal?: AbortSignal }): ProviderContext {
    this.#steps++
    const backend = createStateBackend({
      http: nodeHttp(),
      store: {
        terraformState: (address) => Promise.resolve(this.states.get(address)?.at(-1) ?? null),
        putTerraformState: (_, address, state) => {
          this.states.set(address, [...(this.states.get(address) ?? []), state])
          return Promise.resolve()
        },
        stateCopy: (address) => Promise.resolve(this.copies.get(address)?.at(-1) ?? null),
        putStateCopy: (_, address, copy) => {
          this.copies.set(address, [...(this.copies.get(address) ?? []), copy])
          return Promise.resolve()
        },
      },
      random: systemRandom(systemClock()),
      clock: systemClock(),
      token: mayWrite ? token : null,
    })
    onTestFinished(() => backend.close())
    return {
      signal,
      timeoutMs: null,
      processEnvironment: { ...outside(), ...this.environment },
      childEnvironment: () => Promise.resolve({ ...outside(), ...this.environment }),
      folder: join(this.base, 'steps', String(this.#steps)),
      projectRoot: this.root,
      projectKey: 'shop',
      log: (stream, line) => void this.log.push(`${stream}: ${line}`),
      progress: (message, count) => void this.progress.push(count === undefined ? message : `${count.done}/${count.total} ${message}`),
      warn: (message) => void this.warnings.push(message),
      stateBackend: backend,
    }
  }

  examine(spec: Value, isProtected = false): Promise<Examined> {
    return this.provider.examine({ declaration: this.declaration(spec), spec, isProtected }, this.context({ mayWrite: false }))
  }

  /** Null asks for the deletion. */
  plan(spec: Value | null): Promise<PlanAnswer> {
    return this.provider.plan(this.request(spec), this.context({ mayWrite: false }))
  }

  /** The plan, which must have been made. */
  async planned(spec: Value | null): Promise<PlannedChange> {
    const answer = await this.plan(spec)
    if (!answer.ok) throw new Error(answer.diagnostics.map((one) => one.message).join('\n'))
    return answer.change
  }

  async apply(spec: Value | null, change: ApplyRequest['change'], signal?: AbortSignal): Promise<StepOutcome> {
    const request = { ...this.request(spec), change, key: 'key' }
    const outcome = await this.provider.apply(request, this.context({ mayWrite: true, ...(signal === undefined ? {} : { signal }) }))
    if (outcome.recorded !== undefined) this.remember(outcome.recorded, outcome.ok ? 'ready' : 'incomplete')
    return outcome
  }

  /** Plans and applies; the action of the plan. */
  async bring(spec: Value | null): Promise<Action> {
    const change = await this.planned(spec)
    if (change.action === 'no-op') return 'no-op'
    const outcome = await this.apply(spec, change)
    if (!outcome.ok) throw new Error(outcome.failure.message)
    return change.action
  }

  request(spec: Value | null): { address: string; recorded: RecordedResource | null; desired: { declaration: ResourceDeclaration; spec: Value } | null } {
    return { address: this.address, recorded: this.recorded, desired: spec === null ? null : { declaration: this.declaration(spec), spec } }
  }

  remember(state: RecordedState | null, status: RecordedResource['status'] = 'ready'): void {
    const { environment, name, kind } = this.declaration({})
    const previous = this.recorded
    this.recorded =
      state === null
        ? null
        : {
            ...state,
            address: this.address,
            environment,
            name,
            kind,
            status,
            revision: (previous?.revision ?? 0) + 1,
            owns: [],
            dependencies: [],
            preventDestroy: false,
            onRemove: null,
            declared: null,
            run: 'run1',
            updatedAt: 0,
          }
  }

  /** The newest kept state, parsed. */
  keptState(): JsonObject {
    const body = JSON.parse(this.states.get(this.address)?.at(-1)?.body ?? '{}') as Json
    return isJsonObject(body) ? body : {}
  }
}

const place = { line: 1, column: 1, offset: 0 }

function outside(): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  return { PATH, HOME }
}
