import { onTestFinished } from 'vitest'
import { serveStates, type ServedStates } from './serve-states.ts'

/** A stand-in for a team's own state server. */
export type StateServer = ServedStates

/** Starts one; it ends with the test. */
export async function startStateServer(): Promise<StateServer> {
  const server = await serveStates()
  onTestFinished(() => server.close())
  return server
}
