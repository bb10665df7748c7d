import { closest } from '../events/did-you-mean.ts'
import { isJsonObject, type Json } from '../events/json.ts'

/** What a JSON pointer leads to, or why it leads nowhere, without any value. */
export type Pointed = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string; readonly hint?: string }

/** Follows a JSON pointer (RFC 6901); the empty one is the whole. The pointer is valid. */
export function followPointer(whole: Json, pointer: string): Pointed {
  let value = whole
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  for (const [index, step] of steps.entries()) {
    const next = childOf(value, step)
    if (next !== undefined) {
      value = next
      continue
    }
    const way = `/${steps.slice(0, index + 1).join('/')}`
    const near = isJsonObject(value) ? closest(step, Object.keys(value)) : null
    return { ok: false, message: `there is nothing at ${way} of it`, ...(near === null ? {} : { hint: `did you mean "${near}"?` }) }
  }
  return { ok: true, value }
}

function childOf(value: Json, step: string): Json | undefined {
  if (Array.isArray(value)) return /^(?:0|[1-9]\d*)$/u.test(step) ? (value as readonly Json[])[Number(step)] : undefined
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined
}
