import { isJsonObject, type Json, type JsonObject } from '../../events/json.ts'
import { hasUnknown, reveal, type Value } from '../../expressions/value.ts'
import { durationMs } from '../../manifest/duration.ts'
import { readArgv, readShownText, type Argv } from '../argv.ts'
import { specField } from '../spec-field.ts'
import type { SpecProblem } from '../spec-problem.ts'

/** A status that will do: one, or a class of them like `2xx`. */
export type ExpectedStatus = number | string

/** A request, and which answer is a good one. Texts may be secrets. */
export interface HttpQuestion {
  readonly kind: 'http'
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly expect: {
    readonly status: readonly ExpectedStatus[]
    /** Null for nothing. */
    readonly contains: string | null
    /** By JSON pointer. */
    readonly json: JsonObject
  }
}

/** What is asked, once everything is known. */
export type Question =
  | HttpQuestion
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'command'; readonly run: Argv; readonly inputs: Json; readonly workingDirectory: string }

/** How often is asked, and for how long. */
export interface Pace {
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly successThreshold: number
  /** Null: only the deadline ends it. */
  readonly failureThreshold: number | null
  readonly initialDelayMs: number
  readonly deadlineMs: number
}

/** The spec of a HealthCheck with its defaults. `question` is null while a part of it is unknown. */
export interface HealthCheckSpec {
  readonly question: Question | null
  readonly pace: Pace
}

/** The spec, or all that is wrong with it. */
export type ReadHealthCheckSpec = { readonly ok: true; readonly spec: HealthCheckSpec } | { readonly ok: false; readonly problems: readonly SpecProblem[] }

/** Reads a spec whose shape the schema has checked. */
export function readHealthCheckSpec(spec: Value): ReadHealthCheckSpec {
  const problems: SpecProblem[] = []
  const report = (problem: SpecProblem): void => void problems.push(problem)
  const pace = readPace(spec, report)
  const question = readQuestion(spec, report)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, spec: { question, pace } }
}

type ReportProblem = (problem: SpecProblem) => void

function readPace(spec: Value, report: ReportProblem): Pace {
  const duration = (name: string, standard: number): number => durationMs(plain(specField(spec, name))) ?? standard
  const count = (name: string): number | null => {
    const value = plain(specField(spec, name))
    return typeof value === 'number' ? value : null
  }
  const pace: Pace = {
    intervalMs: duration('interval', 5_000),
    timeoutMs: duration('timeout', 5_000),
    successThreshold: count('successThreshold') ?? 1,
    failureThreshold: count('failureThreshold'),
    initialDelayMs: duration('initialDelay', 0),
    deadlineMs: duration('deadline', 300_000),
  }
  const soonestMs = pace.initialDelayMs + (pace.successThreshold - 1) * pace.intervalMs
  if (soonestMs >= pace.deadlineMs) {
    const message = `it could not pass before its deadline: ${pace.successThreshold} in a row take ${soonestMs / 1000} s, the deadline is ${pace.deadlineMs / 1000} s`
    report({ code: 'invalid-value', message, hint: 'set a later deadline, or ask more often', path: ['deadline'] })
  }
  return pace
}

function readQuestion(spec: Value, report: ReportProblem): Question | null {
  const http = specField(spec, 'http')
  if (http !== undefined) return readHttp(http, report)
  const tcp = specField(spec, 'tcp')
  if (tcp !== undefined) return readTcp(tcp)
  const command = specField(spec, 'command')
  return command === undefined ? null : readCommand(command, report)
}

function readHttp(http: Value, report: ReportProblem): HttpQuestion | null {
  const url = plain(specField(http, 'url'))
  if (typeof url === 'string') {
    const problem = urlProblem(url)
    if (problem !== null) report({ code: 'invalid-value', ...problem, path: ['http', 'url'] })
  }
  if (hasUnknown(http) || typeof url !== 'string') return null
  const { method, headers, body, expect } = object(reveal(http))
  const { status, contains, json } = object(expect)
  return {
    kind: 'http',
    url,
    method: typeof method === 'string' ? method : 'GET',
    headers: texts(object(headers)),
    body: typeof body === 'string' ? body : null,
    expect: { status: statuses(status), contains: typeof contains === 'string' ? contains : null, json: object(json) },
  }
}

/** The address itself is not quoted: it may be a secret. */
function urlProblem(text: string): { readonly message: string; readonly hint: string } | null {
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    return { message: 'http.url is no address of the web', hint: 'write it whole, like https://app.example.org/healthz' }
  if (url.username !== '' || url.password !== '')
    return { message: 'http.url holds a user or a password', hint: 'give them in headers: Authorization: ${"Basic " + secrets.NAME}' }
  return null
}

function statuses(value: Json | undefined): readonly ExpectedStatus[] {
  const list = value === undefined || value === null ? ['2xx'] : Array.isArray(value) ? (value as readonly Json[]) : [value]
  return list.filter((item) => typeof item === 'number' || typeof item === 'string')
}

function texts(from: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(from).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

function readTcp(tcp: Value): Question | null {
  const { host, port } = object(hasUnknown(tcp) ? {} : reveal(tcp))
  return typeof host === 'string' && typeof port === 'number' ? { kind: 'tcp', host, port } : null
}

function readCommand(command: Value, report: ReportProblem): Question | null {
  const run = readArgv(specField(command, 'run') ?? [], { path: ['command', 'run'], example: '[./scripts/smoke-test.sh]' })
  const workingDirectory = readShownText(specField(command, 'workingDirectory') ?? '.')
  if (!run.ok) report(run.problem)
  if (workingDirectory === null) {
    const path = ['command', 'workingDirectory']
    report({ code: 'wrong-type', message: 'command.workingDirectory must be text that may be shown', path })
  }
  if (!run.ok || workingDirectory === null) return null
  const inputs = specField(command, 'inputs') ?? {}
  return { kind: 'command', run: run.argv, inputs: reveal(inputs), workingDirectory }
}

function object(value: Json | undefined): JsonObject {
  return value !== undefined && isJsonObject(value) ? value : {}
}

function plain(value: Value | undefined): Json {
  return value === undefined ? null : reveal(value)
}
