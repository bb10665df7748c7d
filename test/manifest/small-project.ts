import type { Diagnostic } from '../../src/events/diagnostic.ts'
import { renderDiagnostics } from '../../src/cli/render/diagnostics.ts'
import { loadManifest } from '../../src/manifest/load-manifest.ts'
import { readYaml } from '../../src/manifest/read-yaml.ts'
import type { Manifest, ManifestFile } from '../../src/manifest/manifest.ts'

/** A `genesis.yaml` with the environments dev and staging. */
export const projectFile: ManifestFile = {
  path: 'genesis.yaml',
  text: `apiVersion: genesis/v1
kind: Project
metadata: { name: shop }
---
apiVersion: genesis/v1
kind: Environment
metadata: { name: dev }
---
apiVersion: genesis/v1
kind: Environment
metadata: { name: staging }
`,
}

/** What loading gave. */
export interface Loaded {
  readonly manifest: Manifest | null
  /** Whether it is all there. */
  readonly complete: boolean
  readonly diagnostics: readonly Diagnostic[]
}

/** Loads a text as `system/app.yaml` of the small project. */
export function loadText(text: string): Loaded {
  return loadFiles([projectFile, { path: 'system/app.yaml', text }])
}

export function loadFiles(files: readonly ManifestFile[]): Loaded {
  const diagnostics: Diagnostic[] = []
  return { ...loadManifest({ files, read: readYaml, report: (diagnostic) => diagnostics.push(diagnostic) }), diagnostics }
}

/** The whole text that a person sees. */
export function shownText(diagnostics: readonly Diagnostic[], files: readonly ManifestFile[]): string {
  const sources = (path: string) => files.find((file) => file.path === path)?.text
  return renderDiagnostics(diagnostics, { sources, color: false, width: 100 })
}

/** The characters of a file that a range covers. */
export function covered(text: string, range: { readonly start: { offset: number }; readonly end: { offset: number } }): string {
  return text.slice(range.start.offset, range.end.offset)
}
