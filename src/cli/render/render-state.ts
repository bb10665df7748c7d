import type { Instant } from '../../ports/clock.ts'
import type { RecordedResource } from '../../plan/recorded-resource.ts'
import { knownSide } from './diff-side.ts'
import { printLines } from './print-lines.ts'
import { asMap, block } from './resource-block.ts'
import { blankLine, span, styledLine, type StyledLine } from './styled-line.ts'
import { tableLines } from './table.ts'
import type { TextStyle } from './terminal.ts'
import { isoTime, relativeTime } from './time-text.ts'
import { wholeEntries } from './whole-value.ts'

/** The recorded resources as a table, in the order given. */
export function renderStateList(records: readonly RecordedResource[], options: { readonly style: TextStyle; readonly now: Instant }): string {
  if (records.length === 0) return printLines([styledLine(0, 'Nothing is recorded.')], options.style)
  const rows = records.map(({ address, kind, status, revision, updatedAt }) => [
    address,
    kind,
    status === 'ready' ? status : span(status, 'warning'),
    String(revision),
    `${isoTime(updatedAt)} (${relativeTime(updatedAt, options.now)})`,
  ])
  return printLines(tableLines(['ADDRESS', 'KIND', 'STATUS', 'REVISION', 'UPDATED'], rows), options.style)
}

/** All that is recorded of one resource; sensitive values only when they are asked for. */
export function renderStateShow(
  record: RecordedResource,
  options: { readonly style: TextStyle; readonly now: Instant; readonly showSensitive: boolean },
): string {
  const mask = (own: RecordedResource['attributesSensitive']) => (options.showSensitive ? false : own)
  const lines = [
    ...factLines(record, options.now),
    blankLine,
    ...section('attributes', wholeEntries(asMap(knownSide(record.attributes, mask(record.attributesSensitive))), 0, '')),
    ...section('outputs', wholeEntries(asMap(knownSide(record.outputs, mask(record.outputsSensitive))), 0, '')),
  ]
  return printLines(lines, options.style)
}

function factLines(record: RecordedResource, now: Instant): readonly StyledLine[] {
  const { status, owns, dependencies } = record
  return [
    styledLine(0, span(`${record.kind} ${record.address}`, 'bold')),
    styledLine(2, 'status     ', span(status, status === 'ready' ? 'plain' : 'warning')),
    styledLine(2, `revision   ${record.revision}, written by run ${record.run}`),
    styledLine(2, `updated    ${isoTime(record.updatedAt)} (${relativeTime(record.updatedAt, now)})`),
    ...protectionLines(record.preventDestroy),
    ...(record.onRemove === null ? [] : [styledLine(2, `onRemove   ${record.onRemove}`)]),
    ...owns.map(({ description }) => styledLine(2, `owns       ${description}`)),
    ...(dependencies.length > 0 ? [styledLine(2, `needs      ${dependencies.join(', ')}`)] : []),
  ]
}

function protectionLines(preventDestroy: RecordedResource['preventDestroy']): readonly StyledLine[] {
  if (preventDestroy === false) return []
  return [styledLine(2, `protected  ${preventDestroy === true ? 'against deletion' : `inside of it: ${preventDestroy.join(', ')}`}`)]
}

function section(name: string, entries: readonly StyledLine[]): readonly StyledLine[] {
  return entries.length === 0
    ? []
    : block(styledLine(0, span(name, 'bold')), entries).map((line, at, all) => (at === all.length - 1 ? { ...line, indent: 0 } : line))
}
