import { describe, expect, it } from 'vitest'
import { JsonLines } from '../../../src/cli/render/json-lines.ts'
import { jsonText } from '../../../src/cli/render/json-text.ts'
import type { GenesisEvent } from '../../../src/events/event.ts'
import { isJsonObject } from '../../../src/events/json.ts'
import { actions } from '../../../src/plan/action.ts'
import { publishedValidator, readSchema } from '../../rig/published-validator.ts'
import { event, eventfulRun } from './event-samples.ts'
import { drifted, everyAction, everyDiff, hostile, partial, stacks } from './plan-samples.ts'

describe('schemas/plan.schema.json', () => {
  const validate = publishedValidator('plan.schema.json')

  it.each([
    ['every action', everyAction()],
    ['every diff', everyDiff()],
    ['stacks', stacks()],
    ['drift', drifted()],
    ['hostile', hostile()],
    ['partial', partial()],
  ])('describes plans: %s', (_, document) => {
    expect(validate(JSON.parse(jsonText(document))), JSON.stringify(validate.errors)).toBe(true)
  })

  it.each([
    ['no summary', { summary: undefined }],
    ['another major version', { format_version: '2.0' }],
    ['an unknown mode', { mode: 'rollback' }],
    ['a resource without an action', { resources: [{ ...everyAction().resources[0], action: undefined }] }],
    ['a field nobody described', { surprise: 1 }],
  ])('does not describe %s', (_, change) => {
    expect(validate(JSON.parse(JSON.stringify({ ...partial(), ...change })))).toBe(false)
  })

  it('knows the actions', () => {
    const schema = readSchema('plan.schema.json')
    expect(schema).toMatchObject({ definitions: { action: { enum: actions } } })
    expect(readSchema('event.schema.json')).toMatchObject({ definitions: { action: { enum: actions } } })
  })
})

describe('schemas/event.schema.json', () => {
  const validate = publishedValidator('event.schema.json')

  it('describes every line of a stream', () => {
    const lines: string[] = []
    const sink = new JsonLines({ write: (text) => lines.push(text), genesisVersion: '0.1.0' })
    ;[...eventfulRun, event.ended('awaiting-approval')].forEach((one) => sink.emit(one))
    expect(lines).toHaveLength(eventfulRun.length + 2)
    for (const line of lines) {
      expect(line.endsWith('\n') && !line.slice(0, -1).includes('\n')).toBe(true)
      expect(validate(JSON.parse(line)), line + JSON.stringify(validate.errors)).toBe(true)
    }
  })

  it('knows every type of event', () => {
    const types: Record<GenesisEvent['type'], true> = {
      notice: true,
      'planning-started': true,
      'resource-planning': true,
      'resource-planned': true,
      'run-started': true,
      'step-started': true,
      'step-progress': true,
      'step-recovered': true,
      'step-retrying': true,
      'step-succeeded': true,
      'step-failed': true,
      'step-skipped': true,
      'output-line': true,
      stopping: true,
      'run-ended': true,
    }
    const schema = readSchema('event.schema.json')
    const alternatives = isJsonObject(schema) ? schema['oneOf'] : null
    const described = JSON.stringify(alternatives).match(/"type":\{"const":"[a-z-]+"/g)
    expect(described?.sort()).toEqual([...Object.keys(types), 'version', 'result'].map((type) => `"type":{"const":"${type}"`).sort())
    expect([...new Set(eventfulRun.map(({ type }) => type))].sort()).toEqual(Object.keys(types).sort())
  })

  it.each([
    ['an unknown type', { type: 'surprise', at: 1 }],
    ['no time', { ...event.run(1), at: undefined }],
    ['a failure without a message', { ...event.failed('dev/a'), failure: { reason: 'refused' } }],
  ])('does not describe %s', (_, value) => {
    expect(validate(JSON.parse(JSON.stringify(value)))).toBe(false)
  })
})
