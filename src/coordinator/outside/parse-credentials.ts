import { isJsonObject, type Json, type JsonObject } from '../../events/json.ts'
import { isOwnVariable } from '../../manifest/environment-sources.ts'
import type { Instant } from '../../ports/clock.ts'
import type { Fetched } from './fetched.ts'

/** Variables for programs, and until when they are good. */
export interface Credentials {
  readonly variables: Readonly<Record<string, string>>
  /** Null when nobody says. */
  readonly expiresAt: Instant | null
}

/** How the AWS command line and its `credential_process` call them. */
const awsNames: Readonly<Record<string, string>> = {
  AccessKeyId: 'AWS_ACCESS_KEY_ID',
  SecretAccessKey: 'AWS_SECRET_ACCESS_KEY',
  SessionToken: 'AWS_SESSION_TOKEN',
}

const form = 'they are a JSON object of texts by the names of variables, perhaps with "Expiration", or what AWS calls a credential process prints'

/** Reads what a source of credentials gives. Names what is wrong, never a value. */
export function parseCredentials(value: Json): Fetched<Credentials> {
  if (!isJsonObject(value)) return wrong('it gives no JSON object')
  const expiresAt = expiration(value)
  if (Number.isNaN(expiresAt)) return wrong('its Expiration is no time like 2030-01-31T12:00:00Z')
  const variables = isAws(value) ? awsVariables(value) : plainVariables(value)
  if (typeof variables === 'string') return wrong(variables)
  return Object.keys(variables).length === 0 ? wrong('it gives no variables') : { ok: true, value: { variables, expiresAt } }
}

function wrong(message: string): Fetched<Credentials> {
  return { ok: false, message, hint: form }
}

function expiration({ Expiration: text }: JsonObject): Instant | null {
  if (text === undefined || text === null) return null
  return typeof text === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/u.test(text) ? Date.parse(text) : Number.NaN
}

function isAws(object: JsonObject): boolean {
  return Object.hasOwn(object, 'AccessKeyId') && Object.hasOwn(object, 'SecretAccessKey')
}

function awsVariables(object: JsonObject): Record<string, string> | string {
  const variables: Record<string, string> = {}
  for (const [name, variable] of Object.entries(awsNames)) {
    const value = object[name]
    if (value === undefined || value === null) continue
    if (typeof value !== 'string' || !isVariableText(value)) return `its ${name} is no text`
    variables[variable] = value
  }
  return variables
}

function plainVariables(object: JsonObject): Record<string, string> | string {
  const variables: Record<string, string> = {}
  for (const [name, value] of Object.entries(object)) {
    if (name === 'Expiration') continue
    if (!/^[A-Za-z_]\w*$/u.test(name)) return `${JSON.stringify(name.slice(0, 60))} is not the name of a variable`
    if (isOwnVariable(name)) return `${name} is set by Genesis`
    if (typeof value !== 'string' || !isVariableText(value)) return `its ${name} is no text`
    variables[name] = value
  }
  return variables
}

function isVariableText(text: string): boolean {
  return text !== '' && !text.includes('\0')
}
