import { isJsonObject, type Json, type JsonObject } from '../../events/json.ts'
import { hasSensitive, Sensitive, toMarked, type Value } from '../../expressions/value.ts'
import { canonicalJson } from '../../plan/digest.ts'
import { recordedAttributes, recordedOutputs } from '../../plan/recorded-value.ts'
import type { RecordedState } from '../../plan/recorded-resource.ts'
import { specField } from '../spec-field.ts'
import { asArgv, type Argv } from '../argv.ts'
import { verbs, type Programs, type Verb } from './command-spec.ts'

/** How to run the programs of a Command with no document left. */
export interface CommandMemory {
  readonly programs: Programs
  /** From the project's root; '' is the root. */
  readonly workingDirectory: string
  /** `creating`: its create program began and did not end well, so that nobody knows what is there. */
  readonly stage: 'made' | 'creating'
}

/** What is remembered of a Command. */
export interface CommandRecord extends CommandMemory {
  readonly inputs: Value
  readonly outputs: Readonly<Record<string, Value>>
}

/** Reads back what {@link toState} wrote; null when it is something else. */
export function readRecord(state: RecordedState): CommandRecord | null {
  const memory = readMemory(state.memory)
  const inputs = specField(recordedAttributes(state), 'inputs')
  return memory === null || inputs === undefined ? null : { ...memory, inputs, outputs: recordedOutputs(state) }
}

/** The record as the store keeps it. */
export function toState({ inputs, outputs, ...memory }: CommandRecord): RecordedState {
  const attributes = toMarked({ inputs })
  const results = Object.entries(outputs).map(([name, value]) => [name, toMarked(value)] as const)
  const masks = results.filter(([, { sensitive }]) => sensitive !== false).map(([name, { sensitive }]) => [name, sensitive] as const)
  return {
    attributes: attributes.value,
    attributesSensitive: attributes.sensitive,
    outputs: Object.fromEntries(results.map(([name, { value }]) => [name, value])),
    outputsSensitive: masks.length === 0 ? false : Object.fromEntries(masks),
    memory: toMemory(memory),
  }
}

/** The memory as JSON. */
export function toMemory({ programs, workingDirectory, stage }: CommandMemory): Json {
  return { programs, workingDirectory, stage }
}

/** Reads back what {@link toMemory} made; null when it is something else. */
export function readMemory(memory: Json): CommandMemory | null {
  if (!isJsonObject(memory)) return null
  const { programs, workingDirectory, stage } = memory
  if (!isJsonObject(programs) || typeof workingDirectory !== 'string') return null
  return { programs: readPrograms(programs), workingDirectory, stage: stage === 'creating' ? 'creating' : 'made' }
}

function readPrograms(object: JsonObject): Programs {
  const programs: { [V in Verb]?: Argv } = {}
  for (const verb of verbs) {
    const argv = asArgv(object[verb])
    if (argv !== null) programs[verb] = argv
  }
  return programs
}

/** What a program answered, as outputs: where any input is sensitive, all of it is, for nobody can tell what was made of the secret. */
export function outputsFrom(answer: Readonly<Record<string, Value>>, inputs: Value): Readonly<Record<string, Value>> {
  if (!hasSensitive(inputs)) return answer
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, new Sensitive(value)]))
}

/** Whether the same parts are sensitive, whatever the order of keys. Equal values alone do not make equal records. */
export function sameMarks(first: Value, second: Value): boolean {
  return canonicalJson(toMarked(first).sensitive) === canonicalJson(toMarked(second).sensitive)
}
