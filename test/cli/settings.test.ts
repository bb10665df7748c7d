import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { GenesisEvent } from '../../src/events/event.ts'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { FakeCommand } from '../rig/fake-command.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { seen } from './seen.ts'

function commandDocument(name: string, program: string, more = ''): string {
  return `apiVersion: genesis/v1\nkind: Command\nmetadata: { name: ${name} }\n${more}spec:\n  create: [${program}]\n`
}

/** A project with these settings, checked for leaks. */
function configured(settings: string, documents: readonly string[]): string {
  const folder = project({ 'config/coordination.yaml': `coordination:\n${settings}`, 'system/a.yaml': documents.join('---\n') })
  checkForLeaks(folder)
  return folder
}

/** How many steps ran at once, by the events of a run. */
function mostAtOnce(jsonl: string): number {
  const events = jsonl
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as GenesisEvent)
  let running = 0
  return Math.max(
    ...events.map(({ type }) => {
      if (type === 'step-started') running++
      else if (type === 'step-succeeded' || type === 'step-failed') running--
      return running
    }),
  )
}

describe('max_concurrent_operations', () => {
  it.each([
    ['1', 1, []],
    ['2', 2, []],
    ['1, which --concurrency beats', 3, ['--concurrency', '3']],
  ] as const)('%s', async (setting, expected, words) => {
    const command = await FakeCommand.create()
    const documents = ['a', 'b', 'c'].map((name) => commandDocument(name, command.path))
    const folder = configured(`  max_concurrent_operations: ${setting.charAt(0)}\n`, documents)
    const running = genesis(['apply', 'dev', '--yes', '-o', 'jsonl', ...words], { folder })
    const first = await Promise.all(Array.from({ length: expected }, () => command.nextInvocation()))
    await first[0]?.stdout('{}')
    expect(command.waiting).toBe(0)
    for (const invocation of first) await invocation.exit(0)
    for (let left = 3 - expected; left > 0; left--) await (await command.nextInvocation()).exit(0)
    const { code, out } = await running
    expect(code).toBe(0)
    expect(mostAtOnce(out)).toBe(expected)
  })
})

describe('operation_timeout', () => {
  it('stops a command that takes longer, and what waits for it does not start', async () => {
    const command = await FakeCommand.create()
    const waiting = fileDocument('after', 'x').replace('spec:', 'dependsOn: [slow]\nspec:')
    const folder = configured('  operation_timeout: 1\n', [commandDocument('slow', command.path), waiting])
    const running = genesis(['apply', 'dev', '--yes', '-o', 'json'], { folder })
    const invocation = await command.nextInvocation()
    expect(await invocation.nextSignal()).toBe('SIGINT')
    await invocation.exit(1)
    const { code, out } = await running
    expect(code).toBe(6)
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'partial',
      failed: [{ address: 'dev/slow', failure: { reason: 'timed-out' } }],
      skipped: [{ address: 'dev/after' }],
    })
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })

  it('is beaten by the timeout of a resource', async () => {
    const command = await FakeCommand.create()
    const folder = configured('  operation_timeout: 0.001\n', [commandDocument('slow', command.path, 'lifecycle: { timeout: 1h }\n')])
    const running = genesis(['apply', 'dev', '--yes'], { folder })
    const invocation = await command.nextInvocation()
    await invocation.stdout('{}')
    expect(invocation.unseenSignals).toBe(0)
    await invocation.exit(0)
    expect((await running).code).toBe(0)
  })
})

describe.skipIf(!hasTerraform)(withTerraform('retry_policy'), () => {
  /** Terraform, but the network fails the first applies; it writes down each. */
  function flakyTerraform(failures: number): { readonly path: string; readonly applies: () => number } {
    const folder = tempFolder()
    const message = JSON.stringify({
      '@message': 'Error: Post "https://state.example.org": dial tcp: connection refused',
      type: 'diagnostic',
      diagnostic: { severity: 'error', summary: 'Failed to load the state', detail: 'Post "https://state.example.org": dial tcp: connection refused' },
    })
    const count = join(folder, 'applies')
    writeFile(folder, 'applies', '')
    writeFile(
      folder,
      'bin/terraform',
      `#!/bin/sh
if [ "$1" = apply ]; then
  echo apply >> ${count}
  if [ "$(wc -l < ${count})" -le ${failures} ]; then echo '${message}'; exit 1; fi
fi
PATH='${process.env['PATH'] ?? ''}' exec terraform "$@"
`,
    )
    chmodSync(join(folder, 'bin/terraform'), 0o755)
    return { path: `${folder}/bin:${process.env['PATH'] ?? ''}`, applies: () => readFileSync(count, 'utf8').split('\n').length - 1 }
  }

  const stack = 'apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: app }\nspec: { source: ../stacks/app }\n'

  it.each([
    [1, 1, 0, 2],
    [0, 1, 1, 1],
  ])('max_retries: %i with %i failures', async (retries, failures, code, applies) => {
    const folder = configured(`  retry_policy: { max_retries: ${retries}, backoff_multiplier: 1 }\n`, [stack])
    writeFile(folder, 'stacks/app/main.tf', 'resource "terraform_data" "a" {}\n')
    const terraform = flakyTerraform(failures)
    const result = await genesis(['apply', 'dev', '--yes'], { folder, variables: { PATH: terraform.path } })
    expect([result.code, terraform.applies()], result.out + result.err).toEqual([code, applies])
    expect(result.err.includes('dev/app: attempt 1 failed: terraform apply failed; again in ')).toBe(retries > 0)
  })
})

describe('a setting that is wrong', () => {
  it('is a mistake with its place, and nothing runs', async () => {
    const folder = configured('  max_concurent_operations: 3\n  retry_policy: { max_retries: many }\n  operation_timeout: 0\n', [fileDocument('a', 'x')])
    expect(await seen(['apply', 'dev', '--yes'], { folder })).toMatchInlineSnapshot(`
      "error[unknown-field]: coordination has no field "max_concurent_operations"
       --> config/coordination.yaml:2:3
        |
      2 |   max_concurent_operations: 3
        |   ^^^^^^^^^^^^^^^^^^^^^^^^
        = hint: did you mean "max_concurrent_operations"?

      error[wrong-type]: coordination.retry_policy.max_retries must be an integer, not the string "many"
       --> config/coordination.yaml:3:32
        |
      3 |   retry_policy: { max_retries: many }
        |                                ^^^^

      error[invalid-value]: coordination.operation_timeout must be more than 0, not the number 0
       --> config/coordination.yaml:4:22
        |
      4 |   operation_timeout: 0
        |                      ^

      3 errors in 1 file
      exit 3"
    `)
    expect(existsSync(join(folder, '.genesis'))).toBe(false)
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })

  it('is one that a later version brings', async () => {
    const folder = configured('  store: { postgres: { url: "x" } }\n', [fileDocument('a', 'x')])
    expect(await seen(['plan', 'dev'], { folder })).toMatchInlineSnapshot(`
      "error[not-yet-supported]: "postgres" is not yet supported
       --> config/coordination.yaml:2:12
        |
      2 |   store: { postgres: { url: "x" } }
        |            ^^^^^^^^

      1 error in 1 file
      exit 3"
    `)
  })
})
