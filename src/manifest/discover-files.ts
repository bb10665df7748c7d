import { dirname, join } from 'node:path'
import type { Diagnostic, Report } from '../events/diagnostic.ts'
import { isJsonObject } from '../events/json.ts'
import { FileError, type Files } from '../ports/files.ts'
import { coordinationFile } from './coordination-config.ts'
import { defaultGlobs } from './default-globs.ts'
import type { OpenReader } from './file-reader.ts'
import type { ReadFile } from './yaml-file.ts'
import { compileGlob, type Glob } from './glob.ts'
import { limits } from './limits.ts'
import type { ManifestFile } from './manifest.ts'
import { projectFileNames } from './project-document.ts'
import { findMatches } from './find-matches.ts'

/** The files of a project. */
export interface ProjectFiles {
  /** Absolute, its real path. */
  readonly root: string
  /** In the order of paths. */
  readonly files: readonly ManifestFile[]
  /** The engine's settings; null when the project has none. */
  readonly config: ManifestFile | null
}

/** How many files are read at a time. */
const readsAtATime = 16

/** Where to look for a project. */
export interface DiscoverOptions {
  readonly files: Files
  /** Absolute. */
  readonly startFolder: string
  /** Opens what reads its `genesis.yaml`. */
  readonly reader: OpenReader
  readonly report: Report
}

/**
 * Finds the project that a folder is in, by its `genesis.yaml` in that folder or above, and reads its files. Folders with a `genesis.yaml`
 * of their own and those of tools are passed over; links are followed inside of the project only. Null when there is no project, or
 * something could not be read; then it was reported.
 */
export async function discoverFiles({ files, startFolder, reader, report }: DiscoverOptions): Promise<ProjectFiles | null> {
  const problems: Diagnostic[] = []
  const note: Report = (diagnostic) => {
    problems.push(diagnostic)
    report(diagnostic)
  }
  try {
    const found = await findProject(files, startFolder)
    if (found === null) {
      const hint = 'go to a folder of the project, name it with --chdir, or make one with "genesis init"'
      report({ code: 'project-not-found', severity: 'error', message: `no genesis.yaml in ${startFolder} or above it`, hint })
      return null
    }
    return await readProjectFiles({ files, reader, report: note, problems }, found)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    report(unreadable(error.path, error))
    return null
  }
}

interface FoundProject {
  readonly root: string
  readonly file: string
}

async function findProject(files: Files, startFolder: string): Promise<FoundProject | null> {
  let folder = await files.realPath(startFolder)
  for (;;) {
    for (const file of projectFileNames) {
      if ((await files.stat(join(folder, file)))?.kind === 'file') return { root: folder, file }
    }
    const above = dirname(folder)
    if (above === folder) return null
    folder = above
  }
}

interface Reading extends Omit<DiscoverOptions, 'startFolder'> {
  readonly problems: readonly Diagnostic[]
}

async function readProjectFiles({ files, reader, report, problems }: Reading, { root, file }: FoundProject): Promise<ProjectFiles | null> {
  const [projectFile, config] = await Promise.all([readOne(files, root, file, report), readConfig(files, root, report)])
  if (projectFile === null) return null
  const globs = projectGlobs(projectFile, await reader(root, [projectFile]), report)
  const paths = await findMatches({ files, root, globs: globs.map(({ glob }) => glob), report })
  reportFruitless(globs, paths, report)
  if (paths.length > limits.files) report({ code: 'input-too-large', severity: 'error', message: `the project has more than ${limits.files} files` })
  if (problems.length > 0) return null
  const others = paths.filter((path) => path !== file)
  const read: ManifestFile[] = [projectFile]
  for (let start = 0; start < others.length; start += readsAtATime) {
    const batch = await Promise.all(others.slice(start, start + readsAtATime).map((path) => readOne(files, root, path, report)))
    read.push(...batch.filter((one) => one !== null))
  }
  if (problems.length > 0) return null
  return { root, files: read.sort((a, b) => (a.path < b.path ? -1 : 1)), config }
}

async function readConfig(files: Files, root: string, report: Report): Promise<ManifestFile | null> {
  const there = await files.stat(join(root, coordinationFile))
  return there === null ? null : readOne(files, root, coordinationFile, report)
}

async function readOne(files: Files, root: string, path: string, report: Report): Promise<ManifestFile | null> {
  try {
    return { path, text: await files.readText(join(root, path), { maxBytes: limits.fileBytes }) }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    report(unreadable(path, error))
    return null
  }
}

function unreadable(path: string, error: FileError): Diagnostic {
  if (error.reason === 'too-large') {
    const message = `${path} is larger than ${limits.fileBytes / 1024 / 1024} MiB`
    return { code: 'input-too-large', severity: 'error', message, hint: 'split it into several files' }
  }
  return { code: 'file-unreadable', severity: 'error', message: `${path} cannot be read: ${error.reason.replaceAll('-', ' ')}` }
}

/** A glob; `said` is where the project names it, null for the default ones, which need not match anything. */
interface ProjectGlob {
  readonly text: string
  readonly glob: Glob
  readonly said: Diagnostic['at'] | null
}

function projectGlobs(file: ManifestFile, read: ReadFile, report: Report): readonly ProjectGlob[] {
  const globs: ProjectGlob[] = []
  // What is wrong with the file is reported when all files are loaded.
  for (const { value, locate } of read(file, () => undefined).documents) {
    if (!isJsonObject(value) || value['kind'] !== 'Project' || !isJsonObject(value['spec'])) continue
    const { manifests } = value['spec']
    if (!Array.isArray(manifests)) continue
    manifests.forEach((text: unknown, index) => {
      if (typeof text !== 'string') return
      const said = locate(['spec', 'manifests', index])
      if (text.startsWith('/') || text.split('/').includes('..')) {
        const hint = 'globs are relative to genesis.yaml and stay below it'
        report({ code: 'path-outside-project', severity: 'error', message: `"${text}" leads out of the project`, hint, at: said })
      } else globs.push({ text, glob: compileGlob(text), said })
    })
  }
  return globs.length > 0 ? globs : defaultGlobs.map((text) => ({ text, glob: compileGlob(text), said: null }))
}

/** A glob that finds nothing looks like a project from which everything was taken away. */
function reportFruitless(globs: readonly ProjectGlob[], paths: readonly string[], report: Report): void {
  for (const { text, glob, said } of globs) {
    if (said === null || said === undefined || paths.some((path) => glob.matches(path))) continue
    report({ code: 'invalid-value', severity: 'error', message: `no file matches "${text}"`, hint: 'correct the glob, or take it away', at: said })
  }
}
