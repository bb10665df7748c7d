import type { IncomingMessage } from 'node:http'

/** The headers of a message, each as one text. */
export function flatHeaders(message: IncomingMessage): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}
