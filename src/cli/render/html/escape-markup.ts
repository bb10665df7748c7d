import { safeText } from '../safe-text.ts'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** A text for HTML and XML, as content or inside a quoted attribute: no markup comes of it, and nothing hidden stays hidden. */
export function escapeMarkup(text: string): string {
  return escapeLines(safeText(text))
}

/** The same for text that {@link safeText} has seen already and whose line feeds are meant. */
export function escapeLines(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
