/** Proves that a run may write: compared with the environment's newest token in the transaction of each write. */
export interface RunToken {
  readonly run: string
  readonly environment: string
  readonly token: number
}
