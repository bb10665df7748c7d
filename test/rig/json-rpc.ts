import type { ChildProcessWithoutNullStreams } from 'node:child_process'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** What the other side asks of us: gives the answer. */
export type Answerer = (method: string, params: unknown) => unknown

/** JSON-RPC with a child on its standard streams, framed as the Language Server Protocol does. */
export class JsonRpc {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #waiting = new Map<number, { readonly resolve: (result: unknown) => void; readonly reject: (error: Error) => void }>()
  readonly #notified: (method: string, params: unknown) => void
  readonly #answer: Answerer
  #unread = Buffer.alloc(0)
  #nextId = 1

  constructor(child: ChildProcessWithoutNullStreams, options: { readonly notified: (method: string, params: unknown) => void; readonly answer: Answerer }) {
    this.#child = child
    this.#notified = options.notified
    this.#answer = options.answer
    child.stdout.on('data', (chunk: Buffer) => this.#read(chunk))
    child.on('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the server ended'))
    })
  }

  /** Asks, and waits for the answer. */
  request(method: string, params: unknown): Promise<unknown> {
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#send({ id, method, params })
    })
  }

  /** Tells something that is not answered. */
  notify(method: string, params: unknown): void {
    this.#send({ method, params })
  }

  #send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }

  #read(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk])
    for (;;) {
      const start = this.#unread.indexOf('\r\n\r\n')
      if (start < 0) return
      const length = Number(/Content-Length: (\d+)/i.exec(this.#unread.toString('latin1', 0, start))?.[1])
      if (this.#unread.length < start + 4 + length) return
      const body = this.#unread.toString('utf8', start + 4, start + 4 + length)
      this.#unread = this.#unread.subarray(start + 4 + length)
      this.#take(JSON.parse(body) as Message)
    }
  }

  #take({ id, method, params, result, error }: Message): void {
    if (method !== undefined) {
      if (id === undefined) this.#notified(method, params)
      else this.#send({ id, result: this.#answer(method, params) ?? null })
      return
    }
    const waiting = id === undefined ? undefined : this.#waiting.get(id)
    if (id !== undefined) this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(new Error(error.message))
  }
}
