/**
 * What goes wrong at one write. `kill`: the engine dies, before the write or after it. `fails`: nothing is written, and the engine is told
 * why. `lost`: it is written, and the engine is told that it was not. `twice`: what can be sent twice arrives twice; else nothing.
 * `clock`: the wall clock jumps an hour, back or forth. `interrupt`: a person presses Ctrl-C.
 */
export type FaultKind = 'kill-before' | 'kill-after' | 'fails-full' | 'fails-io' | 'lost' | 'twice' | 'clock-back' | 'clock-forth' | 'interrupt'

/** What goes wrong at the n-th write of a life, whoever makes it, counted from one. */
export interface Fault {
  readonly at: number
  readonly kind: FaultKind
}

/** All of them. */
export const faultKinds: readonly FaultKind[] = [
  'kill-before',
  'kill-after',
  'fails-full',
  'fails-io',
  'lost',
  'twice',
  'clock-back',
  'clock-forth',
  'interrupt',
]
