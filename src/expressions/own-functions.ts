import type { CelPlain } from './cel-values.ts'
import type { Evaluation, Outcome } from './evaluation.ts'
import { Failed } from './failed.ts'
import { formatText } from './format-text.ts'
import { expressionLimits } from './limits.ts'
import type { Call } from './syntax.ts'
import { zonedPart } from './zoned-time.ts'

/** RFC 3339 with its zone: without one the result would depend on where the machine stands. */
const timestampPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/

/**
 * Functions that are not left to the library: it has none, its own could take forever or depends on the machine, or what it makes must be
 * measured before it is made. Null for all others.
 */
export function ownFunction(node: Call, args: readonly CelPlain[], evaluation: Evaluation): Outcome {
  const [first, second, third] = args
  switch (node.name) {
    case 'matches':
      if (typeof first !== 'string' || typeof second !== 'string') return null
      return evaluation.cel().matches(first, second, node, (steps, at) => evaluation.spend(steps, at))
    case 'replace':
      if (typeof first !== 'string' || typeof second !== 'string' || typeof third !== 'string') return null
      return replaceAll(node, first, second, third)
    case 'join':
      return Array.isArray(first) ? joinProblem(node, first, typeof second === 'string' ? second : '') : null
    case 'timestamp':
      if (typeof first !== 'string' || timestampPattern.test(first)) return null
      return new Failed('expression-failed', node, `${JSON.stringify(first)} is no timestamp`, 'write it as in RFC 3339: 2026-01-31T12:00:00Z')
    case 'format':
      return typeof first === 'string' && Array.isArray(second) ? formatText(node, first, second as readonly CelPlain[]) : null
    case 'getDayOfYear':
      return first instanceof Date && args.length === 1 ? zonedPart(node, first, 'UTC') : zoned(node, first, second)
    default:
      return zoned(node, first, second)
  }
}

function replaceAll(node: Call, text: string, wanted: string, replacement: string): string | Failed {
  if (wanted === '') return new Failed('expression-failed', node, 'replace() cannot look for the empty text')
  const parts = text.split(wanted)
  const length = text.length + (parts.length - 1) * (replacement.length - wanted.length)
  return length > expressionLimits.stringLength ? tooLong(node) : parts.join(replacement)
}

function joinProblem(node: Call, items: readonly unknown[], separator: string): Failed | null {
  let length = Math.max(0, items.length - 1) * separator.length
  for (const item of items) length += typeof item === 'string' ? item.length : 0
  return length > expressionLimits.stringLength ? tooLong(node) : null
}

function tooLong(node: Call): Failed {
  return new Failed('expression-limit', node, `the text grows beyond ${expressionLimits.stringLength} characters`)
}

/** The library's own count in the time zone of the machine. */
function zoned(node: Call, time: CelPlain | undefined, zone: CelPlain | undefined): Outcome {
  return time instanceof Date && typeof zone === 'string' ? zonedPart(node, time, zone) : null
}
