import type { Instant } from '../../ports/clock.ts'
import { counted } from './counted.ts'

/** A time as RFC 3339 in UTC, to the second: `2026-05-01T09:30:00Z`. */
export function isoTime(at: Instant): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? 'unknown time' : date.toISOString().replace(/\.\d+Z$/, 'Z')
}

/** A time as seen from another: `just now`, `5 minutes ago`, `in 2 hours`. */
export function relativeTime(at: Instant, now: Instant): string {
  const seconds = Math.round(Math.abs(now - at) / 1000)
  if (seconds < 10) return 'just now'
  const [amount, unit] = largestUnit(seconds)
  return at > now ? `in ${counted(amount, unit)}` : `${counted(amount, unit)} ago`
}

function largestUnit(seconds: number): readonly [number, string] {
  if (seconds < 90) return [seconds, 'second']
  if (seconds < 90 * 60) return [Math.round(seconds / 60), 'minute']
  if (seconds < 36 * 3600) return [Math.round(seconds / 3600), 'hour']
  return [Math.round(seconds / 86_400), 'day']
}
