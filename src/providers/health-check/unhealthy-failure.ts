import type { Failure } from '../../events/outcome.ts'
import type { Value } from '../../expressions/value.ts'
import { shellWords } from '../../plan/shell-words.ts'
import type { Instant } from '../../ports/clock.ts'
import { secretHider } from '../hide-secrets.ts'
import type { Pace, Question } from './health-check-spec.ts'
import type { Tally, Wait } from './wait-for-health.ts'

/** A check that did not pass. */
export interface Unhealthy {
  readonly question: Question
  readonly spec: Value
  readonly pace: Pace
  readonly wait: Wait
  readonly endedAt: Instant
}

/** Says what was asked, what came back, how often, until when, and how to look. */
export function unhealthyFailure({ question, spec, pace, wait, endedAt }: Unhealthy): Failure {
  const { tally, end } = wait
  const hide = secretHider([spec])
  const because = end === 'gave-up' ? `failed ${inRow(pace.failureThreshold ?? 0)}` : `did not become healthy within ${seconds(pace.deadlineMs)}`
  const lines = [
    `${hide(questionText(question))} ${because}, until ${new Date(endedAt).toISOString().replace(/\.\d+Z$/, 'Z')}`,
    `asked ${times(tally.asked)} in ${seconds(tally.tookMs)}, healthy ${times(tally.succeeded)}; wanted ${inRow(pace.successThreshold)}`,
    ...(tally.relapses > 0 ? [flappingText(tally)] : []),
    ...(tally.last === null ? [] : [`last answer: ${tally.last.text}`]),
  ]
  const hint = `look yourself: ${hide(lookText(question))}; what waits for it did not start, and the next apply asks again`
  return { reason: 'unhealthy', message: lines.join('\n'), hint, transient: false, indeterminate: false }
}

/** What to say of a check that was healthy and then was not. */
export function flappingText({ asked, succeeded, relapses, best }: Tally): string {
  return `it flaps: healthy ${succeeded} of ${asked} times, at most ${inRow(best)}, and ${times(relapses)} not any more`
}

/** What is asked, in a few words. May hold secrets. */
function questionText(question: Question): string {
  switch (question.kind) {
    case 'http':
      return `${question.method} ${question.url}`
    case 'tcp':
      return `tcp ${question.host}:${question.port}`
    case 'command':
      return shellWords(question.run)
    default:
      return question satisfies never
  }
}

function lookText(question: Question): string {
  switch (question.kind) {
    case 'http':
      return shellWords(['curl', '-i', ...(question.method === 'GET' ? [] : ['-X', question.method]), question.url])
    case 'tcp':
      return shellWords(['nc', '-vz', question.host, String(question.port)])
    case 'command':
      return `genesis logs RUN, or ${shellWords(question.run)}`
    default:
      return question satisfies never
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`
}

function times(count: number): string {
  return count === 1 ? 'once' : count === 0 ? 'never' : `${count} times`
}

function inRow(count: number): string {
  return count === 1 ? 'once' : `${count} times in a row`
}
