import type { Report } from '../events/diagnostic.ts'
import { isJsonObject } from '../events/json.ts'
import type { Project } from './manifest.ts'
import type { CheckedDocument } from './validate-document.ts'

/** The names that the file of the Project document may have. */
export const projectFileNames = ['genesis.yaml', 'genesis.yml'] as const

/** The Project document and what it says; null when it is missing or cannot be read. */
export interface ReadProject {
  readonly project: Project | null
  readonly document: CheckedDocument | null
}

/** The one Project document. `complete` is false when documents are missing because they could not be read. */
export function readProject(documents: readonly CheckedDocument[], complete: boolean, report: Report): ReadProject {
  const [first, ...more] = documents.filter(({ kind }) => kind === 'Project')
  if (first === undefined) {
    const hint = 'kind: Project, with the name of the project under metadata'
    if (complete) report({ code: 'project-invalid', severity: 'error', message: 'genesis.yaml has no Project document', hint })
    return { project: null, document: null }
  }
  for (const { source } of more) {
    const related = [{ message: 'the first one is here', at: first.source.locate(['kind']) }]
    report({ code: 'project-invalid', severity: 'error', message: 'there is more than one Project document', related, at: source.locate(['kind']) })
  }
  if (!(projectFileNames as readonly string[]).includes(first.source.file)) {
    const message = `the Project document is in ${first.source.file}, not in genesis.yaml`
    report({
      code: 'project-invalid',
      severity: 'error',
      message,
      hint: 'move it to genesis.yaml in the root of the project',
      at: first.source.locate(['kind']),
    })
  }
  return { project: projectOf(first), document: first }
}

function projectOf({ value }: CheckedDocument): Project | null {
  const { metadata } = value
  if (!isJsonObject(metadata) || typeof metadata['name'] !== 'string') return null
  return { name: metadata['name'], id: typeof metadata['id'] === 'string' ? metadata['id'] : null }
}
