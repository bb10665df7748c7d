import type { Host, Ports } from '../../ports/ports.ts'
import { captureSources, type CapturedSources } from '../../sources/capture-sources.ts'
import { RepositoryLayouts } from '../../sources/repository-layout.ts'
import type { LoadedProject } from '../load-project.ts'

/** Captures what a project was read from, so that it can be read again when its history is gone. Throws a FileError for what cannot be read. */
export async function captureProject(
  project: LoadedProject,
  ports: Pick<Ports, 'files' | 'git' | 'clock'>,
  host: Pick<Host, 'cacheFolder'>,
): Promise<CapturedSources> {
  const { files, git, clock } = ports
  const { root, key } = project.folders
  const examined = [...project.examined.values()]
  const made = examined.flatMap(({ owns }) => owns.flatMap((one) => (one.key.startsWith('file:') ? [one.key.slice('file:'.length)] : [])))
  return captureSources({
    files,
    git,
    clock,
    cacheFolder: host.cacheFolder,
    folder: `${host.cacheFolder}/${key}/sources`,
    layout: await new RepositoryLayouts(git, files).of(root),
    repository: await project.repository(),
    set: project.set,
    texts: project.texts,
    reads: examined.flatMap(({ reads }) => reads ?? []),
    makes: new Set(made),
  })
}
