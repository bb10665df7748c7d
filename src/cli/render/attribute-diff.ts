import { alignItems, type ItemPair } from './align-items.ts'
import { compareSides, type Comparison } from './compare-sides.ts'
import { counted } from './counted.ts'
import type { AttributePath, DiffContext } from './diff-context.ts'
import { childSide, keysOf, shapeOf, type Side } from './diff-side.ts'
import { encodedJson } from './encoded-json.ts'
import { multiLineDiff } from './multi-line-diff.ts'
import { span, type Span, type StyledLine } from './styled-line.ts'
import { quotedPair } from './value-text.ts'
import { alignedLabels, encodedOptions, inlineText, isMultiLine, markedLine, remarkLine, valueSpan, wholeValue } from './whole-value.ts'

/** A place where two sides are compared. */
interface Place {
  readonly before: Side
  readonly after: Side
  readonly path: AttributePath
  readonly context: DiffContext
  /** Levels of nesting before the text. */
  readonly level: number
}

interface LabelledPlace extends Place {
  /** `key = `, or nothing for an item of a list. */
  readonly label: string
  /** `,` for an item of a list. */
  readonly ending: readonly Span[]
}

/** What two maps differ in, key by key in order, as Terraform shows it; unchanged entries are counted only. */
export function attributeDiff(place: Place): readonly StyledLine[] {
  const { before, after, path, context, level } = place
  const entries = [...new Set([...keysOf(before), ...keysOf(after)])].sort().map((key) => {
    const child = { ...place, before: childSide(before, key), after: childSide(after, key), path: [...path, key] }
    return { key, child, comparison: compareSides(child.before, child.after, child), landmark: path.length === 0 && context.landmarks.includes(key) }
  })
  const shown = entries.filter(({ child, comparison, landmark }) => comparison !== 'same' || (landmark && inlineText(child.after) !== null))
  const label = alignedLabels(shown.map(({ key }) => key))
  const lines = shown.flatMap(({ key, child, comparison }) => placeLines({ ...child, label: label(key), ending: [] }, comparison))
  const hidden = entries.length - shown.length
  return hidden === 0 ? lines : [...lines, remarkLine(level, `(${counted(hidden, 'unchanged attribute')} hidden)`)]
}

function placeLines(place: LabelledPlace, comparison: Comparison): readonly StyledLine[] {
  const { before, after, path, level, label, ending, context } = place
  if (comparison === 'same') return wholeValue(after, { label, level, mark: '', ending })
  const opening = context.forcesReplacement(path) ? [span(' # forces replacement', 'removed')] : []
  const shapes = `${shapeOf(before)} ${shapeOf(after)}`
  if (shapes === 'map map') return nested({ ...place, opening, brackets: ['{', '}'] }, attributeDiff({ ...place, level: level + 1 }))
  if (shapes === 'list list') return nested({ ...place, opening, brackets: ['[', ']'] }, listDiff({ ...place, level: level + 1 }))
  if (shapes === 'sensitive sensitive') {
    return [markedLine(level, comparison === 'different' ? '~' : '', label, valueSpan(inlineText(after) ?? ''), ...ending, ...opening)]
  }
  if (shapeOf(before) === 'nothing') return wholeValue(after, { label, level, mark: '+', opening, ending })
  if (shapeOf(after) === 'nothing') {
    const gone = ending.length > 0 ? ending : [span(' -> null', 'dim')]
    return wholeValue(before, { label, level, mark: '-', opening, ending: gone })
  }
  return replacedValue({ ...place, opening })
}

interface OpenedPlace extends LabelledPlace {
  /** What stands after the value or its opening bracket. */
  readonly opening: readonly Span[]
}

function nested(place: OpenedPlace & { readonly brackets: readonly [string, string] }, inside: readonly StyledLine[]): readonly StyledLine[] {
  const [open, close] = place.brackets
  return [markedLine(place.level, '~', `${place.label}${open}`, ...place.opening), ...inside, markedLine(place.level, '', close, ...place.ending)]
}

/** A value that gives way to another one of another shape, or to another scalar. */
function replacedValue(place: OpenedPlace): readonly StyledLine[] {
  const { before, after, level, label, opening, ending } = place
  const special = encodedChange(place) ?? textChange(place)
  if (special !== null) return special
  const [old, fresh] = inlinePair(before, after)
  if (old !== null && fresh !== null) return [markedLine(level, '~', label, valueSpan(old), ' -> ', valueSpan(fresh), ...ending, ...opening)]
  if (fresh !== null) return wholeValue(before, { label, level, mark: '-', firstMark: '~', opening, ending: [span(' -> '), valueSpan(fresh), ...ending] })
  if (old !== null) return wholeValue(after, { label: `${label}${old} -> `, level, mark: '+', firstMark: '~', opening, ending })
  return [...wholeValue(before, { label, level, mark: '-', opening, ending }), ...wholeValue(after, { label, level, mark: '+', ending })]
}

/** Two JSON strings are compared by what they hold; those that differ in their spelling alone are shown as they are. */
function encodedChange(place: OpenedPlace): readonly StyledLine[] | null {
  const [before, after] = [encodedJson(place.before), encodedJson(place.after)]
  if (before === null || after === null || shapeOf(before) !== shapeOf(after)) return null
  const inside = { ...encodedOptions(place), before, after }
  return compareSides(before, after, inside) === 'same' ? null : placeLines(inside, 'different')
}

function textChange({ before, after, level, label, opening, ending }: OpenedPlace): readonly StyledLine[] | null {
  if (shapeOf(before) !== 'scalar' || shapeOf(after) !== 'scalar') return null
  if (typeof before.value !== 'string' || typeof after.value !== 'string') return null
  if (!isMultiLine(before.value) && !isMultiLine(after.value)) return null
  return [markedLine(level, '~', `${label}<<-EOT`, ...opening), ...multiLineDiff(before.value, after.value, level + 1), markedLine(level, '', 'EOT', ...ending)]
}

function inlinePair(before: Side, after: Side): readonly [string | null, string | null] {
  const scalars = shapeOf(before) === 'scalar' && shapeOf(after) === 'scalar'
  if (scalars && typeof before.value === 'string' && typeof after.value === 'string') return quotedPair(before.value, after.value)
  return [inlineText(before), inlineText(after)]
}

/** What two lists differ in: one unchanged item on each side of a change is shown. */
function listDiff({ before, after, path, context, level }: Place): readonly StyledLine[] {
  const pairs = alignItems(before, after).map((pair) => ({
    pair,
    comparison: compareSides(pair.before, pair.after, { path: [...path, pair.index], context }),
  }))
  const lines: StyledLine[] = []
  let hidden = 0
  const flush = () => {
    if (hidden > 0) lines.push(remarkLine(level, `(${counted(hidden, 'unchanged element')} hidden)`))
    hidden = 0
  }
  pairs.forEach(({ pair, comparison }, at) => {
    const besideChange = [at - 1, at + 1].some((other) => pairs[other] !== undefined && pairs[other].comparison !== 'same')
    if (comparison === 'same' && !(besideChange && inlineText(pair.after) !== null)) hidden++
    else {
      flush()
      lines.push(...itemLines(pair, comparison, { path, context, level }))
    }
  })
  flush()
  return lines
}

function itemLines(pair: ItemPair, comparison: Comparison, at: Pick<Place, 'path' | 'context' | 'level'>): readonly StyledLine[] {
  return placeLines({ ...pair, ...at, path: [...at.path, pair.index], label: '', ending: [span(',')] }, comparison)
}
