import { isAbsolute, relative } from 'node:path'
import { coordinationFile } from '../manifest/coordination-config.ts'
import { defaultGlobs } from '../manifest/default-globs.ts'
import { projectFileNames } from '../manifest/project-document.ts'

/** What an editor has to be told so that it checks the files of a project, as its settings have it. */
export interface EditorSettings {
  /** The files, by the schema that is for them. */
  readonly 'yaml.schemas': Readonly<Record<string, readonly string[]>>
}

/** The settings of an editor that opens `folder`, for schemas that were written into `schemas`; both absolute. */
export function editorSettings(folder: string, schemas: string): EditorSettings {
  const inside = relative(folder, schemas)
  const place = inside.startsWith('..') || isAbsolute(inside) ? schemas : `.${inside === '' ? '' : `/${inside}`}`
  return { 'yaml.schemas': { [`${place}/document.json`]: [...projectFileNames, ...defaultGlobs], [`${place}/coordination.json`]: [coordinationFile] } }
}
