import type { SourceRange } from '../events/diagnostic.ts'
import type { Json } from '../events/json.ts'

/** What a value is read from. */
export type SourceOrigin =
  /** A variable of the environment that Genesis runs in. */
  | { readonly kind: 'variable'; readonly name: string }
  /** A file; the path is absolute or starts at the folder. */
  | { readonly kind: 'file'; readonly path: string }
  /** What a program prints. */
  | { readonly kind: 'program'; readonly argv: readonly [string, ...string[]] }

/** Where a value comes from that no document says. */
export interface ValueSource {
  readonly origin: SourceOrigin
  /** A JSON pointer (RFC 6901) into what is read; null for all of it, as text. */
  readonly pointer: string | null
  /** The folder of the file that says it, relative to the project's root: paths start there. */
  readonly folder: string
  /** The place that says it. */
  readonly at: SourceRange
}

/** Which credentials an environment asks for: planning gets its own. */
export type Purpose = 'plan' | 'apply'

/** The source as JSON, without its place: for digests. */
export function sourceJson({ origin, pointer, folder }: ValueSource): Json {
  return { origin: { ...origin }, pointer, folder }
}

/** The source in a few words, without its arguments: `the file ../db.json`. */
export function sourceWords({ origin }: ValueSource): string {
  switch (origin.kind) {
    case 'variable':
      return `the variable ${origin.name}`
    case 'file':
      return `the file ${origin.path}`
    case 'program':
      return `the program ${origin.argv[0]}`
    default:
      return origin satisfies never
  }
}
