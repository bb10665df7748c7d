import type { Diagnostic, Report } from '../events/diagnostic.ts'
import type { Manifest, ResourceDeclaration } from '../manifest/manifest.ts'
import { digest } from '../plan/digest.ts'
import { environmentScope, type Compile, type GitScope } from '../plan/environment-scope.ts'
import { expandTemplates } from '../plan/expand-templates.ts'
import type { Templates, TemplateText } from '../plan/template-text.ts'
import { FileError, type Files } from '../ports/files.ts'
import { resolveContained } from '../providers/contained-path.ts'
import { explainFileError } from '../providers/file-error-text.ts'

/** What reading the templates of a project needs. */
export interface ReadTemplatesOptions {
  readonly manifest: Manifest
  readonly files: Files
  /** The project's root. */
  readonly root: string
  readonly git: GitScope
  readonly compile: Compile
  readonly report: Report
  /** Keeps the text of each file, for showing the lines that diagnostics point at. */
  readonly keepSource: (file: string, text: string) => void
}

/** As long as a text that expressions make may be. */
const maxBytes = 1024 * 1024

/** Reads every file that a `template` names, each once: what resources wait for stands in them, too. What cannot be read is reported. */
export async function readTemplates(options: ReadTemplatesOptions): Promise<Templates> {
  const named = new Map(namedTemplates(options).map((declaration) => [declaration.template ?? '', declaration]))
  const found = await Promise.all([...named].map(([path, declaration]) => readOne(options, path, declaration)))
  const templates = new Map(found.filter((one) => one !== null).map((one) => [one.path, one]))
  templates.forEach(({ path, text }) => options.keepSource(path, text))
  return templates
}

/** Of mistakes nothing is said here: they are found again when the environment is resolved. */
function namedTemplates({ manifest, git, compile }: ReadTemplatesOptions): readonly ResourceDeclaration[] {
  const silent: Report = () => undefined
  return [...manifest.resources].flatMap(([name, all]) => {
    const templates = all.filter(({ kind, spec }) => kind === 'File' && spec['template'] !== undefined)
    const environment = manifest.environments.get(name)
    if (templates.length === 0 || environment === undefined) return []
    const scope = environmentScope({ manifest, environment, git, compile, report: silent })
    if (scope === null) return []
    return expandTemplates(templates, { scope, compile, report: silent }).declarations.filter(({ template }) => template !== null)
  })
}

/** Null when it cannot be read, which is reported at the first document that names it. */
async function readOne({ files, root, report }: ReadTemplatesOptions, path: string, declaration: ResourceDeclaration): Promise<TemplateText | null> {
  const refuse = (said: Pick<Diagnostic, 'code' | 'message' | 'hint'>): null => {
    report({ severity: 'error', at: declaration.locate(['template']), ...said })
    return null
  }
  try {
    const place = await resolveContained(files, { projectRoot: root, folder: '', path })
    if (place === null)
      return refuse({ code: 'path-outside-project', message: `the template ${path} leads out of the project`, hint: 'copy the file into the project' })
    const bytes = await files.read(place.realPath, { maxBytes })
    const text = decoded(bytes)
    if (text !== null) return { path, text, digest: digest(bytes) }
    return refuse({ code: 'invalid-value', message: `the template ${path} is no UTF-8 text`, hint: 'use "source" to copy a file as it is' })
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    if (error.reason === 'too-large') return refuse({ code: 'input-too-large', message: `the template ${path} is too large: a template holds at most 1 MiB` })
    return refuse({ code: 'file-unreadable', ...explainFileError(error, `the template ${path}`) })
  }
}

function decoded(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
