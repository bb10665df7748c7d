import type { Position } from '../../../events/diagnostic.ts'
import type { Json } from '../../../events/json.ts'

/** A variable that a module declares. */
export interface VariableOutline {
  readonly sensitive: boolean
  /** It has no default. */
  readonly required: boolean
  readonly at: PlaceInModule
}

/** An output that a module declares. */
export interface OutputOutline {
  readonly sensitive: boolean
}

/** The `backend` block. */
export interface BackendBlock {
  readonly type: string
  /** The attributes that are plain constants. */
  readonly config: Readonly<Record<string, Json>>
  /** The others: expressions and nested blocks. */
  readonly dynamic: readonly string[]
  readonly at: PlaceInModule
}

/** A place in one of the module's files. */
export interface PlaceInModule {
  /** The file's name in the module's folder. */
  readonly file: string
  readonly position: Position
}

/** What the root-level blocks of one file say, as far as planning a stack needs to know. */
export interface FileOutline {
  readonly variables: ReadonlyMap<string, VariableOutline>
  readonly outputs: ReadonlyMap<string, OutputOutline>
  readonly backend: BackendBlock | null
  readonly cloud: PlaceInModule | null
  readonly requiredVersions: readonly string[]
  /** Constant sources of the modules it calls. */
  readonly moduleSources: readonly string[]
  /** It has data sources (remote state among them) or ephemeral resources. */
  readonly readsWorld: boolean
  /** Everything that `init` acts on, in a fixed order: module calls, required and implied providers. */
  readonly initParts: readonly string[]
  /** Quoted strings that look like paths, as written. */
  readonly paths: readonly string[]
}

/** A file that says nothing. */
export const emptyFileOutline: FileOutline = {
  variables: new Map(),
  outputs: new Map(),
  backend: null,
  cloud: null,
  requiredVersions: [],
  moduleSources: [],
  readsWorld: false,
  initParts: [],
  paths: [],
}

/** Two files' outlines as one; where both say the same thing, the later file wins, as it does among Terraform's override files. */
export function mergeOutlines(first: FileOutline, second: FileOutline): FileOutline {
  return {
    variables: new Map([...first.variables, ...second.variables]),
    outputs: new Map([...first.outputs, ...second.outputs]),
    backend: second.backend ?? first.backend,
    cloud: second.cloud ?? first.cloud,
    requiredVersions: [...first.requiredVersions, ...second.requiredVersions],
    moduleSources: [...first.moduleSources, ...second.moduleSources],
    readsWorld: first.readsWorld || second.readsWorld,
    initParts: [...first.initParts, ...second.initParts],
    paths: [...first.paths, ...second.paths],
  }
}

/** The provider that a resource type implies: `aws` for `aws_vpc`. */
export function impliedProvider(resourceType: string): string {
  return resourceType.split('_', 1)[0] ?? resourceType
}

/** Whether a quoted string may be the path of a file that the module reads. */
export function looksLikePath(text: string): boolean {
  return text.length <= 1024 && text.includes('/') && (text.startsWith('.') || text.startsWith('${path.')) && !text.includes('\n')
}
