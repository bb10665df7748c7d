import { expect } from 'vitest'

/** Controls, formats, separators, and characters that nobody sees; line feeds are left to the caller. */
const active = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

/** Our own colours. */
const colours = /\u001b\[(?:1|2|22|3[1-6]|39)m/g

/** Nothing in what was written can move a cursor, colour anything, or hide. */
export function expectHarmless(output: string): void {
  const found = active.exec(output.replace(colours, ''))
  expect(found === null ? null : JSON.stringify(output.slice(Math.max(0, found.index - 60), found.index + 20))).toBeNull()
}
