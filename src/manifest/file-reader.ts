import type { Report } from '../events/diagnostic.ts'
import { InternalError } from '../events/internal-error.ts'
import type { ManifestFile } from './manifest.ts'
import type { ParseCache } from './parse-cache.ts'
import { SourceText } from './source-text.ts'
import { YamlDocument } from './yaml-document.ts'
import type { ReadFile, YamlFile } from './yaml-file.ts'

/** What reads files of a project whose root is at an absolute path. */
export type OpenReader = (projectRoot: string, files: readonly ManifestFile[]) => Promise<ReadFile>

/** Reads files as the parser does, but for those that the cache knows. The parser is loaded only when it is needed for one of them. */
export async function cachedReader(files: readonly ManifestFile[], cache: ParseCache): Promise<ReadFile> {
  const known = new Map<ManifestFile, YamlFile>()
  for (const file of files) {
    const documents = cache.get(file.text)
    if (documents === null) continue
    const source = new SourceText(file.path, file.text)
    known.set(file, { documents: documents.map(({ value, places }) => new YamlDocument({ value, places, source })), complete: true })
  }
  const parser = files.every((file) => known.has(file)) ? null : await import('./read-yaml.ts')
  return (file, report) => {
    const found = known.get(file)
    if (found !== undefined) return found
    if (parser === null) throw new InternalError('manifest/other-file', `${file.path} is none of the files that were announced`)
    return parseAndKeep(file, { read: parser.readYaml, cache, report })
  }
}

function parseAndKeep(file: ManifestFile, { read, cache, report }: { readonly read: ReadFile; readonly cache: ParseCache; readonly report: Report }): YamlFile {
  let said = 0
  const parsed = read(file, (diagnostic) => {
    said++
    report(diagnostic)
  })
  // What was said of a file must be said again the next time.
  if (said === 0 && parsed.complete) cache.put(file.text, parsed.documents)
  return parsed
}
