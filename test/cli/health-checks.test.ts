import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'

/** A service that answers with a status that the test sets; gives its port. */
async function service(): Promise<{ readonly port: number; readonly seen: string[]; status: number }> {
  const state = { port: 0, seen: [] as string[], status: 200 }
  const server = createServer((request, response) => {
    state.seen.push(`${request.method} ${request.url}`)
    response.writeHead(state.status).end(state.status === 200 ? 'fine' : 'starting')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())))
  return Object.assign(state, { port: (server.address() as AddressInfo).port })
}

const check = (spec: string, more = '') => `apiVersion: genesis/v1\nkind: HealthCheck\nmetadata: { name: healthy }\ndependsOn: [app]\n${more}spec: ${spec}\n`

function checked(spec: string, more = ''): string {
  const after = `${fileDocument('after', 'x')}dependsOn: [healthy]\n`
  const folder = project({ 'system/app.yaml': fileDocument('app', 'one'), 'system/check.yaml': check(spec, more), 'system/after.yaml': after })
  checkForLeaks(folder)
  return folder
}

describe('a health check', () => {
  it('lets the rest go on, and is then unchanged', async () => {
    const at = await service()
    const folder = checked(`{ http: { url: "http://127.0.0.1:${at.port}/healthz" } }`)
    const { code, out } = await genesis(['apply', 'dev', '--yes'], { folder })
    expect([code, at.seen]).toEqual([0, ['GET /healthz']])
    expect(out).toContain('  # dev/healthy will be asked until it passes\n')
    expect(out).toContain('Plan: 2 of 3 resources change, 1 health check.\n')
    const again = await genesis(['plan', 'dev', '--detailed-exitcode'], { folder })
    expect([again.code, again.out]).toEqual([0, 'No changes. dev is as declared (3 resources).\n'])
  })

  it('that fails says how to look, keeps the rest from starting, and is a plan of its own then', async () => {
    const at = await service()
    at.status = 503
    const folder = checked(`{ http: { url: "http://127.0.0.1:${at.port}/healthz" }, interval: 1s, failureThreshold: 1 }`)
    const { code, out, err } = await genesis(['apply', 'dev', '--yes'], { folder })
    const text = out.replace(/^[^]*?(?=error: )/, '').replaceAll(/until \S+Z|127[^/]+|in [\d.]+ ?s|genesis show \w+/g, '…')
    expect([code, existsSync(join(folder, 'out/after.txt'))]).toEqual([6, false])
    expect(text).toMatchInlineSnapshot(`
      "error: dev/healthy failed while checking
        GET http://…/healthz failed once, …
        asked once …, healthy never; wanted once
        last answer: 503 Service Unavailable: starting
        hint: look yourself: curl -i http://…/healthz; what waits for it did not start, and the next apply asks again

      done and recorded:
        dev/app created

      not started:
        dev/after: it waits for dev/healthy, which failed

      Apply partly done: 1 succeeded, 1 failed, 1 skipped ….
      To go on with the rest, mend the cause and run: genesis apply dev
      What happened is kept: …
      "
    `)
    expect(err).toContain('dev/healthy: not healthy yet: 503 Service Unavailable: starting\n')
    const only = await genesis(['plan', 'dev/healthy', '--detailed-exitcode'], { folder })
    expect(only.code).toBe(2)
    expect(only.out).toContain('dev/healthy will be asked until it passes: it did not pass the last time')
    expect(only.out).toContain('Plan: 0 of 2 selected resources change, 1 health check (3 in all).')
    at.status = 200
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
  })

  it('runs a program in the environment of the others', async () => {
    const folder = checked('{ command: { run: [sh, -c, "test -f out/app.txt && test \\"$TIER\\" = web"], workingDirectory: .. }, failureThreshold: 1 }')
    writeFile(folder, 'environments/dev.yaml', 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\nspec: { env: { TIER: web } }\n')
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
  })

  it('is refused what it cannot have, everything at once', async () => {
    const folder = checked('{ http: { url: "ftp://x", methd: GET, expect: { status: 2xx, json: { status: UP } } }, tcp: { host: x, port: 99999 } }')
    const { code, err } = await genesis(['validate'], { folder })
    expect(code).toBe(3)
    expect(err).toMatchInlineSnapshot(`
      "error[invalid-value]: spec.http.url must be an address that begins with http:// or https://, not "ftp://x"
       --> system/check.yaml:5:22
        |
      5 | spec: { http: { url: "ftp://x", methd: GET, expect: { status: 2xx, json: { status: UP } } }, tcp: { host: x, port: …
        |                      ^^^^^^^^^

      error[unknown-field]: a HealthCheck's spec.http has no field "methd"
       --> system/check.yaml:5:33
        |
      5 | spec: { http: { url: "ftp://x", methd: GET, expect: { status: 2xx, json: { status: UP } } }, tcp: { host: x, port: …
        |                                 ^^^^^
        = hint: did you mean "method"?

      error[invalid-value]: the key "status" of spec.http.expect.json must be a JSON pointer, like "/status"
       --> system/check.yaml:5:76
        |
      5 | …: GET, expect: { status: 2xx, json: { status: UP } } }, tcp: { host: x, port: 99999 } }
        |                                        ^^^^^^

      error[invalid-value]: a HealthCheck's spec takes only one of "http", "tcp" or "command"
       --> system/check.yaml:5:94
        |
      5 | …tatus: 2xx, json: { status: UP } } }, tcp: { host: x, port: 99999 } }
        |                                        ^^^

      error[invalid-value]: spec.tcp.port must be at most 65535, not the number 99999
       --> system/check.yaml:5:116
        |
      5 | …atus: UP } } }, tcp: { host: x, port: 99999 } }
        |                                        ^^^^^

      5 errors in 1 file
      "
    `)
  })

  it('takes nothing of lifecycle that is about things', async () => {
    const folder = checked('{ tcp: { host: x, port: 1 } }', 'lifecycle: { preventDestroy: true, onRemove: forget, timeout: 5m, ignoreChanges: [/spec/tcp] }\n')
    const { code, err } = await genesis(['validate'], { folder })
    expect([code, err.match(/^error.*|^.*hint: .*/gm)]).toMatchInlineSnapshot(`
      [
        3,
        [
          "error[invalid-value]: a HealthCheck manages nothing that lifecycle.preventDestroy could be about",
          "  = hint: leave it out: taking the document away ends the check, and nothing else",
          "error[invalid-value]: a HealthCheck manages nothing that lifecycle.onRemove could be about",
          "  = hint: leave it out: taking the document away ends the check, and nothing else",
          "error[invalid-value]: a HealthCheck manages nothing that lifecycle.timeout could be about",
          "  = hint: write spec.deadline for all attempts together, spec.timeout for each",
          "error[invalid-value]: a HealthCheck manages nothing that lifecycle.ignoreChanges could be about",
          "  = hint: leave it out: a check that changes is asked again, and nothing else happens",
        ],
      ]
    `)
  })
})
