import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Json } from '../../../src/events/json.ts'
import { checkForLeaks } from '../leak-check.ts'
import { tempFolder } from '../temp-folder.ts'
import { attachProvider } from './attach-provider.ts'
import { installMirror, type MirrorOptions } from './install-mirror.ts'
import type { Ledger } from './ledger/ledger.ts'
import { startLedger } from './ledger/start-ledger.ts'
import { hostProvider } from './provider-host.ts'
import { providerEnvironment } from './provider-environment.ts'
import { writeCliConfig } from './write-cli-config.ts'

/** How a lab's Terraforms come by the provider: attached to this process, started from a mirror, or started from a mirror and served by this process. */
export type LabOptions =
  { readonly how: 'attached'; readonly caller?: string } | ({ readonly how: 'mirror' | 'hosted'; readonly caller?: string } & MirrorOptions)

/** How a Terraform ended, and all that it said. */
export interface TerraformResult {
  /** Null where a signal ended it. */
  readonly code: number | null
  readonly said: string
}

/** A Terraform that runs. */
export interface RunningTerraform {
  readonly pid: number
  readonly signal: (signal: NodeJS.Signals) => void
  /** Waits until its output holds the text. */
  readonly said: (text: string) => Promise<void>
  readonly ended: Promise<TerraformResult>
}

/** A ledger with a provider for one test, and root modules that Terraform by hand works in. All of it ends with the test. */
export class Lab {
  readonly folder: string
  readonly ledger: Ledger
  /** What tells Terraform of the provider, and the provider of the ledger. */
  readonly environment: Readonly<Record<string, string>>

  private constructor(folder: string, ledger: Ledger, environment: Readonly<Record<string, string>>) {
    this.folder = folder
    this.ledger = ledger
    this.environment = environment
  }

  static async open(options: LabOptions = { how: 'attached' }): Promise<Lab> {
    const folder = tempFolder()
    checkForLeaks(folder)
    const { ledger, address, close } = await startLedger(folder)
    onTestFinished(close)
    const { caller } = options
    if (options.how === 'attached') {
      const attached = await attachProvider(ledger, { folder, ...(caller === undefined ? {} : { caller }) })
      onTestFinished(() => attached.close())
      return new Lab(folder, ledger, providerEnvironment({ reattach: attached.reattach }))
    }
    if (options.how === 'hosted') {
      const host = hostProvider(ledger, folder)
      onTestFinished(() => host.close())
    }
    const cliConfig = writeCliConfig(folder, { mirror: await installMirror(folder, options) })
    return new Lab(folder, ledger, providerEnvironment({ ledger: address, cliConfig, ...(caller === undefined ? {} : { caller }) }))
  }

  /** Writes a module's `main.tf`; the module's folder. */
  write(module: string, text: string): string {
    const folder = join(this.folder, module)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'main.tf'), text)
    return folder
  }

  /** Starts Terraform in a module's folder. A killed one's provider ends by itself. */
  start(module: string, ...argv: readonly string[]): RunningTerraform {
    const { PATH = '', HOME = '' } = process.env
    const env = { PATH, HOME, CHECKPOINT_DISABLE: '1', TF_INPUT: '0', TF_CLI_ARGS: '-no-color', ...this.environment }
    return startProgram('terraform', argv, { cwd: join(this.folder, module), env })
  }

  /** Starts the provider of the mirror as a person would, who takes it for a program. */
  startProvider(): Promise<TerraformResult> {
    const mirror = join(this.folder, 'mirror')
    const program = readdirSync(mirror, { recursive: true, encoding: 'utf8' }).find((path) => /\/terraform-provider-lab_v[^/]*$/u.test(path))
    return startProgram(join(mirror, program ?? ''), [], { cwd: this.folder, env: {} }).ended
  }

  terraform(module: string, ...argv: readonly string[]): Promise<TerraformResult> {
    return this.start(module, ...argv).ended
  }

  /** Writes a module, initialises its folder and applies it. */
  async bring(module: string, text: string): Promise<TerraformResult> {
    this.write(module, text)
    const { code, said } = await this.terraform(module, 'init')
    return code === 0 ? this.apply(module) : { code, said }
  }

  apply(module: string): Promise<TerraformResult> {
    return this.terraform(module, 'apply', '-auto-approve')
  }

  /** The exit code says: 0 nothing to do, 1 failed, 2 changes. */
  plan(module: string): Promise<TerraformResult> {
    return this.terraform(module, 'plan', '-detailed-exitcode')
  }

  /** The resources in a module's local state, `type.name[key]`, with their status where it is not a good one. */
  inState(module: string): readonly string[] {
    const { resources } = this.stateOf(module) as unknown as { readonly resources: readonly StateResource[] }
    return resources.flatMap(({ mode, type, name, instances }) =>
      instances.map(({ index_key: key, status }) => {
        const address = `${mode === 'data' ? 'data.' : ''}${type}.${name}${key === undefined ? '' : `[${key}]`}`
        return status === undefined ? address : `${address} ${status}`
      }),
    )
  }

  stateOf(module: string): Json {
    return JSON.parse(readFileSync(join(this.folder, module, 'terraform.tfstate'), 'utf8')) as Json
  }

  writeState(module: string, text: string): void {
    writeFileSync(join(this.folder, module, 'terraform.tfstate'), text)
  }
}

function startProgram(program: string, argv: readonly string[], options: { readonly cwd: string; readonly env: Record<string, string> }): RunningTerraform {
  const child = spawn(program, argv, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  const ended = new Promise<TerraformResult>((resolve) => child.once('close', (code) => resolve({ code, said })))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    pid: child.pid ?? 0,
    signal: (signal) => void child.kill(signal),
    said: (text) => expect.poll(() => said, { timeout: 20_000 }).toContain(text),
    ended,
  }
}

interface StateResource {
  readonly mode: string
  readonly type: string
  readonly name: string
  readonly instances: readonly { readonly index_key?: string | number; readonly status?: string }[]
}
