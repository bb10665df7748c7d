import type { Diagnostic } from '../../../events/diagnostic.ts'
import type { ExplainedRemoval, ResourceExplanation } from '../../../plan/explanation.ts'
import type { ResourcePlan } from '../../../plan/plan-document.ts'
import type { Instant } from '../../../ports/clock.ts'
import { listText } from '../counted.ts'
import { placeText } from '../place-text.ts'
import { outlook } from '../resource-title.ts'
import { blankLine, span, styledLine, type StyledLine } from '../styled-line.ts'
import { edgeLines } from './edge-lines.ts'
import { lastRunLines } from './last-run-lines.ts'
import { reasonSentence } from './reason-sentence.ts'
import { recordText } from './value-lines.ts'

/** What there is to say of a resource: where it is declared and recorded, what it waits for and why, and why it is in the plan. */
export function resourceLines(explanation: ResourceExplanation, now: Instant): readonly StyledLine[] {
  const { address, resourceKind, waitsFor, neededBy } = explanation
  return [
    styledLine(0, span(`${resourceKind} ${address}`, 'bold')),
    ...factLines(explanation, now),
    ...section(
      'waits for',
      waitsFor.flatMap((edge) => edgeLines(edge, edge.from)),
    ),
    ...section(
      'needed by',
      neededBy.flatMap((edge) => edgeLines(edge, edge.to)),
    ),
    ...section('in the plan', planLines(explanation)),
    ...section('last run', lastRunLines(explanation.lastRun, now)),
    ...section('blocked', explanation.blocked.flatMap(blockedLines)),
  ]
}

function factLines(explanation: ResourceExplanation, now: Instant): readonly StyledLine[] {
  const { declaration, record, recordedAs, inProtected, inObserved, removal } = explanation
  const labels = Object.entries(declaration?.labels ?? {}).map(([key, value]) => `${key}=${value}`)
  return [
    fact('declared', declaration === null ? 'no document declares it any more' : placeText(declaration.at)),
    ...(removal === null ? [] : [fact('removal', removalText(removal))]),
    ...(labels.length === 0 ? [] : [fact('labels', labels.join(', '))]),
    ...(declaration?.owns ?? []).map((owned) => fact('owns', owned)),
    ...(declaration?.ignoreChanges ?? []).map((pointer) => fact('ignores', `changes of ${pointer}`)),
    ...protectionLines(declaration?.preventDestroy ?? false),
    ...(inProtected ? [fact('protected', 'its environment is: applying takes a saved plan and the name of the environment')] : []),
    ...(inObserved ? [fact('observed', 'its environment is only observed: nothing of it is ever changed')] : []),
    fact('recorded', `${recordedAs === null ? '' : `as ${recordedAs}, `}${recordText(record, now)}`),
  ]
}

function removalText({ rule, said }: ExplainedRemoval): string {
  const why = said === null ? 'its document said nothing of lifecycle.onRemove' : `lifecycle.onRemove was ${said}`
  switch (rule) {
    case 'destroy':
      return `${why}: the next apply deletes it`
    case 'forget':
      return `${why}: the next apply forgets it and leaves it alone`
    case 'refuse':
      return `${why}${said === null ? ', and its environment is protected' : ''}: nothing is planned until its document is back`
    default:
      return rule satisfies never
  }
}

function protectionLines(preventDestroy: boolean | readonly string[]): readonly StyledLine[] {
  if (preventDestroy === false) return []
  const what = preventDestroy === true ? 'neither it nor anything inside of it' : `nothing inside of it that is like ${listText(preventDestroy)}`
  return [fact('protected', `lifecycle.preventDestroy: ${what} is deleted or replaced`)]
}

function fact(name: string, text: string): StyledLine {
  return styledLine(2, span(name.padEnd(11), 'dim'), text)
}

function section(title: string, lines: readonly StyledLine[]): readonly StyledLine[] {
  return lines.length === 0 ? [] : [blankLine, styledLine(2, span(title, 'bold')), ...lines]
}

function planLines({ plan, blocked }: ResourceExplanation): readonly StyledLine[] {
  if (plan === null) return blocked.length > 0 ? [styledLine(4, 'it cannot be planned now, see below')] : [styledLine(4, 'it is not: nothing is to be done')]
  return [
    styledLine(4, `it ${outlook(plan)}`),
    ...plan.reasons.map((reason) => styledLine(4, span('because ', 'dim'), reasonSentence(reason))),
    ...sureness(plan).map((text) => styledLine(4, text)),
  ]
}

function sureness({ exactness, waitsFor }: ResourcePlan): readonly string[] {
  const upstream = listText(waitsFor, 20)
  const [have, their] = waitsFor.length > 1 ? ['have', 'their'] : ['has', 'its']
  switch (exactness) {
    case 'exact':
      return []
    case 'conditional':
      return [`conditional: planned with values that are expected${upstream === '' ? '' : ` of ${upstream}`}, and planned again before it is applied`]
    case 'deferred':
      return [`deferred: it is planned during apply, once ${upstream === '' ? 'what it reads' : upstream} ${have} been applied and ${their} outputs are known`]
    default:
      return exactness satisfies never
  }
}

function blockedLines({ code, message, hint, at, address }: Diagnostic): readonly StyledLine[] {
  const [first = '', ...more] = message.split('\n')
  return [
    styledLine(4, span(`[${code}] `, 'failed'), address === undefined ? '' : `${address}: `, first),
    ...more.map((line) => styledLine(6, line)),
    ...(at === undefined ? [] : [styledLine(6, span(placeText(at), 'dim'))]),
    ...(hint === undefined ? [] : hint.split('\n').map((line, index) => styledLine(6, span(index === 0 ? 'hint: ' : '      ', 'dim'), line))),
  ]
}
