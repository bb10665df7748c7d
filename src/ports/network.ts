/** A request to a server. Redirects are never followed. */
export interface HttpCall {
  readonly method: string
  /** With the scheme `http:` or `https:`. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Null for none. */
  readonly body: string | null
  /** What is read of the answer's body at most. */
  readonly maxBodyBytes: number
  /** Aborted: the connection is closed, and the call fails. */
  readonly signal: AbortSignal
}

/** What came back. `cut`: the body went on. Header names are lower case. `failed`: no whole answer; for people, without the address. */
export type HttpReply =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly statusText: string
      readonly headers: Readonly<Record<string, string>>
      readonly body: Uint8Array
      readonly cut: boolean
    }
  | { readonly kind: 'failed'; readonly message: string }

/** Whether a connection could be made; it is closed at once. */
export type ConnectReply = { readonly kind: 'connected' } | { readonly kind: 'failed'; readonly message: string }

/** Connections to others. It knows no time limits: whoever waits aborts. Nothing rejects. */
export interface Network {
  request(call: HttpCall): Promise<HttpReply>
  connect(to: { readonly host: string; readonly port: number; readonly signal: AbortSignal }): Promise<ConnectReply>
}
