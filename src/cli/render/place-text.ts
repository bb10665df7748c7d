import type { SourceRange } from '../../events/diagnostic.ts'

/** A place as editors and terminals open it: `system/app.yaml:12:7`. */
export function placeText({ file, start }: SourceRange): string {
  return `${file}:${start.line}:${start.column}`
}
