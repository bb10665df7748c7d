import { ExitCode } from '../events/exit-code.ts'
import type { Json, JsonObject } from '../events/json.ts'
import { FileError, type Files } from '../ports/files.ts'
import { editorSchema } from './editor-schema.ts'
import { editorSettings, type EditorSettings } from './editor-settings.ts'
import { answered, refused, type Result } from './result.ts'
import { standaloneSchema } from './standalone-schema.ts'

/** A JSON Schema that comes with Genesis. */
export interface PublishedSchema {
  /** The kind of document it describes. */
  readonly title: string
  readonly description: string
  /** The name of its file. */
  readonly file: string
  /** With everything inside that it refers to. */
  readonly schema: JsonObject
}

/** The schemas that describe something alone, in the order of their files. Loaded when asked for: no other command needs them as text. */
export async function publishedSchemas(): Promise<readonly PublishedSchema[]> {
  const { schemaFiles } = await import('./schema-files.ts')
  return Object.entries(schemaFiles)
    .filter(([, schema]) => schema['type'] !== undefined || schema['oneOf'] !== undefined)
    .map(([file, { title, description }]) => ({
      title: text(title),
      description: text(description),
      file,
      schema: editorSchema(standaloneSchema(file, schemaFiles)),
    }))
}

/** The schemas as files. */
export interface WrittenSchemas {
  /** Their names. */
  readonly files: readonly string[]
  /** For an editor that opens the folder of the project. */
  readonly settings: EditorSettings
}

/** Writes every schema into `folder`, which is made when it is missing; replaces those that are there. `project` is the folder that editors open. */
export async function writeSchemas(files: Files, { folder, project }: { readonly folder: string; readonly project: string }): Promise<Result<WrittenSchemas>> {
  const { schemaFiles } = await import('./schema-files.ts')
  try {
    await files.makeDirectory(folder, { mode: 0o755 })
    for (const [name, schema] of Object.entries(schemaFiles)) {
      await files.write(`${folder}/${name}`, `${JSON.stringify(editorSchema(schema), undefined, 2)}\n`, { mode: 0o644, durable: false })
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const message = `the schemas could not be written to ${folder}: ${error.reason}`
    return refused([{ code: 'file-unreadable', severity: 'error', message, hint: 'choose another folder' }], ExitCode.error)
  }
  return answered({ files: Object.keys(schemaFiles), settings: editorSettings(project, folder) })
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
