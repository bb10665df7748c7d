import { maskAt, type Mask } from '../../expressions/value.ts'
import type { RecordedResource } from '../../plan/recorded-resource.ts'
import { knownSide } from './diff-side.ts'
import { printLines } from './print-lines.ts'
import { blankLine, span, styledLine, type StyledLine } from './styled-line.ts'
import type { TextStyle } from './terminal.ts'
import { alignedLabels, wholeValue } from './whole-value.ts'

/** The outputs of recorded resources, typed as HCL writes them; sensitive ones are masked unless asked for. Resources without outputs are left out. */
export function renderOutputs(records: readonly RecordedResource[], options: { readonly style: TextStyle; readonly showSensitive: boolean }): string {
  const withOutputs = records.filter(({ outputs }) => Object.keys(outputs).length > 0)
  if (withOutputs.length === 0) return printLines([styledLine(0, 'No outputs.')], options.style)
  const lines = withOutputs.flatMap(({ address, outputs, outputsSensitive }, at) => [
    ...(at > 0 ? [blankLine] : []),
    styledLine(0, span(address, 'bold')),
    ...outputLines(outputs, options.showSensitive ? false : outputsSensitive),
  ])
  return printLines(lines, options.style)
}

/** An output that is null is there all the same, unlike an attribute that is. */
function outputLines(outputs: RecordedResource['outputs'], sensitive: Mask): readonly StyledLine[] {
  const entries = Object.entries(outputs).sort(([left], [right]) => (left < right ? -1 : 1))
  const label = alignedLabels(entries.map(([name]) => name))
  return entries.flatMap(([name, value]) => wholeValue(knownSide(value, maskAt(sensitive, name)), { label: label(name), level: 0, mark: '' }))
}
