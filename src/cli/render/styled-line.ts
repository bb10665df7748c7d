/** What a piece of text is, for colour. */
export type Tone = 'plain' | 'dim' | 'bold' | 'added' | 'changed' | 'removed' | 'deferred' | 'warning' | 'failed'

/** A piece of text in one tone. The text may come from anywhere: it is made harmless when it is printed. */
export interface Span {
  readonly text: string
  readonly tone: Tone
}

/** One line before it is printed; `indent` in cells. */
export interface StyledLine {
  readonly indent: number
  readonly spans: readonly Span[]
}

/** A line with nothing on it. */
export const blankLine: StyledLine = { indent: 0, spans: [] }

/** A piece of text; plain unless a tone is given. */
export function span(text: string, tone: Tone = 'plain'): Span {
  return { text, tone }
}

/** A line of strings and pieces; strings are plain. */
export function styledLine(indent: number, ...parts: readonly (string | Span)[]): StyledLine {
  return { indent, spans: parts.map((part) => (typeof part === 'string' ? span(part) : part)) }
}
