import { safeText } from '../safe-text.ts'
import type { StyledLine } from '../styled-line.ts'
import { escapeLines } from './escape-markup.ts'

/** Lines as they stand on a terminal, as the content of a `<pre>`. */
export function linesHtml(lines: readonly StyledLine[]): string {
  return lines
    .map(({ indent, spans }) => {
      const parts = spans.map(({ text, tone }) => {
        const markup = escapeLines(safeText(text))
        return tone === 'plain' || text.trim() === '' ? markup : `<span class="tone-${tone}">${markup}</span>`
      })
      return parts.length === 0 ? '' : ' '.repeat(indent) + parts.join('')
    })
    .join('\n')
}
