import { hasSensitive, type Value } from '../../expressions/value.ts'
import type { ProviderContext } from '../../plan/provider.ts'
import type { Clock } from '../../ports/clock.ts'
import { secretHider } from '../hide-secrets.ts'
import { askCommand } from './ask-command.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import { healthy, unhealthy, type Attempt } from './attempt.ts'
import type { HealthCheckPorts } from './health-check-ports.ts'
import type { HttpQuestion, Question } from './health-check-spec.ts'
import { judgeAnswer, maxBodyBytes } from './judge-answer.ts'

/** A question with what it was made of: whatever of that is sensitive is taken out of all that is said of an answer. */
export interface Asked {
  readonly question: Question
  readonly spec: Value
  /** The folder that a program runs in, a real path. */
  readonly directory: string
}

/** Makes one attempt. Rejects only with the OutsideError of a program's environment. */
export async function ask(ports: HealthCheckPorts, asked: Asked, limits: AttemptLimits, context: ProviderContext): Promise<Attempt> {
  const { question, spec, directory } = asked
  const hide = secretHider([spec])
  switch (question.kind) {
    case 'http': {
      const quotable = !hasSensitive(spec)
      return hidden(await within(ports.clock, limits, (signal) => askHttp(ports, { question, quotable }, signal)), hide)
    }
    case 'tcp':
      return hidden(await within(ports.clock, limits, (signal) => askTcp(ports, question, signal)), hide)
    case 'command':
      return askCommand(ports, { question, directory, hide }, limits, context)
    default:
      return question satisfies never
  }
}

function hidden(attempt: Attempt, hide: (text: string) => string): Attempt {
  return { ...attempt, text: hide(attempt.text) }
}

/** Whoever echoes a request may echo its secrets: of an answer to one that holds any nothing is quoted. */
async function askHttp(
  { network }: HealthCheckPorts,
  { question, quotable }: { readonly question: HttpQuestion; readonly quotable: boolean },
  signal: AbortSignal,
): Promise<Attempt> {
  const { url, method, body } = question
  const headers = { 'user-agent': 'genesis', accept: '*/*', 'accept-encoding': 'identity', ...question.headers }
  const reply = await network.request({ url, method, body, headers, maxBodyBytes, signal })
  return reply.kind === 'failed' ? unhealthy(reply.message) : judgeAnswer(reply, question, { quotable })
}

async function askTcp({ network }: HealthCheckPorts, { host, port }: Extract<Question, { kind: 'tcp' }>, signal: AbortSignal): Promise<Attempt> {
  const reply = await network.connect({ host, port, signal })
  return reply.kind === 'failed' ? unhealthy(reply.message) : healthy('connected')
}

/** The signal of the task is aborted when its time is over, too; then that is what is said. */
async function within(clock: Clock, { timeoutMs, signal }: AttemptLimits, task: (signal: AbortSignal) => Promise<Attempt>): Promise<Attempt> {
  const over = new AbortController()
  const ended = new AbortController()
  void clock.sleep(timeoutMs, ended.signal).then(() => !ended.signal.aborted && over.abort())
  const attempt = await task(AbortSignal.any([signal, over.signal]))
  ended.abort()
  return over.signal.aborted && !attempt.healthy ? unhealthy(`no answer within ${timeoutMs / 1000} s`) : attempt
}
