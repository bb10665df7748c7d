import type { Diagnostic, Report } from '../events/diagnostic.ts'
import { checkDependencies, indexNames, type NamesByEnvironment } from './check-names.ts'
import { declareResource, type AroundDocuments } from './declare-resource.ts'
import { DefaultLayers } from './default-layers.ts'
import { readEnvironments, type EnvironmentEntry } from './environment-documents.ts'
import type { ReadFile } from './yaml-file.ts'
import { isResourceKind } from './kinds.ts'
import { limits } from './limits.ts'
import type { Manifest, ManifestFile, ResourceTemplate, Unread } from './manifest.ts'
import { readProject } from './project-document.ts'
import { readResources, type ResourceDocument } from './resource-documents.ts'
import { nothingSet, type SetLayers } from './set-layers.ts'
import { sortDiagnostics } from './sort-diagnostics.ts'
import { checkDocument, identifyDocument, type FoundDocument } from './validate-document.ts'

/** The files of a project, and who is told what is wrong with them. */
export interface LoadManifestOptions {
  readonly files: readonly ManifestFile[]
  readonly read: ReadFile
  /** What was said with `--set`. */
  readonly sets?: SetLayers
  readonly report: Report
}

/** What could be read of a project. */
export interface LoadedManifest {
  /** Null when it has no Project document that can be read. */
  readonly manifest: Manifest | null
  /** Whether that is all of it: false when anything is an error. Then the manifest is good for finding more mistakes only. */
  readonly complete: boolean
}

/**
 * Reads a project out of the text of its files: YAML, schemas, names, environments, defaults, overrides, `dependsOn`. Reports every mistake
 * of the input, sorted by file and place; what is valid nevertheless is in the manifest. Expressions are neither parsed nor evaluated.
 * Never throws for bad input.
 */
export function loadManifest({ report, ...options }: LoadManifestOptions): LoadedManifest {
  const found: Diagnostic[] = []
  const manifest = load({ ...options, report: (diagnostic) => found.push(diagnostic) })
  sortDiagnostics(found).forEach(report)
  return { manifest, complete: manifest !== null && !found.some(({ severity }) => severity === 'error') }
}

function load({ files, read, sets = nothingSet, report }: LoadManifestOptions): Manifest | null {
  const { documents: found, complete } = readDocuments({ files, read, report })
  const settings = found.filter(({ kind }) => !isResourceKind(kind)).map((document) => checkDocument(document, { inParts: false, report }))
  const { project, document } = readProject(settings, complete, report)
  const entries = readEnvironments(settings, { complete, set: sets.variables }, report)
  const defaults = new DefaultLayers(document, entries)
  const checked = found.flatMap((each) => (isResourceKind(each.kind) ? [checkDocument(each, { inParts: defaults.has(each.kind), report })] : []))
  const resources = readResources(checked, { entries, complete }, report)
  const index = indexNames(resources, report)
  // A name that is missing may be in a document that could not be read.
  if (complete) checkDependencies(resources, index, report)
  if (complete) sets.check(entries, namesIn(entries, index), report)
  const unread = new UnreadNames(!complete || resources.length < checked.length)
  const lists = templatesOf(resources, { entries, defaults, sets, unread, report })
  if (project === null) return null
  const environments = new Map<string, EnvironmentEntry['declaration']>()
  for (const { name, abstract, valid, declaration } of entries.values()) {
    if (valid && !abstract) environments.set(name, declaration)
    else if (!abstract) unread.environments.add(name)
  }
  return { project, environments, resources: lists, unread }
}

function readDocuments({ files, read, report }: LoadManifestOptions): { documents: readonly FoundDocument[]; complete: boolean } {
  const documents: FoundDocument[] = []
  let complete = true
  let size = 0
  for (const file of files) {
    size += file.text.length
    if (size > limits.projectBytes) {
      const message = `the files of the project are larger than ${limits.projectBytes / 1024 / 1024} MiB together`
      report({ code: 'input-too-large', severity: 'error', message })
      return { documents, complete: false }
    }
    const parsed = read(file, report)
    complete &&= parsed.complete
    for (const source of parsed.documents) {
      const identified = identifyDocument(source, report)
      if (identified === null) complete = false
      else documents.push(identified)
    }
  }
  return { documents, complete }
}

class UnreadNames implements Unread {
  readonly documents: boolean
  readonly environments = new Set<string>()
  readonly resources = new Map<string, Set<string>>()

  constructor(documents: boolean) {
    this.documents = documents
  }

  add(environments: readonly string[], name: string): void {
    for (const environment of environments) {
      const names = this.resources.get(environment) ?? new Set()
      this.resources.set(environment, names.add(name))
    }
  }
}

function namesIn(entries: ReadonlyMap<string, EnvironmentEntry>, index: NamesByEnvironment): ReadonlyMap<string, ReadonlySet<string>> {
  const concrete = [...entries.values()].filter(({ abstract }) => !abstract)
  return new Map(concrete.map(({ name }) => [name, new Set(index.get(name)?.keys())]))
}

interface Declarations extends AroundDocuments {
  readonly entries: ReadonlyMap<string, EnvironmentEntry>
  readonly unread: UnreadNames
  readonly report: Report
}

function templatesOf(resources: readonly ResourceDocument[], { entries, unread, report, ...around }: Declarations): Manifest['resources'] {
  const lists = new Map<string, Map<string, ResourceTemplate>>()
  for (const { name, abstract } of entries.values()) if (!abstract) lists.set(name, new Map())
  for (const resource of resources) {
    // What is wrong with it in its layers is told together with what is wrong with the document alone.
    const declared = resource.valid || around.defaults.has(resource.kind) ? declareResource(resource, around, report) : null
    unread.add(resource.valid ? (declared?.faulty ?? []) : resource.environments, resource.name)
    for (const template of resource.valid ? (declared?.templates ?? []) : []) {
      const names = lists.get(template.environment)
      // Of several with one name the first counts.
      if (names?.has(template.name) === false) names.set(template.name, template)
    }
  }
  return new Map([...lists].map(([environment, names]) => [environment, [...names.values()].sort((a, b) => (a.name < b.name ? -1 : 1))] as const))
}
