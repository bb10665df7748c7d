import type { Diagnostic } from '../events/diagnostic.ts'

/**
 * Diagnostics by file and place, those without a place first, each once. Of several at one place the one is kept that explains the others:
 * a value that could not be read before what its schema says of it, an error before a warning.
 */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const failedPlaces = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(placeKey))
  const unreadPlaces = new Set(diagnostics.filter(isAboutReading).map(placeKey))
  const seen = new Set<string>()
  return diagnostics
    .filter((diagnostic) => {
      const key = `${placeKey(diagnostic)} ${diagnostic.code} ${diagnostic.message}`
      if (seen.has(key)) return false
      seen.add(key)
      if (diagnostic.at === undefined || isAboutReading(diagnostic)) return true
      return diagnostic.severity === 'error' ? !unreadPlaces.has(placeKey(diagnostic)) : !failedPlaces.has(placeKey(diagnostic))
    })
    .sort(byPlace)
}

/** Whether it says that the value could not be read as it is written: then what the schema says of it is beside the point. */
function isAboutReading({ code, severity }: Diagnostic): boolean {
  return severity === 'error' && (code.startsWith('yaml-') || code === 'number-out-of-range')
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
