import { discoverFiles } from '../manifest/discover-files.ts'
import { loadManifest } from '../manifest/load-manifest.ts'
import { readYaml } from '../manifest/read-yaml.ts'
import type { Files } from '../ports/files.ts'

/** What a project has, by name. */
export interface ProjectNames {
  readonly environments: readonly string[]
  /** `environment/name`. */
  readonly addresses: readonly string[]
}

/** The names in a project as far as they can be read; mistakes in its files are passed over. Nothing is examined: this must be quick. */
export async function projectNames(files: Files, startFolder: string): Promise<ProjectNames> {
  const ignore = (): void => undefined
  const found = await discoverFiles({ files, startFolder, reader: () => Promise.resolve(readYaml), report: ignore })
  const manifest = found === null ? null : loadManifest({ files: found.files, read: readYaml, report: ignore }).manifest
  if (manifest === null) return { environments: [], addresses: [] }
  const addresses = [...manifest.resources.values()].flatMap((declarations) => declarations.map(({ address }) => address))
  return { environments: [...manifest.environments.keys()], addresses }
}
