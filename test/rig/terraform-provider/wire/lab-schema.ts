import type { WireAttribute, WireSchema } from './messages.ts'

/** The name of the resource type and of the data source. */
export const labObjectType = 'lab_object'

/** The version of the resource's schema. In version 0 `value` was called `text`. */
export const schemaVersion = 1

type Flags = Pick<WireAttribute, 'required' | 'optional' | 'computed' | 'sensitive'>
type TerraformType = string | readonly TerraformType[]

const required: Flags = { required: true }
const optional: Flags = { optional: true }
const computed: Flags = { computed: true }

/** What the provider block may say. */
export const providerSchema = schema(0, [
  attribute('ledger', 'string', optional, 'path of the socket of the ledger; else LAB_LEDGER says it'),
  attribute('caller', 'string', optional, 'how the ledger calls who asks; else LAB_CALLER says it'),
])

/** The resource `lab_object`. */
export const resourceSchema = schema(schemaVersion, [
  attribute('name', 'string', required, 'what the data source looks for; another one replaces the object'),
  attribute('value', 'string', optional, 'any text'),
  attribute('tags', ['map', 'string'], optional, 'any texts'),
  attribute('size', 'number', optional, 'bytes of payload'),
  attribute('zone', 'string', { optional: true, computed: true }, 'the store chooses where nothing is said'),
  attribute('secret', 'string', { optional: true, sensitive: true }, 'a text that nobody may see'),
  attribute('force_new', 'string', optional, 'another one replaces the object'),
  attribute('delay_ms', 'number', optional, 'how long each create, update and delete takes'),
  attribute('id', 'string', computed, 'known when it is made'),
  attribute('revision', 'number', computed, 'grows by one with each change'),
  attribute('token', 'string', { computed: true, sensitive: true }, 'a secret of the store'),
  attribute('payload', 'string', computed, 'as long as size says; null without it'),
])

/** The data source `lab_object`. */
export const dataSchema = schema(0, [
  attribute('name', 'string', required, 'the newest object of this name'),
  attribute('id', 'string', computed, 'of the object'),
  attribute('value', 'string', computed, 'of the object'),
  attribute('tags', ['map', 'string'], computed, 'of the object'),
  attribute('revision', 'number', computed, 'of the object'),
  attribute('token', 'string', { computed: true, sensitive: true }, 'of the object'),
])

function schema(version: number, attributes: readonly WireAttribute[]): WireSchema {
  return { version, block: { version, attributes } }
}

function attribute(name: string, type: TerraformType, flags: Flags, description: string): WireAttribute {
  return { name, type: Buffer.from(JSON.stringify(type)), description, ...flags }
}
