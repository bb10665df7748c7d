import type { Diagnostic, Report } from '../events/diagnostic.ts'
import { readCoordinationConfig, type CoordinationConfig } from '../manifest/coordination-config.ts'
import { discoverFiles, type ProjectFiles } from '../manifest/discover-files.ts'
import type { OpenReader } from '../manifest/file-reader.ts'
import { loadManifest } from '../manifest/load-manifest.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { ParseCacheFolder } from '../manifest/parse-cache-folder.ts'
import { readSetLayers, setFile } from '../manifest/set-layers.ts'
import type { Host, Ports } from '../ports/ports.ts'
import { projectFolders, type ProjectFolders } from './project-folders.ts'
import { answered, refused, type Result } from './result.ts'

/** What the documents of a project say, as far as they can be read: enough to find its records. */
export interface ReadProject {
  readonly folders: ProjectFolders
  readonly manifest: Manifest
  /** Null where the settings have mistakes. */
  readonly config: CoordinationConfig | null
}

/** What reading needs. */
export interface ReadOptions {
  readonly ports: Pick<Ports, 'files'>
  readonly host: Pick<Host, 'cacheFolder'>
  /** Genesis' own version. */
  readonly version: string
  /** Where to look for the project, absolute. */
  readonly startFolder: string
  /** Keeps the text of each file, for showing the lines that diagnostics point at. */
  readonly keepSource: (file: string, text: string) => void
  /** Words of `--set`. */
  readonly set: readonly string[]
  /** Told the project's root as soon as it is known. */
  readonly whenFound?: (root: string) => void
}

/** A project whose documents were read. */
export interface ReadDocuments extends ReadProject {
  readonly found: ProjectFiles
  /** Ends when what was learned of the files is kept. */
  readonly saved: Promise<void>
}

/** Reads the documents of a project, and reports what is wrong with them; null where there is no Project document to go by. */
export async function readDocuments(options: ReadOptions, report: Report): Promise<ReadDocuments | null> {
  const { files } = options.ports
  const parsed = new ParseCacheFolder({ files, folder: `${options.host.cacheFolder}/parsed`, version: options.version })
  const reader: OpenReader = (root, some) => parsed.reader(root, some)
  const found = await discoverFiles({ files, startFolder: options.startFolder, reader, report })
  if (found === null) return null
  options.whenFound?.(found.root)
  found.files.forEach((file) => options.keepSource(file.path, file.text))
  if (found.config !== null) options.keepSource(found.config.path, found.config.text)
  if (options.set.length > 0) options.keepSource(setFile, options.set.join('\n'))
  const read = await reader(found.root, found.config === null ? found.files : [...found.files, found.config])
  const config = readCoordinationConfig(found.config, read, report)
  const sets = await readSetLayers(options.set, report)
  const { manifest } = loadManifest({ files: found.files, read, sets, report })
  const saved = parsed.save()
  if (manifest !== null) return { found, folders: projectFolders(found.root, manifest.project, options.host.cacheFolder), manifest, config, saved }
  await saved
  return null
}

/** Reads the documents of a project that may have mistakes elsewhere; refused only where there is nothing to go by. */
export async function readProject(options: ReadOptions): Promise<Result<ReadProject>> {
  const diagnostics: Diagnostic[] = []
  const read = await readDocuments(options, (diagnostic) => diagnostics.push(diagnostic))
  if (read === null) return refused(diagnostics)
  await read.saved
  return answered(read)
}
