import type { FieldDrift } from '../../plan/provider.ts'
import { counted } from './counted.ts'
import { pathText } from './diff-context.ts'
import { knownSide } from './diff-side.ts'
import { span, styledLine, type StyledLine } from './styled-line.ts'
import { quotedPair, sensitiveText } from './value-text.ts'
import { inlineText } from './whole-value.ts'

/** Fields that are shown before the rest is only counted. */
const maxFields = 20

/** What was changed behind Genesis' back: recorded and observed values, field by field. */
export function driftNote(drift: readonly FieldDrift[]): readonly StyledLine[] {
  if (drift.length === 0) return []
  const left = drift.length - maxFields
  return [
    remark('changed outside of Genesis:'),
    ...drift.slice(0, maxFields).map((field) => remark(`  ${fieldText(field)}`)),
    ...(left > 0 ? [remark(`  and ${counted(left, 'more field')}`)] : []),
  ]
}

function fieldText(field: FieldDrift): string {
  const conflict = field.conflict ? ' (conflict: the documents changed it too, to something else)' : ''
  return `${pathText(field.path) || 'everything'}: ${field.sensitive ? sensitiveText : valueTexts(field).join(' -> ')}${conflict}`
}

function valueTexts({ recorded, observed }: FieldDrift): readonly [string, string] {
  if (typeof recorded === 'string' && typeof observed === 'string') return quotedPair(recorded, observed)
  return [inlineText(knownSide(recorded)) ?? JSON.stringify(recorded), inlineText(knownSide(observed)) ?? JSON.stringify(observed)]
}

function remark(text: string): StyledLine {
  return styledLine(2, span(`# ${text}`, 'warning'))
}
