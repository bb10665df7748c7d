import type { GenesisEvent } from './event.ts'
import { isJsonObject, type Json, type JsonObject } from './json.ts'

type FieldType = 'string' | 'number' | 'object'
const step = { run: 'string', step: 'string', address: 'string' } as const
const ended = { ...step, action: 'string', durationMs: 'number' } as const

/** The fields that an event of each type cannot be shown without. */
const needed: Readonly<Record<GenesisEvent['type'], Readonly<Record<string, FieldType>>>> = {
  notice: { level: 'string', message: 'string' },
  'planning-started': { environment: 'string', resources: 'number' },
  'resource-planning': { address: 'string' },
  'resource-planned': { address: 'string', action: 'string', exactness: 'string' },
  'run-started': { run: 'string', environment: 'string', mode: 'string', steps: 'number' },
  'step-started': { ...step, action: 'string', attempt: 'number' },
  'step-progress': { address: 'string', message: 'string' },
  'step-retrying': { ...step, attempt: 'number', delayMs: 'number', failure: 'object' },
  'step-succeeded': ended,
  'step-failed': { ...ended, failure: 'object' },
  'step-skipped': { ...step, action: 'string', because: 'string' },
  'step-recovered': { ...step, action: 'string', found: 'string' },
  'output-line': { address: 'string', stream: 'string', line: 'string' },
  stopping: { level: 'string', running: 'object' },
  'run-ended': { run: 'string', outcome: 'string', counts: 'object', durationMs: 'number' },
}

/** The events of a stored log, one JSON document per line. Lines that are no event are left out: a killed engine leaves half a line. */
export function readLog(text: string): readonly GenesisEvent[] {
  return text.split('\n').flatMap((line) => {
    const value = parsed(line)
    return isEvent(value) ? [value] : []
  })
}

function parsed(line: string): Json {
  try {
    return JSON.parse(line) as Json
  } catch {
    return null
  }
}

function isEvent(value: Json): value is JsonObject & GenesisEvent {
  if (!isJsonObject(value) || typeof value['at'] !== 'number' || typeof value['type'] !== 'string') return false
  const { type } = value
  if (!isEventType(type)) return false
  const complete = Object.entries(needed[type]).every(([field, expected]) => typeof value[field] === expected && value[field] !== null)
  const failure = value['failure']
  return complete && (failure === undefined || (isJsonObject(failure) && typeof failure['message'] === 'string'))
}

function isEventType(type: string): type is GenesisEvent['type'] {
  return Object.hasOwn(needed, type)
}
