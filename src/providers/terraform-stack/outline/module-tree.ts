import { posix } from 'node:path'
import type { Files } from '../../../ports/files.ts'
import { readModuleOutline, type ModuleOutline } from './module-outline.ts'

/** A root module and the local modules it calls, directly or through others. */
export interface ModuleTree {
  readonly root: ModuleOutline
  /** Every module folder, the root first, as absolute paths. */
  readonly folders: readonly string[]
  readonly outlines: readonly ModuleOutline[]
  /** Any of them has a data source, or calls a module whose inside is not known here. */
  readonly readsWorld: boolean
  /** What `init` depends on. */
  readonly initParts: readonly string[]
}

const maxModules = 500

/** Reads a module and follows its local calls. Folders are visited once, so modules that call each other do no harm. */
export async function readModuleTree(files: Files, folder: string): Promise<ModuleTree> {
  const root = await readModuleOutline(files, folder)
  const outlines: ModuleOutline[] = [root]
  const folders = [folder]
  const initParts: string[] = []
  for (let index = 0; index < folders.length && folders.length < maxModules; index++) {
    const at = folders[index] ?? folder
    const outline = index === 0 ? root : await readModuleOutline(files, at)
    if (index > 0) outlines.push(outline)
    initParts.push(`in ${posix.relative(folder, at)}`, ...new Set(outline.initParts))
    for (const source of outline.moduleSources.filter(isLocal)) {
      const called = posix.join(at, source)
      if (!folders.includes(called)) folders.push(called)
    }
  }
  const foreign = outlines.some((outline) => outline.moduleSources.some((source) => !isLocal(source)))
  return { root, folders, outlines, readsWorld: foreign || outlines.some((outline) => outline.readsWorld), initParts }
}

function isLocal(source: string): boolean {
  return source.startsWith('./') || source.startsWith('../')
}
