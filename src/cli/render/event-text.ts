import type { GenesisEvent, RunningStep } from '../../events/event.ts'
import { actionWords } from './action-words.ts'
import { counted, listText } from './counted.ts'
import { durationText, elapsedText } from './duration-text.ts'
import { span, styledLine, type StyledLine, type Tone } from './styled-line.ts'

const runVerbs = { apply: 'applying', destroy: 'destroying', rollback: 'rolling back' } as const

/** An event in one line, led by the address it is about. Null for one that has nothing to say there, and for details unless `verbose`. */
export function eventLine(event: GenesisEvent, options: { readonly verbose: boolean }): StyledLine | null {
  switch (event.type) {
    case 'notice':
      return noticeLine(event)
    case 'planning-started':
      return styledLine(0, `planning ${event.environment}: ${counted(event.resources, 'resource')}`)
    case 'resource-planning':
      return options.verbose ? about(event.address, 'planning', 'dim') : null
    case 'resource-planned':
      return plannedLine(event, options)
    case 'run-started':
      return styledLine(0, `${runVerbs[event.mode]} ${event.environment}: ${counted(event.steps, 'step')} (run ${event.run})`)
    case 'output-line':
      return options.verbose ? styledLine(0, span(`${event.address} | `, 'dim'), event.line) : null
    case 'stopping':
      return styledLine(0, span(stoppingText(event), 'warning'))
    case 'run-ended':
      return null
    default:
      return stepLine(event)
  }
}

/** The first line of a text that may quote a tool. */
export function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '') ?? ''
}

type EventOf<Type extends GenesisEvent['type']> = Extract<GenesisEvent, { type: Type }>
type StepEvent = EventOf<'step-started' | 'step-progress' | 'step-retrying' | 'step-succeeded' | 'step-failed' | 'step-skipped' | 'step-recovered'>

function stepLine(event: StepEvent): StyledLine {
  const { address } = event
  switch (event.type) {
    case 'step-started':
      return about(address, `${actionWords[event.action].doing}${event.attempt > 1 ? ` (attempt ${event.attempt})` : ''}`)
    case 'step-progress':
      return about(address, progressText(event), 'dim')
    case 'step-retrying':
      return about(address, `attempt ${event.attempt} failed: ${firstLine(event.failure.message)}; again in ${durationText(event.delayMs)}`, 'warning')
    case 'step-succeeded':
      return about(address, `${actionWords[event.action].done} after ${durationText(event.durationMs)}`, 'added')
    case 'step-failed':
      return about(address, `failed after ${durationText(event.durationMs)}: ${firstLine(event.failure.message)}`, 'failed')
    case 'step-skipped':
      return about(address, `skipped: ${event.because}`, 'warning')
    case 'step-recovered':
      return about(address, recoveredText(event), event.found === 'unknown' ? 'warning' : 'plain')
    default:
      return event satisfies never
  }
}

/** What was found out about a step whose end nobody saw. */
export function recoveredText({ action, found, message }: Pick<EventOf<'step-recovered'>, 'action' | 'found' | 'message'>): string {
  const why = message === null ? '' : `: ${firstLine(message)}`
  switch (found) {
    case 'applied':
      return `${actionWords[action].done}: the interrupted step had taken effect, and is recorded now`
    case 'partly':
      return `partly ${actionWords[action].done}${why}`
    case 'not-applied':
      return `the interrupted step (${action}) had not taken effect`
    case 'unknown':
      return `nobody can tell whether the interrupted step (${action}) took effect${why}`
    default:
      return found satisfies never
  }
}

/** What a step tells of its progress, with its count if it has one. */
export function progressText({ message, done, total }: EventOf<'step-progress'>): string {
  return done === undefined || total === undefined ? firstLine(message) : `${firstLine(message)} (${done}/${total})`
}

function plannedLine({ address, action, exactness }: EventOf<'resource-planned'>, { verbose }: { readonly verbose: boolean }): StyledLine | null {
  if (action === 'no-op' && exactness === 'exact') return verbose ? about(address, 'planned: unchanged', 'dim') : null
  return about(address, exactness === 'deferred' ? 'deferred' : `planned: ${action}${exactness === 'conditional' ? ', to be planned again' : ''}`)
}

function noticeLine({ level, message, address }: EventOf<'notice'>): StyledLine {
  const text = address === undefined ? message : `${address}: ${message}`
  return styledLine(0, span(level === 'warning' ? 'warning: ' : 'note: ', level === 'warning' ? 'warning' : 'dim'), text)
}

function stoppingText({ level, environment, mode, running }: EventOf<'stopping'>): string {
  if (running.length === 0) return level === 'forced' ? 'stopping now: nothing runs' : 'stopping: nothing new starts'
  const names = listText(running.map(runningText))
  if (level === 'graceful') return `stopping: nothing new starts, ${names} may end; interrupt again to stop what runs`
  const [are, them] = running.length === 1 ? ['is', 'it'] : ['are', 'they']
  return `stopping now: ${names} ${are} interrupted once, and killed where that takes too long: nobody can tell then whether ${them} took effect; "genesis ${mode} ${environment}" finds out, and goes on`
}

function runningText({ address, action, durationMs }: RunningStep): string {
  return `${address} (${actionWords[action].doing} for ${elapsedText(durationMs)})`
}

function about(address: string, text: string, tone: Tone = 'plain'): StyledLine {
  return styledLine(0, span(`${address}: `, 'bold'), span(text, tone))
}
