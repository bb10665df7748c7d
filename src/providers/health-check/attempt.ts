/** What one attempt gave. `text` says it in a few words, without secrets: `503 Service Unavailable`, `connection refused`. */
export interface Attempt {
  readonly healthy: boolean
  readonly text: string
}

export function healthy(text: string): Attempt {
  return { healthy: true, text }
}

export function unhealthy(text: string): Attempt {
  return { healthy: false, text }
}
