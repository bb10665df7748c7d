/** A request that reached a {@link HttpServer}. Header names are lower case. */
export interface HttpServerRequest {
  readonly method: string
  /** Path and query as sent. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** The answer to it. */
export interface HttpServerResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** A listening server. */
export interface HttpServer {
  readonly port: number
  /** Stops listening and closes every connection. */
  close(): Promise<void>
}

/** HTTP. In this version: servers on the loopback interface only. */
export interface Http {
  /** Listens on 127.0.0.1 at a free port. Bodies over `maxBodyBytes` get 413; a handler that throws becomes 500 without details. */
  serve(handler: (request: HttpServerRequest) => Promise<HttpServerResponse>, options: { readonly maxBodyBytes: number }): Promise<HttpServer>
}
