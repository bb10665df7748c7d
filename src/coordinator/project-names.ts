import { discoverFiles } from '../manifest/discover-files.ts'
import { loadManifest } from '../manifest/load-manifest.ts'
import { ParseCacheFolder } from '../manifest/parse-cache-folder.ts'
import type { Files } from '../ports/files.ts'

/** What a project has, by name. */
export interface ProjectNames {
  readonly environments: readonly string[]
  /** `environment/name`. */
  readonly addresses: readonly string[]
}

/** Where to look for a project, and for what is known of it. */
export interface NamesOptions {
  readonly files: Files
  /** Both absolute. */
  readonly startFolder: string
  readonly cacheFolder: string
  /** Genesis' own version. */
  readonly version: string
}

/** The names in a project as far as they can be read; mistakes in its files are passed over. Nothing is examined: this must be quick. */
export async function projectNames({ files, startFolder, cacheFolder, version }: NamesOptions): Promise<ProjectNames> {
  const ignore = (): void => undefined
  const parsed = new ParseCacheFolder({ files, folder: `${cacheFolder}/parsed`, version })
  const found = await discoverFiles({ files, startFolder, reader: (root, some) => parsed.reader(root, some), report: ignore })
  if (found === null) return { environments: [], addresses: [] }
  const read = await parsed.reader(found.root, found.files)
  const { manifest } = loadManifest({ files: found.files, read, report: ignore })
  if (manifest === null) return { environments: [], addresses: [] }
  const addresses = [...manifest.resources.values()].flatMap((declarations) => declarations.map(({ address }) => address))
  return { environments: [...manifest.environments.keys()], addresses }
}
