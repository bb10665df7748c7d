const maxQuotedCharacters = 200

/** The beginning of a text on one line, for a message. */
export function quoteBeginning(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ')
  return line.length > maxQuotedCharacters ? `${line.slice(0, maxQuotedCharacters)}…` : line
}
