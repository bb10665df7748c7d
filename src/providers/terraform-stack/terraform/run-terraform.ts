import type { ProviderContext } from '../../../plan/provider.ts'
import type { ProcessExit } from '../../../ports/processes.ts'
import { runProgram } from '../../run-program.ts'
import type { StackPorts } from '../stack-ports.ts'
import type { Binary } from './binary.ts'
import { parseMessage, type TerraformMessage } from './terraform-message.ts'

/** Everything that a Terraform command for one stack needs beside its arguments. */
export interface TerraformSite {
  readonly ports: Pick<StackPorts, 'files' | 'processes' | 'clock' | 'random'>
  readonly context: Pick<ProviderContext, 'folder' | 'signal' | 'timeoutMs' | 'log' | 'givesWay'>
  readonly binary: Binary
  /** The root module's folder. */
  readonly workingDirectory: string
  readonly environment: Readonly<Record<string, string>>
}

/** One command. */
export interface TerraformCall {
  readonly argv: readonly [string, ...string[]]
  /** How long it may take to stop after the interrupt. */
  readonly graceMs: number
  /** Where its lines go: read as messages and logged (default), or nowhere, for output that may hold secrets. */
  readonly output?: 'messages' | 'private'
  readonly onMessage?: (message: TerraformMessage) => void
}

/** How the command ended. */
export interface TerraformEnd {
  readonly exit: ProcessExit
  readonly interrupted: boolean
  readonly timedOut: boolean
  /** Those of a known type, in the order in which they came. */
  readonly messages: readonly TerraformMessage[]
  /** Lines that are no messages, both streams in the order in which they came; bounded. */
  readonly lines: readonly string[]
  /** The process's private folder, with the whole of its output. */
  readonly folder: string
}

const maxLines = 2000

/** Runs one command to its end. Never rejects for what Terraform does. */
export async function runTerraform(site: TerraformSite, call: TerraformCall): Promise<TerraformEnd> {
  const { ports, context } = site
  const folder = `${context.folder}/${call.argv[0]}-${ports.random.id()}`
  await ports.files.makeDirectory(folder, { mode: 0o700 })
  const messages: TerraformMessage[] = []
  const lines: string[] = []
  const request = {
    argv: [site.binary.path, ...call.argv] as const,
    workingDirectory: site.workingDirectory,
    environment: site.environment,
    folder,
    ...(context.givesWay === true ? { givesWay: true } : {}),
    ...(call.output === 'private' ? {} : { onLine: reader({ messages, lines, call, log: context.log }) }),
  }
  const result = await runProgram(ports.processes, ports.clock, { request, signal: context.signal, timeoutMs: context.timeoutMs, graceMs: call.graceMs })
  return { ...result, messages, lines, folder }
}

interface ReaderOptions {
  readonly messages: TerraformMessage[]
  readonly lines: string[]
  readonly call: TerraformCall
  readonly log: ProviderContext['log']
}

function reader({ messages, lines, call, log }: ReaderOptions): (stream: 'stdout' | 'stderr', line: string) => void {
  return (stream, line) => {
    const message = stream === 'stdout' ? parseMessage(line) : null
    if (message === null) {
      if (lines.length < maxLines) lines.push(line)
      if (line !== '') log(stream, line)
      return
    }
    if (message.type !== 'other') messages.push(message)
    call.onMessage?.(message)
    for (const part of message.text.split('\n')) log(stream, part)
  }
}
