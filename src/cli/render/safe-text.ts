/**
 * What must not reach a terminal or would not be seen there: controls (C0, C1, DEL), line and paragraph separators, format characters
 * (bidirectional overrides, zero-width ones, tags), default-ignorable and unassigned ones, halves of surrogate pairs, spaces that look like
 * another one, and the fifth and further marks on one letter.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?![ \u3000])\p{Zs}|(?<=\p{M}\p{M}\p{M}\p{M})\p{M}/gu

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** The text on one line, with everything hidden or active made visible: `\n`, `\t`, `\u{1b}`. */
export function safeText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return text.replace(hidden, (character) => short[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/** The same for JSON text: still the same JSON, with hidden characters outside of ASCII as `\uXXXX`. */
export function safeJsonText(json: string): string {
  return json.replace(hidden, (character) => (character === '\n' ? character : unicodeEscapes(character)))
}

function unicodeEscapes(character: string): string {
  return [...Array(character.length).keys()].map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('')
}
