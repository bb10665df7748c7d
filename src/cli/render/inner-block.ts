import type { InnerChange } from '../../plan/inner-change.ts'
import { attributeDiff } from './attribute-diff.ts'
import { innerSymbol, markText } from './change-symbol.ts'
import { compareSides } from './compare-sides.ts'
import { diffContext, type DiffContext } from './diff-context.ts'
import { shapeOf, type Side } from './diff-side.ts'
import { innerTitle } from './inner-title.ts'
import { asMap, block } from './resource-block.ts'
import { span, styledLine, type StyledLine } from './styled-line.ts'
import { levelWidth, remarkLine, wholeEntries } from './whole-value.ts'

/** A change inside a stack in full, one level in. */
export function innerBlock(inner: InnerChange, style: { readonly unicode: boolean }): readonly StyledLine[] {
  return [...innerTitle(inner, levelWidth + 2), ...block(innerHead(inner, style.unicode), attributeLines(inner))]
}

/** A change inside a stack in one line: `+ module.a.aws_vpc.main`. */
export function innerHead(inner: InnerChange, unicode: boolean): StyledLine {
  const symbol = innerSymbol(inner)
  return styledLine(levelWidth, span(`${markText(symbol, unicode).padStart(levelWidth - 1)} `, symbol.tone), inner.address)
}

function attributeLines(inner: InnerChange): readonly StyledLine[] {
  const { change } = inner
  const before = asMap({ value: change.before, unknown: false, sensitive: change.before_sensitive })
  const after = asMap({ value: change.after, unknown: change.after_unknown, sensitive: change.after_sensitive })
  const [action, second] = change.actions
  if (second === undefined) {
    if (action === 'delete') return wholeEntries(before, 2, '-')
    if (action === 'forget' || action === 'no-op' || action === undefined) return []
    if (shapeOf(before) === 'nothing') return wholeEntries(after, 2, action === 'read' ? '' : '+')
  }
  return comparedLines(before, after, diffContext({ replacePaths: change.replace_paths ?? [], changedPointers: null, landmarks: ['id', 'name'] }))
}

function comparedLines(before: Side, after: Side, context: DiffContext): readonly StyledLine[] {
  const lines = attributeDiff({ before, after, path: [], context, level: 2 })
  return compareSides(before, after, { path: [], context }) === 'unclear' ? [...lines, remarkLine(2, '(only sensitive values change)')] : lines
}
