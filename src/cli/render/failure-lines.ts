import type { Failure } from '../../events/outcome.ts'
import { actionWords } from './action-words.ts'
import type { FailedStep } from './run-results.ts'
import { span, styledLine, type StyledLine } from './styled-line.ts'

/** A failed step with the whole text of its failure and what to do about it. */
export function failedStepLines({ address, action, failure }: FailedStep): readonly StyledLine[] {
  const title =
    failure.reason === 'envelope-exceeded'
      ? span(`approval needed: ${address}`, 'warning')
      : span(`error: ${address} failed while ${actionWords[action].doing}`, 'failed')
  return [styledLine(0, title), ...failureLines(failure, 2)]
}

/** The text of a failure as it is, with its reason's remarks and its hint. */
export function failureLines(failure: Failure, indent: number): readonly StyledLine[] {
  const message = failure.message.replace(/\n+$/, '').split('\n')
  const doubt = failure.indeterminate ? [styledLine(indent, span('nobody can say whether it took effect', 'warning'))] : []
  const hint =
    failure.hint === undefined ? [] : failure.hint.split('\n').map((line, at) => styledLine(indent, span(at === 0 ? 'hint: ' : '      ', 'dim'), line))
  return [...message.map((line) => styledLine(indent, line.replace(/\r$/, ''))), ...doubt, ...hint]
}
