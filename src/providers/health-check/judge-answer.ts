import type { Json } from '../../events/json.ts'
import { followPointer } from '../../plan/json-pointer.ts'
import type { HttpReply } from '../../ports/network.ts'
import { digestJson } from '../../plan/digest.ts'
import { quoteBeginning } from '../quote-beginning.ts'
import { healthy, unhealthy, type Attempt } from './attempt.ts'
import type { ExpectedStatus, HttpQuestion } from './health-check-spec.ts'

/** Of a body, so much is looked at. */
export const maxBodyBytes = 1024 * 1024

/** Whether an answer is as expected, and if not, what is wrong with it. `quotable`: its body may be shown. */
export function judgeAnswer(
  reply: Extract<HttpReply, { kind: 'answered' }>,
  { expect }: Pick<HttpQuestion, 'expect'>,
  { quotable }: { readonly quotable: boolean },
): Attempt {
  const status = `${reply.status} ${reply.statusText}`.trim()
  const body = new TextDecoder().decode(reply.body)
  const quoted = quotable && body.trim() !== '' ? `: ${quoteBeginning(body)}` : ''
  if (!expect.status.some((expected) => isStatus(reply.status, expected))) return unhealthy(`${status}${redirect(reply, quotable)}${quoted}`)
  if (expect.contains !== null && !body.includes(expect.contains)) {
    const where = reply.cut ? 'the first MiB of its body' : 'its body'
    return unhealthy(`${status}, but ${where} does not hold the text of expect.contains${quoted}`)
  }
  const wrong = jsonProblem(body, { reply, expect, quotable })
  return wrong === null ? healthy(status) : unhealthy(`${status}, but ${wrong}`)
}

function isStatus(status: number, expected: ExpectedStatus): boolean {
  return typeof expected === 'number' ? status === expected : String(status).startsWith(expected.slice(0, 1))
}

function redirect({ status, headers }: Extract<HttpReply, { kind: 'answered' }>, quotable: boolean): string {
  const to = headers['location']
  if (status < 300 || status > 399 || to === undefined) return ''
  return `, a redirect${quotable ? ` to ${quoteBeginning(to)}` : ''}, which is not followed`
}

interface Body {
  readonly reply: Extract<HttpReply, { kind: 'answered' }>
  readonly expect: HttpQuestion['expect']
  readonly quotable: boolean
}

function jsonProblem(body: string, { reply, expect, quotable }: Body): string | null {
  const wanted = Object.entries(expect.json)
  if (wanted.length === 0) return null
  if (reply.cut) return 'its body is larger than 1 MiB'
  const whole = parse(body)
  if (whole === undefined) return `its body is no JSON${quotable ? `: ${quoteBeginning(body)}` : ''}`
  for (const [pointer, value] of wanted) {
    const found = followPointer(whole, pointer)
    const name = pointer === '' ? 'its body' : pointer
    if (!found.ok) return found.message
    if (digestJson(found.value) === digestJson(value)) continue
    return quotable ? `${name} is ${quoteBeginning(JSON.stringify(found.value))}, not ${JSON.stringify(value)}` : `${name} has another value than expected`
  }
  return null
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
