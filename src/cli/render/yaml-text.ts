import { isJsonObject, type Json } from '../../events/json.ts'
import { safeJsonText } from './safe-text.ts'

/** Texts that mean something else without quotes, in YAML 1.1 or 1.2. */
const reserved = /^(?:true|false|yes|no|on|off|y|n|null)$/i
/** What can stand without quotes, whatever comes around it. */
const plain = /^[A-Za-z_](?:[\w./@ -]*[\w./@])?$/

/** A key that stands before its colon may have 1,024 characters. */
const maxKey = 1024

/** A value as a YAML document for `-o yaml`. Characters that a terminal would act upon are escaped; other text is quoted as in JSON. */
export function yamlText(value: Json): string {
  return `${linesOf(value).join('\n')}\n`
}

function linesOf(value: Json): readonly string[] {
  if (Array.isArray(value) && value.length > 0) return (value as readonly Json[]).flatMap((item) => indented(linesOf(item), '- '))
  if (!isJsonObject(value) || Object.keys(value).length === 0) return [scalar(value)]
  return Object.entries(value).flatMap(([key, inside]) => {
    const lines = linesOf(inside)
    const name = `${scalar(key)}:`
    if (name.length > maxKey) return [`? ${scalar(key)}`, ...indented(lines, ': ')]
    return isNested(inside) ? [name, ...lines.map((line) => `  ${line}`)] : [`${name} ${lines[0] ?? ''}`]
  })
}

function isNested(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

function indented(lines: readonly string[], mark: string): readonly string[] {
  return lines.map((line, index) => `${index === 0 ? mark : '  '}${line}`)
}

function scalar(value: Json): string {
  if (typeof value === 'string' && plain.test(value) && !reserved.test(value)) return value
  // JSON is YAML, but halves of a pair mean nothing there: a character beyond 16 bits is written as one.
  return safeJsonText(JSON.stringify(value)).replace(/\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/g, (_, high: string, low: string) => {
    const code = (Number.parseInt(high, 16) - 0xd800) * 0x400 + (Number.parseInt(low, 16) - 0xdc00) + 0x10000
    return `\\U${code.toString(16).padStart(8, '0')}`
  })
}
