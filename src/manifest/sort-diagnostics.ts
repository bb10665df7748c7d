import type { Diagnostic } from '../events/diagnostic.ts'

/**
 * Diagnostics by file and place, those without a place first, each once. A warning at the place of an error is left out: the error says
 * more.
 */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const failedPlaces = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(placeKey))
  const seen = new Set<string>()
  return diagnostics
    .filter((diagnostic) => {
      const key = `${placeKey(diagnostic)} ${diagnostic.code} ${diagnostic.message}`
      if (seen.has(key)) return false
      seen.add(key)
      return diagnostic.severity === 'error' || diagnostic.at === undefined || !failedPlaces.has(placeKey(diagnostic))
    })
    .sort(byPlace)
}

function placeKey({ at }: Diagnostic): string {
  return at === undefined ? '' : `${at.file} ${at.start.offset}`
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    compare(a.at?.file ?? '', b.at?.file ?? '') ||
    (a.at?.start.offset ?? 0) - (b.at?.start.offset ?? 0) ||
    compare(a.code, b.code) ||
    compare(a.message, b.message)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
