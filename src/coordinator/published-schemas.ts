import { ExitCode } from '../events/exit-code.ts'
import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'
import { FileError, type Files } from '../ports/files.ts'
import { documentPart } from './document-part.ts'
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
  const schemas = await writtenSchemas()
  return Object.entries(schemas)
    .filter(([, schema]) => ['type', 'oneOf', 'anyOf'].some((keyword) => schema[keyword] !== undefined))
    .map(([file, { title, description }]) => ({
      title: text(title),
      description: text(description),
      file,
      schema: standaloneSchema(file, schemas),
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
  const schemas = await writtenSchemas()
  try {
    await files.makeDirectory(folder, { mode: 0o755 })
    for (const [name, schema] of Object.entries(schemas)) {
      await files.write(`${folder}/${name}`, `${JSON.stringify(schema, undefined, 2)}\n`, { mode: 0o644, durable: false })
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const message = `the schemas could not be written to ${folder}: ${error.reason}`
    return refused([{ code: 'file-unreadable', severity: 'error', message, hint: 'choose another folder' }], ExitCode.error)
  }
  return answered({ files: Object.keys(schemas), settings: editorSettings(project, folder) })
}

/** The schemas as editors, and whoever checks single files, can use them: by the names of their files. */
async function writtenSchemas(): Promise<Readonly<Record<string, JsonObject>>> {
  const { schemaFiles } = await import('./schema-files.ts')
  const shared = schemaFiles['definitions.json']?.['definitions']
  const overrides = isJsonObject(shared) && isJsonObject(shared['overrides']) ? shared['overrides'] : {}
  return Object.fromEntries(Object.entries(schemaFiles).map(([file, schema]) => [file, editorSchema(documentPart(schema, overrides))]))
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
