/** Milliseconds since the Unix epoch, as a whole number. */
export type Instant = number

/** The only source of time. Tests run the engine under a virtual one. */
export interface Clock {
  /** Wall-clock time; it may jump, so it is for showing and recording, not for measuring. */
  now(): Instant
  /** Milliseconds from an arbitrary origin that never go back; for measuring durations. */
  monotonicMs(): number
  /** Resolves after `ms`, or as soon as `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
