/** East Asian wide and full-width characters (Unicode 16, EastAsianWidth W and F) that are not emoji. */
const wide =
  /[\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18CFF}\u{1AFF0}-\u{1B2FF}\u{1D300}-\u{1D376}\u{1F200}-\u{1F265}\u{20000}-\u{3FFFD}]/u
const emoji = /\p{Emoji_Presentation}/u
const regional = /[\u{1F1E6}-\u{1F1FF}]/u
const combining = /[\p{Mn}\p{Me}\u1160-\u11FF]/u

/** The cells that one code point takes on a terminal: 0, 1 or 2. Not for control characters. */
export function characterWidth(character: string): number {
  if (character < '\u0300') return 1
  if (combining.test(character)) return 0
  return wide.test(character) || (emoji.test(character) && !regional.test(character)) ? 2 : 1
}

/** The cells that a text without control characters takes. */
export function textWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/** The text with spaces behind it, so that it takes at least `width` cells. */
export function padToWidth(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)))
}
