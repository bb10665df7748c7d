import type { Failure } from '../../events/outcome.ts'
import type { ApplyRequest, ProviderContext, StepOutcome } from '../../plan/provider.ts'
import { toFailure } from '../spec-problem.ts'
import { completeRecord } from './complete-record.ts'
import type { CommandPorts } from './command-ports.ts'
import { outputsFrom, readRecord, toState, type CommandRecord } from './command-record.ts'
import { deleteCommand } from './delete-command.ts'
import { resolveCommand, type WantedCommand } from './resolve-command.ts'
import { runCommand, type CommandResult } from './run-command.ts'

/** Carries out the plan of a Command. What a program left half done is recorded, so that it is neither lost nor made twice. */
export async function applyCommand(ports: CommandPorts, request: ApplyRequest, context: ProviderContext): Promise<StepOutcome> {
  const { action } = request.change
  switch (action) {
    case 'create':
    case 'update':
    case 'replace':
    case 'adopt':
      return make(ports, request, context)
    case 'delete':
      return deleteCommand(ports, request, context)
    case 'forget':
      return { ok: true, recorded: null }
    case 'no-op':
    case 'read':
    case 'move':
    case 'protect':
    case 'unprotect':
      return { ok: true, recorded: request.recorded }
    default:
      return action satisfies never
  }
}

async function make(ports: CommandPorts, request: ApplyRequest, context: ProviderContext): Promise<StepOutcome> {
  const { desired, recorded } = request
  if (desired === null) return { ok: true, recorded }
  const resolved = await resolveCommand(ports, desired, context.projectRoot)
  if (!resolved.ok) return { ok: false, failure: joined(resolved.problems.map(toFailure)) }
  const job = { request, wanted: resolved.wanted, record: recorded === null ? null : readRecord(recorded) }
  switch (request.change.action) {
    case 'adopt':
      return { ok: true, recorded: toState(recordOf(job.wanted, outputsFrom(job.record?.outputs ?? {}, job.wanted.inputs), 'made')) }
    case 'update':
      return job.record === null ? create(ports, job, context) : update(ports, { ...job, record: job.record }, context)
    case 'replace': {
      const removed = await deleteCommand(ports, { ...request, desired: null }, context)
      return removed.ok ? create(ports, { ...job, record: null }, context) : removed
    }
    default:
      return create(ports, { ...job, record: null }, context)
  }
}

interface Job {
  readonly request: ApplyRequest
  readonly wanted: WantedCommand
  readonly record: CommandRecord | null
}

async function create(ports: CommandPorts, job: Job, context: ProviderContext): Promise<StepOutcome> {
  const result = await run(ports, { ...job, verb: 'create' }, context)
  return outcomeOf(result, job.wanted, recordOf(job.wanted, job.record?.outputs ?? {}, 'creating'))
}

/** Without an update program, create runs again; it is told what is recorded. */
async function update(ports: CommandPorts, job: Job & { readonly record: CommandRecord }, context: ProviderContext): Promise<StepOutcome> {
  const { programs, workingDirectory } = job.wanted
  const place = { read: programs.read, workingDirectory: workingDirectory.realPath, key: job.request.key }
  const record = await completeRecord(ports, { ...place, record: job.record }, context)
  const result = await run(ports, { ...job, record, verb: programs.update === undefined ? 'create' : 'update' }, context)
  // A program that failed may have done nothing at all: with the old inputs on record, the next plan asks for the same update again.
  const left = result.kind === 'failed' ? record : recordOf(job.wanted, record.outputs, 'made')
  return outcomeOf(result, job.wanted, left)
}

function run(ports: CommandPorts, job: Job & { readonly verb: 'create' | 'update' }, context: ProviderContext): Promise<CommandResult> {
  const { wanted, record, request, verb } = job
  const argv = wanted.programs[verb] ?? wanted.programs.create
  if (argv === undefined) return Promise.resolve({ kind: 'failed', failure: noCreate, started: false })
  const call = { verb, argv, workingDirectory: wanted.workingDirectory.realPath, inputs: wanted.inputs, recorded: record?.outputs ?? null, key: request.key }
  return runCommand(ports, call, context)
}

const noCreate: Failure = { reason: 'refused', message: 'a Command needs a create program', transient: false, indeterminate: false }

function outcomeOf(result: CommandResult, wanted: WantedCommand, left: CommandRecord): StepOutcome {
  if (result.kind === 'failed') return { ok: false, failure: result.failure, ...(result.started ? { recorded: toState(left) } : {}) }
  const { answer } = result
  const done = (object: CommandRecord['outputs']): StepOutcome => ({
    ok: true,
    recorded: toState(recordOf(wanted, outputsFrom(object, wanted.inputs), 'made')),
  })
  switch (answer.kind) {
    case 'object':
      return done(answer.object)
    case 'empty':
      return done({})
    case 'null':
    case 'bad': {
      const message = result.describe(answer.kind === 'null' ? 'null' : answer.message)
      const hint = 'it ended well, so that it has probably acted; it must print a JSON object, or nothing'
      return { ok: false, failure: { reason: 'bad-answer', message, hint, transient: false, indeterminate: false }, recorded: toState(left) }
    }
    default:
      return answer satisfies never
  }
}

function recordOf({ inputs, programs, workingDirectory }: WantedCommand, outputs: CommandRecord['outputs'], stage: CommandRecord['stage']): CommandRecord {
  return { inputs, programs, workingDirectory: workingDirectory.fromRoot, outputs, stage }
}

function joined(failures: readonly Failure[]): Failure {
  const [first = noCreate] = failures
  return { ...first, message: failures.map(({ message }) => message).join('\n') }
}
