/**
 * Loaded into an engine by `--import`, before anything of it: kills its own process where `GENESIS_DOOM` says. The engine is the one that is
 * shipped; only what it calls of Node is watched: statements and commits of SQLite, starts of programs, renames of files.
 */
import childProcess from 'node:child_process'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename, dirname } from 'node:path'
import { DatabaseSync, StatementSync, type SQLInputValue, type StatementResultingChanges } from 'node:sqlite'
import type { CrashPoint, Phase } from './crash-point.ts'

/** Where to die: at a point, or at the nth thing that is watched after a run of a mode began, at the latest when that run has ended. */
export type Doom = { readonly kind: 'point'; readonly point: CrashPoint } | { readonly kind: 'nth'; readonly mode: 'apply' | 'recover'; readonly nth: number }

const doom = JSON.parse(process.env['GENESIS_DOOM'] ?? 'null') as Doom | null
/** The phases that the open transaction comes to once it is committed. */
let written: { readonly step: string; readonly phase: Phase }[] = []
/** What runs: none, or the run of the mode with so many things seen. */
let seen: number | null = null
let endsRun = false

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  // The signal comes before the next turn; nothing may be done until then.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)
}

function reach(step: string, phase: Phase): void {
  if (doom?.kind === 'point' && doom.point.step === step && doom.point.phase === phase) die()
}

function count(): void {
  if (doom?.kind !== 'nth' || seen === null) return
  if (++seen >= doom.nth) die()
}

/** `dev/stack-1` is the resource `stack-1`. */
function stepOf(address: SQLInputValue | undefined): string {
  return typeof address === 'string' ? address.slice(address.indexOf('/') + 1) : ''
}

const runStatement = StatementSync.prototype.run as (this: StatementSync, ...parameters: readonly SQLInputValue[]) => StatementResultingChanges
StatementSync.prototype.run = function (this: StatementSync, ...all: readonly unknown[]) {
  const parameters = all as readonly SQLInputValue[]
  const [, table = ''] = /^INSERT INTO (\w+)/u.exec(this.sourceSQL) ?? []
  const about = table === 'journal' ? phasesOfEntry(parameters) : table === 'terraform_states' ? phasesOfState(parameters) : null
  if (about !== null) reach(about.step, about.before)
  const result = runStatement.apply(this, [...parameters])
  if (about !== null) {
    reach(about.step, about.written)
    written.push({ step: about.step, phase: about.durable })
  }
  if (table === 'runs' && doom?.kind === 'nth' && parameters[2] === doom.mode) seen ??= 0
  if (/^UPDATE runs SET ended_at = \?, outcome = \?, counts/u.test(this.sourceSQL) && seen !== null) endsRun = true
  count()
  return result
}

interface PhasesOf {
  readonly step: string
  readonly before: Phase
  readonly written: Phase
  readonly durable: Phase
}

function phasesOfEntry([, type, , address]: readonly SQLInputValue[]): PhasesOf {
  const step = stepOf(address)
  return type === 'begin'
    ? { step, before: 'begin-unwritten', written: 'begin-written', durable: 'begin-durable' }
    : { step, before: 'end-unwritten', written: 'end-written', durable: 'end-durable' }
}

function phasesOfState([address]: readonly SQLInputValue[]): PhasesOf {
  return { step: stepOf(address), before: 'state-before', written: 'state-written', durable: 'state-after' }
}

const exec = DatabaseSync.prototype.exec
DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
  if (sql === 'BEGIN IMMEDIATE') written = []
  exec.call(this, sql)
  if (sql !== 'COMMIT') return
  const reached = written
  written = []
  for (const { step, phase } of reached) reach(step, phase)
  count()
  if (endsRun) die()
}

/** The wrapper's private folder is among the arguments: `…/runs/RUN/dev.stack-1.create/apply-ID`. */
const spawn = childProcess.spawn as (...words: unknown[]) => unknown
childProcess.spawn = ((...words: unknown[]) => {
  const folder = (Array.isArray(words[1]) ? (words[1] as unknown[]) : []).find((word) => typeof word === 'string' && word.startsWith('/')) as string | undefined
  const [, step = ''] = /^dev\.([^.]+)/u.exec(basename(dirname(folder ?? ''))) ?? []
  const acts = /^(?:apply-|create)/u.test(basename(folder ?? ''))
  if (acts) reach(step, 'program-unstarted')
  const child = spawn(...words)
  if (acts) reach(step, 'program-started')
  else if (basename(folder ?? '').startsWith('plan-')) reach(step, 'planning')
  count()
  return child
}) as unknown as typeof childProcess.spawn

const rename = fs.rename
const watchedRename: (...parameters: Parameters<typeof rename>) => void = (from, to, done) => {
  const [, step = ''] = typeof to === 'string' ? (/\/out\/(file-\d+)\.txt$/u.exec(to) ?? []) : []
  reach(step, 'effect-before')
  rename(from, to, (error) => {
    reach(step, 'effect-after')
    count()
    done(error)
  })
}
fs.rename = watchedRename as typeof rename

syncBuiltinESMExports()
