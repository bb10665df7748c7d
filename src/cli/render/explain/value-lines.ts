import type {
  ExplainedLayer,
  ExplainedReference,
  ExplainedValue,
  IgnoredValue,
  Origin,
  RecordNote,
  ShownValue,
  ValueExplanation,
} from '../../../plan/explanation.ts'
import type { Instant } from '../../../ports/clock.ts'
import { counted } from '../counted.ts'
import { pathText } from '../diff-context.ts'
import { knownSide, type Side } from '../diff-side.ts'
import { placeText } from '../place-text.ts'
import { referenceText } from '../reference-text.ts'
import { blankLine, span, styledLine, type StyledLine } from '../styled-line.ts'
import { relativeTime } from '../time-text.ts'
import { inlineText, wholeValue } from '../whole-value.ts'

/** Where values come from: each with its place, its expression, and what that reads. */
export function valueLines({ address, path, values, left }: ValueExplanation, now: Instant): readonly StyledLine[] {
  const title = styledLine(0, span(`${address} ${pathText(path) || 'spec'}`, 'bold'))
  const blocks = values.flatMap((value) => [blankLine, ...oneValue(value, now)])
  return [title, ...blocks, ...(left > 0 ? [blankLine, styledLine(2, span(`… and ${counted(left, 'more value')} below it`, 'dim'))] : [])]
}

function oneValue({ path, at, layers, written, value, ignored, failures, references }: ExplainedValue, now: Instant): readonly StyledLine[] {
  const counting = layers.at(-1)
  return [
    ...assigned(pathText(path) || 'spec', value, 2),
    styledLine(4, span('from ', 'dim'), placeText(at), span(layers.length > 1 && counting !== undefined ? ` (${layerText(counting)})` : '', 'dim')),
    ...(written === null ? [] : writtenLines(written, 4)),
    ...layers
      .slice(0, -1)
      .reverse()
      .map((layer) => hiddenLine(layer, 4, layerText(layer))),
    ...(ignored === null ? [] : ignoredLines(ignored, pathText(path) || 'spec')),
    ...failures.map((failure) => styledLine(4, span(failure, 'failed'))),
    ...references.flatMap((reference) => referenceLines(reference, now)),
  ]
}

function ignoredLines({ pointer, isRecorded, inForce }: IgnoredValue, name: string): readonly StyledLine[] {
  const line = (text: string): StyledLine => styledLine(4, span('ignored ', 'warning'), span('by lifecycle.ignoreChanges, ', 'dim'), pointer, span(text, 'dim'))
  if (!isRecorded) return [line(': once it is applied, changes here are ignored')]
  if (inForce === null) return [line(': what is there stays as it is')]
  return [line(': what was recorded is in force'), ...assigned(name, inForce, 6)]
}

/** A layer that does not count, because a stronger one says something else. */
function hiddenLine(layer: ExplainedLayer, indent: number, name: string): StyledLine {
  const { value, sensitive = false } = layer
  const expression = typeof value === 'string' && value.includes('${') && !value.includes('\n')
  const said = sensitive ? '(sensitive)' : value === null ? 'nothing' : expression ? value : (inlineText(knownSide(value)) ?? 'more than a line')
  return styledLine(indent, span('over ', 'dim'), placeText(layer.at), span(` (${name}): ${said}`, 'dim'))
}

function layerText({ kind, environment }: ExplainedLayer): string {
  switch (kind) {
    case 'project-defaults':
      return "the project's defaults"
    case 'environment-defaults':
      return environment === null ? "an environment's defaults" : `the defaults of ${environment}`
    case 'file':
      return 'a file of variables'
    case 'document':
      return 'the document'
    case 'override':
      return environment === null ? 'an override' : `the override for ${environment}`
    case 'set':
      return 'set for this command'
    default:
      return kind satisfies never
  }
}

function referenceLines({ reads, origin, value }: ExplainedReference, now: Instant): readonly StyledLine[] {
  const name = referenceText(reads)
  const shown = value === null ? [styledLine(6, name, span(' does not exist', 'warning'))] : assigned(name, value, 6)
  // What an environment says comes from its own document and from those that it extends, not from defaults.
  const nameOf = reads[0] === 'environment' ? (layer: ExplainedLayer) => layer.environment ?? layerText(layer) : layerText
  return [...shown, ...originLines(origin, { now, nameOf })]
}

interface OriginWords {
  readonly now: Instant
  readonly nameOf: (layer: ExplainedLayer) => string
}

function declaredLines({ at, written, layers }: Extract<Origin, { kind: 'declared' }>, nameOf: OriginWords['nameOf']): readonly StyledLine[] {
  const hidden = layers.slice(0, -1).reverse()
  const counting = layers.at(-1)
  const isTold = counting !== undefined && (hidden.length > 0 || counting.kind === 'environment-defaults')
  return [
    styledLine(8, span('from ', 'dim'), placeText(at), span(isTold ? ` (${nameOf(counting)})` : '', 'dim')),
    ...(written === null ? [] : writtenLines(written, 8)),
    ...hidden.map((layer) => hiddenLine(layer, 8, nameOf(layer))),
  ]
}

function originLines(origin: Origin, { now, nameOf }: OriginWords): readonly StyledLine[] {
  switch (origin.kind) {
    case 'declared':
      return declaredLines(origin, nameOf)
    case 'output': {
      const declared = origin.declaredAt === null ? '' : `, declared at ${placeText(origin.declaredAt)}`
      return [
        styledLine(
          8,
          span('an output of ', 'dim'),
          origin.address,
          span(`${declared}; ${origin.record === null ? '' : 'recorded '}${recordText(origin.record, now)}`, 'dim'),
        ),
      ]
    }
    case 'project':
      return [styledLine(8, span('from the Project document, genesis.yaml', 'dim'))]
    case 'git':
      return [styledLine(8, span("from the repository's checkout", 'dim'))]
    case 'other':
      return []
    default:
      return origin satisfies never
  }
}

/** When a record was written, or that there is none. */
export function recordText(record: RecordNote | null, now: Instant): string {
  if (record === null) return 'never applied'
  const { revision, run, updatedAt, status } = record
  return `by run ${run} ${relativeTime(updatedAt, now)} (revision ${revision}${status === 'incomplete' ? ', incomplete' : ''})`
}

function writtenLines(text: string, indent: number): readonly StyledLine[] {
  const lines = text.replace(/\n$/, '').split('\n')
  return lines.map((line, index) => styledLine(indent, span(index === 0 ? 'as   ' : '     ', 'dim'), line))
}

/** A value behind its name, on as many lines as it takes. */
export function assigned(name: string, value: ShownValue, indent: number): readonly StyledLine[] {
  const side: Side = value
  // Each line begins with the room for a mark; here is none.
  return wholeValue(side, { label: `${name} = `, level: 0, mark: '' }).map(({ indent: own, spans }) => ({ indent: indent + own, spans: spans.slice(1) }))
}
