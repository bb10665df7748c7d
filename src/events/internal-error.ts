/** We are wrong: an invariant of the engine does not hold. Printed with a hint to report it; exit code 70. */
export class InternalError extends Error {
  override readonly name = 'InternalError'
  /** Stable, `room/what`. */
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
