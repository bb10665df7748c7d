import { safeText } from '../safe-text.ts'
import { textWidth } from '../text-width.ts'
import type { PictureNode } from './picture.ts'

/** Longer texts are cut in boxes; pointing at the box shows them whole. */
const maxCells = 36

/** The pixels that one cell takes in a box. */
const cellWidth = 7.6

/** How large the box of a node is, in pixels. */
export function nodeSize({ title, subtitle }: Pick<PictureNode, 'title' | 'subtitle'>): { readonly width: number; readonly height: number } {
  const cells = Math.max(textWidth(boxText(title)), textWidth(boxText(subtitle)) * 0.9, 8)
  return { width: Math.ceil(cells * cellWidth) + 20, height: 42 }
}

/** A text as it stands in a box: harmless, and not too long. */
export function boxText(text: string): string {
  const safe = safeText(text)
  const characters = Array.from(safe)
  return characters.length <= maxCells ? safe : `${characters.slice(0, maxCells - 1).join('')}…`
}
