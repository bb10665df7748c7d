import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { nodeHttp } from '../../src/adapters/node-http.ts'
import type { HttpServerRequest } from '../../src/ports/http.ts'
import { checkForLeaks } from '../rig/leak-check.ts'

describe('node http', () => {
  it('hands the request over as it was sent, and the answer back', async () => {
    checkForLeaks()
    const seen: HttpServerRequest[] = []
    const server = await nodeHttp().serve(
      (request) => {
        seen.push(request)
        return Promise.resolve({ status: 201, headers: { 'x-answer': 'yes' }, body: 'done' })
      },
      { maxBodyBytes: 100 },
    )
    const answer = await fetch(`http://127.0.0.1:${server.port}/state/a%20b?id=1`, { method: 'POST', body: 'abc', headers: { 'X-Token': 'T' } })
    expect([answer.status, answer.headers.get('x-answer'), await answer.text()]).toEqual([201, 'yes', 'done'])
    expect(seen).toMatchObject([{ method: 'POST', url: '/state/a%20b?id=1', headers: { 'x-token': 'T' } }])
    expect(Buffer.from(seen[0]?.body ?? []).toString()).toBe('abc')
    await server.close()
    await expect(fetch(`http://127.0.0.1:${server.port}/`)).rejects.toThrow()
  })

  it.each([
    { body: 'x'.repeat(100), status: 200 },
    { body: 'x'.repeat(101), status: 413 },
  ])('answers $status to a body of a certain length, announced or not', async ({ body, status }) => {
    checkForLeaks()
    const server = await nodeHttp().serve(() => Promise.resolve({ status: 200 }), { maxBodyBytes: 100 })
    expect(await post(server.port, body, { announced: true })).toBe(status)
    expect(await post(server.port, body, { announced: false })).toBe(status)
    await server.close()
  })

  it('answers 500 without a word of what went wrong', async () => {
    checkForLeaks()
    const server = await nodeHttp().serve(() => Promise.reject(new Error('secret')), { maxBodyBytes: 100 })
    const answer = await fetch(`http://127.0.0.1:${server.port}/`)
    expect([answer.status, await answer.text()]).toEqual([500, ''])
    await server.close()
  })

  it('closes while a request is still being answered', async () => {
    checkForLeaks()
    const arrived = Promise.withResolvers<undefined>()
    const never = Promise.withResolvers<{ status: number }>()
    const server = await nodeHttp().serve(
      () => {
        arrived.resolve(undefined)
        return never.promise
      },
      { maxBodyBytes: 100 },
    )
    const answer = fetch(`http://127.0.0.1:${server.port}/`)
    const refused = expect(answer).rejects.toThrow()
    await arrived.promise
    await server.close()
    await refused
    never.resolve({ status: 200 })
  })
})

function post(port: number, body: string, { announced }: { announced: boolean }): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = announced ? { 'content-length': body.length } : { 'transfer-encoding': 'chunked' }
    const outgoing = request({ port, host: '127.0.0.1', method: 'POST', headers, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
