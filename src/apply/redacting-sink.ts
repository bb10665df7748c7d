import type { GenesisEvent } from '../events/event.ts'
import type { Failure } from '../events/outcome.ts'
import type { EventSink } from '../ports/event-sink.ts'

/** Replaces every secret in the texts of events before they go on. */
export function redactingSink(sink: EventSink, redact: (text: string) => string): EventSink {
  return {
    emit(event: GenesisEvent): void {
      sink.emit(redactTexts(event, redact))
    },
  }
}

/** A failure without secrets in its texts. */
export function redactFailure(failure: Failure, redact: (text: string) => string): Failure {
  const hint = failure.hint === undefined ? {} : { hint: redact(failure.hint) }
  return { ...failure, message: redact(failure.message), ...hint }
}

/** Types, codes and addresses are ours and hold no secret; messages, hints and lines may. */
function redactTexts(event: GenesisEvent, redact: (text: string) => string): GenesisEvent {
  switch (event.type) {
    case 'notice':
    case 'step-progress':
      return { ...event, message: redact(event.message) }
    case 'step-recovered':
      return { ...event, message: event.message === null ? null : redact(event.message) }
    case 'output-line':
      return { ...event, line: redact(event.line) }
    case 'step-failed':
    case 'step-retrying':
      return { ...event, failure: redactFailure(event.failure, redact) }
    case 'planning-started':
    case 'resource-planning':
    case 'resource-planned':
    case 'run-started':
    case 'step-started':
    case 'step-succeeded':
    case 'step-skipped':
    case 'stopping':
    case 'run-ended':
      return event
    default:
      return event satisfies never
  }
}
