import type { Diagnostic, Report } from '../events/diagnostic.ts'
import { checkDependencies, indexNames, type NamesByEnvironment } from './check-names.ts'
import { declareResource } from './declare-resource.ts'
import { readEnvironments } from './environment-documents.ts'
import { limits } from './limits.ts'
import type { Manifest, ManifestFile, ResourceDeclaration } from './manifest.ts'
import { readProject } from './project-document.ts'
import { readYaml } from './read-yaml.ts'
import { readResources } from './resource-documents.ts'
import { sortDiagnostics } from './sort-diagnostics.ts'
import { validateDocument, type CheckedDocument } from './validate-document.ts'

/** The files of a project, and who is told what is wrong with them. */
export interface LoadManifestOptions {
  readonly files: readonly ManifestFile[]
  readonly report: Report
}

/**
 * Reads a project out of the text of its files: YAML, schemas, names, environments, overrides, `dependsOn`. Reports every mistake of the
 * input, sorted by file and place; null when one of them is an error. Expressions are neither parsed nor evaluated. Never throws for bad
 * input.
 */
export function loadManifest({ files, report }: LoadManifestOptions): Manifest | null {
  const found: Diagnostic[] = []
  const manifest = load(files, (diagnostic) => found.push(diagnostic))
  sortDiagnostics(found).forEach(report)
  return found.some(({ severity }) => severity === 'error') ? null : manifest
}

function load(files: readonly ManifestFile[], report: Report): Manifest | null {
  const { documents, complete } = readDocuments(files, report)
  const project = readProject(documents, complete, report)
  const environments = readEnvironments(documents, report)
  const resources = readResources(documents, { names: [...environments.keys()], complete }, report)
  const index = indexNames(resources, report)
  // A name that is missing may be in a document that could not be read.
  if (complete) checkDependencies(resources, index, report)
  const declarations = resources.filter(({ valid }) => valid).flatMap((resource) => declareResource(resource, report))
  if (project === null) return null
  return { project, environments, resources: byEnvironment(index, [...environments.keys()], declarations) }
}

function readDocuments(files: readonly ManifestFile[], report: Report): { documents: readonly CheckedDocument[]; complete: boolean } {
  const documents: CheckedDocument[] = []
  let complete = true
  let size = 0
  for (const file of files) {
    size += file.text.length
    if (size > limits.projectBytes) {
      const message = `the files of the project are larger than ${limits.projectBytes / 1024 / 1024} MiB together`
      report({ code: 'input-too-large', severity: 'error', message })
      return { documents, complete: false }
    }
    const read = readYaml(file, report)
    complete &&= read.complete
    for (const source of read.documents) {
      const checked = validateDocument(source, report)
      if (checked === null) complete = false
      else documents.push(checked)
    }
  }
  return { documents, complete }
}

function byEnvironment(index: NamesByEnvironment, environments: readonly string[], declarations: readonly ResourceDeclaration[]): Manifest['resources'] {
  const lists = new Map<string, ResourceDeclaration[]>(environments.map((name) => [name, []]))
  for (const declaration of declarations) {
    if (index.get(declaration.environment)?.has(declaration.name) === true) lists.get(declaration.environment)?.push(declaration)
  }
  for (const list of lists.values()) list.sort((a, b) => (a.name < b.name ? -1 : 1))
  return lists
}
