import type { Json } from '../../../events/json.ts'
import type { PlaceInModule } from '../outline/file-outline.ts'

/** A file of variables as the settings of a stack name it. */
export interface NamedVarFile {
  /** From the project's root, with forward slashes. */
  readonly path: string
  /** Whether it need not be there. */
  readonly optional: boolean
}

/** What a file of variables says of one of them. */
export interface AssignedVariable {
  readonly name: string
  /** Left out where it is no plain constant: then `text` says it. */
  readonly literal?: Json
  /** As it is written. */
  readonly text: string
  readonly position: PlaceInModule['position']
}

/** A file of variables that was found and read. */
export interface VarFile {
  /** From the project's root, as the document leads to it. */
  readonly shown: string
  /** Where it really is, relative to the repository's top. */
  readonly path: string
  readonly digest: string
  /** In the order of the text. */
  readonly assigned: readonly AssignedVariable[]
}

/** What the digests of a stack's files of variables are called among its sources. */
export function varFileSources(varFiles: readonly VarFile[]): Readonly<Record<string, string>> {
  return Object.fromEntries(varFiles.map(({ shown, digest }) => [`var-file ${shown}`, digest]))
}
