import type { GenesisEvent } from '../../../src/events/event.ts'
import type { Failure } from '../../../src/events/outcome.ts'

const at = Date.UTC(2030, 0, 1)
const run = 'run-1'

/** What Terraform said, on several lines. */
export const terraformFailure: Failure = {
  reason: 'terraform-failed',
  message: 'Error: creating the database\n\n  on stacks/database/main.tf line 12, in resource "x" "y":\n  12: resource "x" "y" {\n\nno space left\n',
  hint: 'genesis terraform dev/database -- plan',
  transient: false,
  indeterminate: false,
}

/** A failure that goes away. */
export const transientFailure: Failure = { reason: 'timed-out', message: 'no answer in 10s', transient: true, indeterminate: false }

/** Short ways to write events of one run. */
export const event = {
  planning: (resources: number): GenesisEvent => ({ type: 'planning-started', at, environment: 'dev', resources }),
  lookingAt: (address: string): GenesisEvent => ({ type: 'resource-planning', at, address }),
  planned: (address: string, action: 'no-op' | 'create' = 'create'): GenesisEvent => ({ type: 'resource-planned', at, address, action, exactness: 'exact' }),
  run: (steps: number, mode: 'apply' | 'destroy' = 'apply'): GenesisEvent => ({ type: 'run-started', at, run, environment: 'dev', mode, part: null, steps }),
  started: (address: string, attempt = 1): GenesisEvent => ({ type: 'step-started', at, run, step: `${address}#create`, address, action: 'create', attempt }),
  progress: (address: string, message: string, count: { done?: number; total?: number } = {}): GenesisEvent => ({
    type: 'step-progress',
    at,
    address,
    message,
    ...count,
  }),
  retrying: (address: string, failure = transientFailure): GenesisEvent => ({
    type: 'step-retrying',
    at,
    run,
    step: `${address}#create`,
    address,
    attempt: 1,
    delayMs: 2000,
    failure,
  }),
  succeeded: (address: string, durationMs = 1200): GenesisEvent => ({
    type: 'step-succeeded',
    at,
    run,
    step: `${address}#create`,
    address,
    action: 'create',
    durationMs,
  }),
  failed: (address: string, failure = terraformFailure, durationMs = 3000): GenesisEvent => ({
    type: 'step-failed',
    at,
    run,
    step: `${address}#create`,
    address,
    action: 'create',
    durationMs,
    failure,
  }),
  skipped: (address: string, because: string): GenesisEvent => ({
    type: 'step-skipped',
    at,
    run,
    step: `${address}#create`,
    address,
    action: 'create',
    because,
  }),
  recovered: (address: string, found: 'applied' | 'partly' | 'not-applied' | 'unknown', message: string | null = null): GenesisEvent => ({
    type: 'step-recovered',
    at,
    run,
    step: `${address}#create`,
    address,
    action: 'create',
    found,
    message,
  }),
  output: (address: string, line: string): GenesisEvent => ({ type: 'output-line', at, address, stream: 'stdout', line }),
  notice: (message: string, address?: string): GenesisEvent => ({
    type: 'notice',
    at,
    level: 'warning',
    code: 'tool-warning',
    message,
    ...(address === undefined ? {} : { address }),
  }),
  stopping: (level: 'graceful' | 'forced', running: readonly string[]): GenesisEvent => ({
    type: 'stopping',
    at,
    run,
    environment: 'dev',
    mode: 'apply',
    level,
    running: running.map((address) => ({ address, action: 'create', durationMs: 12_000 })),
  }),
  ended: (
    outcome: Extract<GenesisEvent, { type: 'run-ended' }>['outcome'],
    counts: Partial<Extract<GenesisEvent, { type: 'run-ended' }>['counts']> = {},
  ): GenesisEvent => ({
    type: 'run-ended',
    at,
    run,
    outcome,
    counts: { succeeded: 0, failed: 0, skipped: 0, indeterminate: 0, awaitingApproval: 0, ...counts },
    durationMs: 12_000,
  }),
}

/** A run with everything in it that can happen to a step. */
export const eventfulRun: readonly GenesisEvent[] = [
  event.notice('the store has no backup'),
  event.recovered('dev/network', 'applied'),
  event.planning(3),
  event.lookingAt('dev/network'),
  event.planned('dev/network'),
  event.planned('dev/same', 'no-op'),
  event.run(4),
  event.started('dev/network'),
  event.output('dev/network', 'Initializing the backend...'),
  event.progress('dev/network', 'terraform_data.x: Creating...', { done: 1, total: 3 }),
  event.progress('dev/network', 'terraform_data.x: Creating...', { done: 1, total: 3 }),
  event.retrying('dev/network'),
  event.started('dev/network', 2),
  event.notice('deprecated argument', 'dev/network'),
  event.succeeded('dev/network'),
  event.started('dev/database'),
  event.failed('dev/database'),
  event.skipped('dev/app', 'it waits for dev/database, which failed'),
  event.stopping('graceful', ['dev/other']),
  event.stopping('forced', ['dev/other']),
  event.ended('partial', { succeeded: 1, failed: 1, skipped: 2 }),
]
