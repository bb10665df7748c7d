import { safeJsonText } from './safe-text.ts'

/** A value as a JSON document for `-o json`, ended by a line feed. Characters that a terminal would act upon are escaped. */
export function jsonText(value: unknown): string {
  return `${safeJsonText(JSON.stringify(value, undefined, 2))}\n`
}

/** A value as one line of JSON. */
export function jsonLine(value: unknown): string {
  return `${safeJsonText(JSON.stringify(value))}\n`
}
