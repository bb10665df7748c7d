import { Failed } from './failed.ts'
import type { Call } from './syntax.ts'

/** What a method reads of a timestamp, from the clock on a wall there. */
const parts: ReadonlyMap<string, (wall: Date) => number> = new Map([
  ['getFullYear', (wall) => wall.getUTCFullYear()],
  ['getMonth', (wall) => wall.getUTCMonth()],
  ['getDate', (wall) => wall.getUTCDate()],
  ['getDayOfMonth', (wall) => wall.getUTCDate() - 1],
  ['getDayOfWeek', (wall) => wall.getUTCDay()],
  ['getDayOfYear', (wall) => Math.floor((wall.getTime() - Date.UTC(wall.getUTCFullYear(), 0, 1)) / 86_400_000)],
  ['getHours', (wall) => wall.getUTCHours()],
  ['getMinutes', (wall) => wall.getUTCMinutes()],
  ['getSeconds', (wall) => wall.getUTCSeconds()],
  ['getMilliseconds', (wall) => wall.getUTCMilliseconds()],
])

const offset = /^([+-]?)(\d{2}):([0-5]\d)$/

/**
 * A part of a timestamp in a time zone: `Europe/Berlin`, or `+02:00`. Null for other methods. Which daylight saving time a named zone has is what the
 * Node.js that runs knows of it; the zone of the machine never counts.
 */
export function zonedPart(node: Call, time: Date, zone: string): bigint | Failed | null {
  const read = parts.get(node.name)
  if (read === undefined) return null
  const wall = wallClock(time, zone)
  if (wall !== null) return BigInt(read(wall))
  return new Failed('expression-failed', node, `${JSON.stringify(zone)} is no time zone`, 'write it like "Europe/Berlin", or "+02:00"')
}

/** The instant at which a clock in UTC shows what the one in the zone shows; null for no zone. */
function wallClock(time: Date, zone: string): Date | null {
  const [, sign, hours, minutes] = offset.exec(zone) ?? []
  if (sign !== undefined) return new Date(time.getTime() + (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000)
  try {
    const shown = new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(time)
    const value = (type: string): number => Number(shown.find((part) => part.type === type)?.value)
    const wall = new Date(0)
    wall.setUTCFullYear(value('year'), value('month') - 1, value('day'))
    wall.setUTCHours(value('hour'), value('minute'), value('second'), time.getUTCMilliseconds())
    return wall
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
