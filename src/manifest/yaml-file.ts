import type { Report } from '../events/diagnostic.ts'
import type { ManifestFile } from './manifest.ts'
import type { YamlDocument } from './yaml-document.ts'

/** What a file holds. `complete` is false when a document could not be read: then nobody can say what is missing. */
export interface YamlFile {
  readonly documents: readonly YamlDocument[]
  readonly complete: boolean
}

/** Reads the documents of a file, and reports what is wrong with its YAML. */
export type ReadFile = (file: ManifestFile, report: Report) => YamlFile
