/** What bounds one attempt. `number` tells it from the others of its check. */
export interface AttemptLimits {
  readonly number: number
  readonly timeoutMs: number
  readonly signal: AbortSignal
}
