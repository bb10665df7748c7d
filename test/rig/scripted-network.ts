import type { ConnectReply, HttpCall, HttpReply, Network } from '../../src/ports/network.ts'

/** An answer as a test writes it: a status, perhaps with a body; `refused`; or `silent` until whoever asks gives up. */
export type ScriptedReply =
  | number
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>>; readonly cut?: boolean }
  | 'refused'
  | 'silent'

/** A network that answers as it is told; the last answer stays. */
export class ScriptedNetwork implements Network {
  readonly calls: Omit<HttpCall, 'signal'>[] = []
  readonly connects: string[] = []
  #replies: readonly ScriptedReply[] = [200]
  #asked = 0

  /** What is answered from now on, one after the other. */
  answer(...replies: readonly ScriptedReply[]): void {
    this.#replies = replies
    this.#asked = 0
  }

  request({ signal, ...call }: HttpCall): Promise<HttpReply> {
    this.calls.push(call)
    const reply = this.#next()
    if (reply === 'refused') return Promise.resolve({ kind: 'failed', message: 'connection refused' })
    if (reply === 'silent') return untilAborted(signal)
    const { status, body = '', headers = {}, cut = false } = typeof reply === 'number' ? { status: reply } : reply
    const statusText = status === 200 ? 'OK' : ''
    return Promise.resolve({ kind: 'answered', status, statusText, headers, body: new TextEncoder().encode(body), cut })
  }

  connect({ host, port, signal }: Parameters<Network['connect']>[0]): Promise<ConnectReply> {
    this.connects.push(`${host}:${port}`)
    const reply = this.#next()
    if (reply === 'silent') return untilAborted(signal)
    return Promise.resolve(reply === 'refused' ? { kind: 'failed', message: 'connection refused' } : { kind: 'connected' })
  }

  #next(): ScriptedReply {
    return this.#replies[Math.min(this.#asked++, this.#replies.length - 1)] ?? 200
  }
}

function untilAborted(signal: AbortSignal): Promise<{ readonly kind: 'failed'; readonly message: string }> {
  const failed = { kind: 'failed', message: 'no answer in time' } as const
  if (signal.aborted) return Promise.resolve(failed)
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(failed), { once: true }))
}
