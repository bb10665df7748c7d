import { isJsonObject, type Json, type JsonObject } from '../../events/json.ts'
import { hasSensitive, reveal, Sensitive, type Value } from '../../expressions/value.ts'
import type { ResourceDeclaration } from '../../manifest/manifest.ts'
import { posix } from 'node:path'
import { specField } from '../spec-field.ts'
import type { NamedVarFile } from './var-files/var-file.ts'
import { isSecretSetting, type BackendChoice } from './backend/backend-choice.ts'

/** What a stack is, once its expressions are evaluated. Paths start at the project's root, with forward slashes. */
export interface StackSettings {
  readonly source: string
  readonly include: readonly string[]
  readonly variables: Readonly<Record<string, Value>>
  /** The later win over the earlier, `variables` over all. */
  readonly varFiles: readonly NamedVarFile[]
  /** Null for the default one. */
  readonly workspace: string | null
  readonly backend: BackendChoice
  /** The names of the backend's settings that are secrets. */
  readonly backendSecrets: readonly string[]
  /** A name to look for in PATH, or a path. */
  readonly binary: string
  readonly requiredVersion: string | null
}

/** The settings that a document asks for. `spec` is valid by the schema; parts of `variables` may be unknown. */
export function settingsOfSpec(declaration: Pick<ResourceDeclaration, 'folder'>, spec: Value): StackSettings {
  const fromRoot = (path: string): string => (posix.isAbsolute(path) ? path : posix.join(declaration.folder, path))
  const variables = apart(specField(spec, 'variables') ?? {})
  const workspace = text(spec, 'workspace')
  const binary = text(spec, 'binary') ?? 'terraform'
  return {
    source: withoutEndSlash(fromRoot(text(spec, 'source') ?? '.')),
    include: list(spec, 'include').map(fromRoot),
    variables: isRecord(variables) ? variables : {},
    varFiles: varFilesOf(reveal(specField(spec, 'varFiles') ?? null)).map(({ path, optional }) => ({ path: fromRoot(path), optional })),
    workspace: workspace === 'default' ? null : workspace,
    backend: backendOf(reveal(specField(spec, 'backend') ?? null)),
    backendSecrets: secretSettings(specField(specField(spec, 'backend') ?? null, 'config') ?? null),
    binary: binary.includes('/') ? fromRoot(binary) : binary,
    requiredVersion: text(spec, 'requiredVersion'),
  }
}

function backendOf(said: Json): BackendChoice {
  if (said === 'genesis') return { kind: 'genesis' }
  if (!isJsonObject(said)) return { kind: 'unsaid' }
  const { type, config } = said
  const settings: JsonObject = isJsonObject(config) ? config : {}
  return typeof type === 'string' ? { kind: 'override', type, config: settings } : { kind: 'complete', config: settings }
}

function varFilesOf(said: Json): readonly NamedVarFile[] {
  if (!Array.isArray(said)) return []
  return (said as readonly Json[]).flatMap((item) => {
    if (typeof item === 'string') return [{ path: item, optional: false }]
    const { path, optional } = isJsonObject(item) ? item : {}
    return typeof path === 'string' ? [{ path, optional: optional === true }] : []
  })
}

function secretSettings(config: Value): readonly string[] {
  if (config instanceof Sensitive) return Object.keys(reveal(config) ?? {})
  if (!isRecord(config)) return []
  return Object.keys(config).filter((name) => isSecretSetting(name) || hasSensitive(config[name] ?? null))
}

function text(spec: Value, name: string): string | null {
  const value = reveal(specField(spec, name) ?? null)
  return typeof value === 'string' ? value : null
}

function list(spec: Value, name: string): readonly string[] {
  const value = reveal(specField(spec, name) ?? null)
  return Array.isArray(value) ? (value as readonly Json[]).filter((item) => typeof item === 'string') : []
}

/** A sensitive mapping as a mapping of sensitive values. */
function apart(value: Value): Value {
  if (!(value instanceof Sensitive) || !isRecord(value.value)) return value
  return Object.fromEntries(Object.entries(value.value).map(([name, child]) => [name, new Sensitive(child)]))
}

function isRecord(value: Value): value is Readonly<Record<string, Value>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) === Object.prototype
}

function withoutEndSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}
