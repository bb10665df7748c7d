import { isJsonObject, type Json, type JsonObject } from '../../events/json.ts'
import { maskAt, Sensitive, toMarked, type Value, fromMarked } from '../../expressions/value.ts'
import type { RecordedState } from '../../plan/recorded-resource.ts'
import type { BackendChoice, BackendConfig } from './backend/backend-choice.ts'
import type { BackendIdentity } from './backend/backend-identity.ts'
import type { TerraformState } from './planned/terraform-state.ts'
import type { StackSettings } from './stack-settings.ts'
import type { NamedVarFile, VarFile } from './var-files/var-file.ts'

/** What a record is made of. */
export interface StackFacts {
  readonly settings: StackSettings
  readonly identity: BackendIdentity
  readonly terraformVersion: string | null
  /** Variables that the module declares as sensitive. */
  readonly sensitiveVariables: ReadonlySet<string>
  readonly varFiles: readonly VarFile[]
}

/** The stack in its recorded shape, sensitive parts marked. */
export function stackAttributes({ settings, identity, terraformVersion, sensitiveVariables, varFiles }: StackFacts): Value {
  const variables = Object.entries(settings.variables).map(([name, value]) => [name, sensitiveVariables.has(name) ? new Sensitive(value) : value] as const)
  const secrets = backendSecretsOf(settings)
  return {
    source: settings.source,
    variables: Object.fromEntries(variables),
    ...(varFiles.length === 0 ? {} : { varFiles: Object.fromEntries(varFiles.map(({ shown, digest }) => [shown, digest])) }),
    workspace: settings.workspace,
    backend: { type: identity.type, key: identity.key },
    terraformVersion,
    ...(secrets === null ? {} : { backendSecrets: new Sensitive(secrets) }),
  }
}

/** The record after an apply. */
export function recordOf(facts: StackFacts, state: TerraformState): RecordedState {
  const attributes = toMarked(stackAttributes(facts))
  const outputs = toMarked(state.outputs)
  return {
    attributes: attributes.value,
    attributesSensitive: attributes.sensitive,
    outputs: isJsonObject(outputs.value) ? outputs.value : {},
    outputsSensitive: outputs.sensitive,
    memory: { version: 1, settings: settingsToJson(facts.settings), identity: { ...facts.identity }, serial: state.serial, lineage: state.lineage },
  }
}

/** What the record remembers of where its state is; null for a record that this provider did not write. */
export function recordedIdentity(recorded: RecordedState): BackendIdentity | null {
  const identity = isJsonObject(recorded.memory) ? recorded.memory['identity'] : null
  if (!isJsonObject(identity) || typeof identity['type'] !== 'string') return null
  return { type: identity['type'], key: typeof identity['key'] === 'string' ? identity['key'] : null }
}

/** The settings of the last apply: enough to plan a deletion without any document. Null for a record that this provider did not write. */
export function settingsOfRecord(recorded: RecordedState): StackSettings | null {
  const { attributes, attributesSensitive, memory } = recorded
  const said = isJsonObject(memory) ? memory['settings'] : null
  if (!isJsonObject(attributes) || !isJsonObject(said) || typeof said['source'] !== 'string') return null
  const plain = fromMarked({ value: attributes['variables'] ?? {}, unknown: false, sensitive: maskAt(attributesSensitive, 'variables') })
  const secrets = attributes['backendSecrets']
  return {
    source: said['source'],
    include: strings(said['include']),
    variables: plain instanceof Sensitive ? sensitiveFields(plain.value) : (plain as Readonly<Record<string, Value>>),
    varFiles: namedVarFiles(said['varFiles']),
    workspace: text(said['workspace']),
    backend: backendFromJson(said['backend'], isJsonObject(secrets) ? secrets : {}),
    backendSecrets: isJsonObject(secrets) ? Object.keys(secrets) : [],
    binary: text(said['binary']) ?? 'terraform',
    requiredVersion: text(said['requiredVersion']),
  }
}

/** The settings as a plan or a record may keep them: without variables, without secrets. */
export function settingsToJson(settings: StackSettings): JsonObject {
  const { source, include, varFiles, workspace, binary, requiredVersion, backend, backendSecrets } = settings
  const shown = 'config' in backend ? { ...backend, config: without(backend.config, backendSecrets) } : backend
  return { source, include: [...include], varFiles: varFiles.map((file) => ({ ...file })), workspace, binary, requiredVersion, backend: { ...shown } }
}

function backendSecretsOf({ backend, backendSecrets }: StackSettings): JsonObject | null {
  if (!('config' in backend) || backendSecrets.length === 0) return null
  return Object.fromEntries(Object.entries(backend.config).filter(([name]) => backendSecrets.includes(name)))
}

function without(config: BackendConfig, names: readonly string[]): BackendConfig {
  return Object.fromEntries(Object.entries(config).filter(([name]) => !names.includes(name)))
}

function backendFromJson(json: Json | undefined, secrets: JsonObject): BackendChoice {
  if (!isJsonObject(json)) return { kind: 'unsaid' }
  const { kind, type, config } = json
  const all = { ...(isJsonObject(config) ? config : {}), ...secrets }
  if (kind === 'override' && typeof type === 'string') return { kind, type, config: all }
  if (kind === 'complete') return { kind, config: all }
  return kind === 'genesis' ? { kind } : { kind: 'unsaid' }
}

function sensitiveFields(value: Value): Readonly<Record<string, Value>> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, new Sensitive(child as Value)]))
}

function namedVarFiles(json: Json | undefined): readonly NamedVarFile[] {
  const items = Array.isArray(json) ? (json as readonly Json[]).filter(isJsonObject) : []
  return items.flatMap(({ path, optional }) => (typeof path === 'string' ? [{ path, optional: optional === true }] : []))
}

function strings(json: Json | undefined): readonly string[] {
  return Array.isArray(json) ? (json as readonly Json[]).filter((item) => typeof item === 'string') : []
}

function text(json: Json | undefined): string | null {
  return typeof json === 'string' ? json : null
}
