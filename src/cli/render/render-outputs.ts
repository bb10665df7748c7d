import type { RecordedResource } from '../../plan/recorded-resource.ts'
import { knownSide } from './diff-side.ts'
import { printLines } from './print-lines.ts'
import { blankLine, span, styledLine } from './styled-line.ts'
import type { TextStyle } from './terminal.ts'
import { wholeEntries } from './whole-value.ts'

/** The outputs of recorded resources, typed as HCL writes them; sensitive ones are masked unless asked for. Resources without outputs are left out. */
export function renderOutputs(records: readonly RecordedResource[], options: { readonly style: TextStyle; readonly showSensitive: boolean }): string {
  const withOutputs = records.filter(({ outputs }) => Object.keys(outputs).length > 0)
  if (withOutputs.length === 0) return printLines([styledLine(0, 'No outputs.')], options.style)
  const lines = withOutputs.flatMap(({ address, outputs, outputsSensitive }, at) => [
    ...(at > 0 ? [blankLine] : []),
    styledLine(0, span(address, 'bold')),
    ...wholeEntries(knownSide(outputs, options.showSensitive ? false : outputsSensitive), 0, ''),
  ])
  return printLines(lines, options.style)
}
