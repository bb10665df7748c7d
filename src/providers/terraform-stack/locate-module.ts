import { posix } from 'node:path'
import type { Diagnostic } from '../../events/diagnostic.ts'
import { closest } from '../../events/did-you-mean.ts'
import { FileError, type Files } from '../../ports/files.ts'
import type { RepositoryLayout } from '../../sources/repository-layout.ts'
import type { StackSettings } from './stack-settings.ts'
import { trouble } from './stack-trouble.ts'

/** Where a stack's root module is. */
export interface ModulePlace {
  /** In the working tree, absolute. */
  readonly folder: string
  /** Relative to the repository's top; '' is the top itself. */
  readonly module: string
}

/** Finds the module's folder; throws a {@link StackTrouble} when it is not there, or leads out of the repository. */
export async function locateModule(files: Files, layout: RepositoryLayout, settings: Pick<StackSettings, 'source'>): Promise<ModulePlace> {
  const folder = posix.resolve(layout.root, layout.project, settings.source)
  const module = posix.relative(layout.root, folder)
  if (isOutside(module)) throw outside(settings.source)
  const stat = await statOrNull(files, folder)
  if (stat?.kind !== 'directory') throw trouble(await missing(files, settings.source, { folder, isFile: stat !== null }))
  const real = posix.relative(layout.root, await files.realPath(folder))
  if (isOutside(real)) throw outside(settings.source)
  return { folder, module }
}

function isOutside(relative: string): boolean {
  return relative === '..' || relative.startsWith('../') || posix.isAbsolute(relative)
}

function outside(source: string): ReturnType<typeof trouble> {
  return trouble({ code: 'path-outside-project', message: `the module folder ${source} is not in the repository`, hint: 'move the module into the repository' })
}

async function statOrNull(files: Files, path: string): ReturnType<Files['stat']> {
  try {
    return await files.stat(path)
  } catch (error) {
    if (error instanceof FileError) return null
    throw error
  }
}

async function missing(files: Files, source: string, found: { readonly folder: string; readonly isFile: boolean }): Promise<Omit<Diagnostic, 'severity'>> {
  const code = 'module-invalid'
  if (found.isFile) return { code, message: `${source} is a file, not a module folder`, hint: 'name the folder that the .tf files are in' }
  const near = closest(posix.basename(found.folder), await siblings(files, found.folder))
  const hint = near === null ? 'the path starts at the folder of the file that says it' : `did you mean "${posix.join(posix.dirname(source), near)}"?`
  return { code, message: `there is no module folder ${source}`, hint }
}

async function siblings(files: Files, folder: string): Promise<readonly string[]> {
  try {
    const entries = await files.list(posix.dirname(folder))
    return entries.filter((entry) => entry.kind === 'directory').map((entry) => entry.name)
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
}
