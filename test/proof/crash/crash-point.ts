/**
 * A moment in the life of a step, in the order in which they come. Of a transaction: `unwritten` before its first statement for the step,
 * `written` before its commit, `durable` right after it. Of a program: before and right after it is started. Of what is made: before and right
 * after the world outside has it. Of a Terraform state: before its backend has it, and after, but before it answers.
 */
export const phases = [
  'planning',
  'begin-unwritten',
  'begin-written',
  'begin-durable',
  'program-unstarted',
  'program-started',
  'effect-before',
  'effect-after',
  'state-before',
  'state-written',
  'state-after',
  'end-unwritten',
  'end-written',
  'end-durable',
] as const

export type Phase = (typeof phases)[number]

/** Where an engine is killed. */
export interface CrashPoint {
  /** The name of a resource: each has one step. */
  readonly step: string
  readonly phase: Phase
}

/** `kept-3:begin-durable`. */
export function nameOfPoint({ step, phase }: CrashPoint): string {
  return `${step}:${phase}`
}

/** Null for a name of another form. */
export function parsePoint(name: string): CrashPoint | null {
  const [step = '', said = ''] = name.split(':')
  const phase = phases.find((one) => one === said)
  return step === '' || phase === undefined ? null : { step, phase }
}

/** `kept-3:effect-after+kept-3:state-before`: one after the other, the second while the first is recovered from. Null for a name of another form. */
export function parseChain(name: string): readonly CrashPoint[] | null {
  const points = name.split('+').map(parsePoint)
  return points.every((point) => point !== null) ? points : null
}

/** What {@link parseChain} reads. */
export function nameOfChain(points: readonly CrashPoint[]): string {
  return points.map(nameOfPoint).join('+')
}
