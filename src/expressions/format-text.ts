import type { CelPlain } from './cel-values.ts'
import { Failed } from './failed.ts'
import { expressionLimits } from './limits.ts'
import type { Call } from './syntax.ts'

/** `%`, zeros in front up to a width (which CEL itself does not have), digits behind the point, and what to make of the value. */
const place = /%(?:0(\d{1,2}))?(?:\.(\d{1,2}))?([a-zA-Z%]?)/g

const hint = 'it takes %s, %d, %f, %e, %x, %X, %o, %b and %%, with digits like %.2f or zeros like %03d'

/** CEL's `text.format([values])`. */
export function formatText(node: Call, template: string, values: readonly CelPlain[]): string | Failed {
  const problems: Failed[] = []
  let used = 0
  let length = 0
  const text = template.replaceAll(place, (written, width: string | undefined, digits: string | undefined, verb: string) => {
    if (verb === '%' || problems.length > 0) return '%'
    const value = values[used++]
    if (value === undefined) {
      problems.push(fail(node, `format() has ${counted(values.length)}, and "${written}" is number ${used}`))
      return ''
    }
    const made = formatOne(value, verb, digits === undefined ? 6 : Number(digits))
    if (made === null) problems.push(fail(node, `"${written}" of format() cannot show ${describe(value)}`, hint))
    const filled = filledWith(made ?? '', Number(width ?? 0))
    length += filled.length
    if (length > expressionLimits.stringLength)
      problems.push(new Failed('expression-limit', node, `the text grows beyond ${expressionLimits.stringLength} characters`))
    return filled
  })
  const [problem] = problems
  if (problem !== undefined) return problem
  return used < values.length
    ? fail(node, `format() has ${counted(values.length)} and only ${used} of them ${used === 1 ? 'has' : 'have'} a place`, hint)
    : text
}

function fail(node: Call, message: string, what?: string): Failed {
  return new Failed('expression-failed', node, message, what)
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'value' : 'values'}`
}

function filledWith(text: string, width: number): string {
  const sign = text.startsWith('-') ? '-' : ''
  return `${sign}${text.slice(sign.length).padStart(width - sign.length, '0')}`
}

/** Null where the value cannot be shown so. */
function formatOne(value: CelPlain, verb: string, digits: number): string | null {
  const whole = wholeNumber(value)
  switch (verb) {
    case 's':
      return textOf(value)
    case 'd':
      return whole?.toString() ?? null
    case 'f':
    case 'e':
      return decimal(typeof value === 'number' ? value : whole === null ? null : Number(whole), verb, digits)
    case 'b':
      return typeof value === 'boolean' ? String(Number(value)) : (whole?.toString(2) ?? null)
    case 'o':
      return whole?.toString(8) ?? null
    case 'x':
      return hex(value, whole)
    case 'X':
      return hex(value, whole)?.toUpperCase() ?? null
    default:
      return null
  }
}

function wholeNumber(value: CelPlain): bigint | null {
  if (typeof value === 'bigint') return value
  const primitive: unknown = typeof value === 'object' && value !== null ? value.valueOf() : null
  return typeof primitive === 'bigint' ? primitive : null
}

function hex(value: CelPlain, whole: bigint | null): string | null {
  if (whole !== null) return whole.toString(16)
  if (typeof value === 'string') return Buffer.from(value).toString('hex')
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : null
}

function decimal(value: number | null, verb: 'f' | 'e', digits: number): string | null {
  if (value === null) return null
  if (!Number.isFinite(value)) return numberText(value)
  if (verb === 'f') return value.toFixed(digits)
  // The exponent has two digits at least.
  return value.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2')
}

function numberText(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value === Infinity ? 'Infinity' : value === -Infinity ? '-Infinity' : String(value)
}

/** A value as `%s` shows it; null for what has no text. */
function textOf(value: CelPlain): string | null {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberText(value)
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  if (value instanceof Date) return value.toISOString().replace(/\.000Z$/, 'Z')
  if (Array.isArray(value)) return listed('[', value.map(textOf), ']')
  if (value instanceof Map) return listed('{', [...value].map(([key, child]: [CelPlain, CelPlain]) => pairText(key, child)).sort(), '}')
  const whole = wholeNumber(value)
  if (whole !== null) return String(whole)
  if (Object.prototype.toString.call(value) === '[object google.protobuf.Duration]') return (value as { toString: () => string }).toString()
  return 'name' in value && typeof value.name === 'string' ? value.name : null
}

function pairText(key: CelPlain, value: CelPlain): string | null {
  const [name, shown] = [textOf(key), textOf(value)]
  return name === null || shown === null ? null : `${name}: ${shown}`
}

function listed(open: string, texts: readonly (string | null)[], close: string): string | null {
  return texts.includes(null) ? null : `${open}${texts.join(', ')}${close}`
}

function describe(value: CelPlain): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return `the text ${JSON.stringify(value.slice(0, 30))}`
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  return 'this value'
}
