import type { FlatChange } from '../../plan/inner-change.ts'
import { innerBlock } from './inner-block.ts'
import { blankLine, type StyledLine } from './styled-line.ts'

/** The changes inside a stack, each in full, with a blank line between them. */
export function insideLines(inner: readonly FlatChange[], style: { readonly unicode: boolean }): readonly StyledLine[] {
  return inner.flatMap((change, index) => [...(index === 0 ? [] : [blankLine]), ...innerBlock(change, style)])
}
