import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { project } from '../rig/project.ts'
import { RunningGenesis } from '../rig/running-genesis.ts'
import { startStateServer } from '../rig/state-server.ts'
import { Lab } from '../rig/terraform-provider/lab.ts'
import { labModule } from '../rig/terraform-provider/lab-module.ts'

const bob = JSON.stringify({ ID: 'bobs-lock', Operation: 'OperationTypeApply', Who: 'bob@laptop', Created: '2026-11-30T20:00:00Z', Info: '', Path: '' })

/** A stack whose state is on a server of a team, which keeps locks until somebody gives them back. */
async function world() {
  const lab = await Lab.open()
  const server = await startStateServer()
  const folder = project({
    'system/app.yaml': `apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: app }\nspec:\n  source: ../stacks/app\n  backend: { type: http, config: { address: ${server.url}/app, lock_address: ${server.url}/app, unlock_address: ${server.url}/app } }\n`,
    'stacks/app/main.tf': labModule({ objects: { a: { value: 'x' } } }),
  })
  const variables = { ...lab.environment, XDG_CACHE_HOME: join(folder, '.cache') }
  const run = (...words: readonly string[]) => genesis(words, { folder, variables })
  return { lab, server, folder, run, start: (...words: readonly string[]) => new RunningGenesis(folder, words, variables) }
}

/** Engine and Terraform are killed while the provider makes `a`. */
async function killed() {
  const there = await world()
  const { lab, folder, start } = there
  lab.ledger.script({ operation: 'create', name: 'a', times: 1, does: { kind: 'hang', when: 'before' } })
  const running = start('apply', 'dev', '--yes')
  await lab.ledger.called({ operation: 'create', name: 'a', hangs: true })
  const runs = join(folder, '.genesis/runs')
  const files = (name: RegExp) => readdirSync(runs, { recursive: true, encoding: 'utf8' }).filter((path) => name.test(path))
  await expect.poll(() => files(/\/state-lock$/u), { timeout: 20_000 }).toHaveLength(1)
  running.signal('SIGKILL')
  await running.ended
  for (const mark of files(/\/apply-[^/]+\/process$/u)) process.kill(-Number(readFileSync(join(runs, mark), 'utf8').split('\n')[0]), 'SIGKILL')
  lab.ledger.release()
  return there
}

describe.skipIf(!hasTerraform)(withTerraform('the lock of a state on a server'), () => {
  it('that a killed Terraform has left is freed by the next command: it is the one that was written down', async () => {
    const { server, run } = await killed()
    expect(server.locks.get('/app')).toContain('OperationTypeApply')
    const next = await run('apply', 'dev', '--yes')
    expect(next.err).toMatch(/warning: dev\/app: freed the lock [0-9a-f-]{36} of its state: the Terraform of the step that was interrupted had left it/)
    expect(server.locks.size).toBe(0)
    // What Terraform had begun is for a person to look at; then everything goes on.
    expect((await run('state', 'resolve', 'dev/app', '--not-applied')).code).toBe(0)
    expect((await run('apply', 'dev', '--yes')).code).toBe(0)
    expect((await run('plan', 'dev', '--detailed-exitcode')).code).toBe(0)
  })

  it('that somebody else has taken since stays, and is named', async () => {
    const { server, run } = await killed()
    server.locks.set('/app', bob)
    const next = await run('apply', 'dev', '--yes')
    expect(next.err).toContain(
      'its state is locked by somebody (lock bobs-lock; its backend tells no more): not by the step that was interrupted, so it stays locked',
    )
    expect(server.locks.get('/app')).toBe(bob)
  })

  it('that somebody else holds is waited for so long, named, and not tried for ever', async () => {
    const { server, folder, run } = await world()
    server.locks.set('/app', bob)
    const refused = await run('apply', 'dev', '--yes', '--lock-timeout', '1s')
    expect(refused.code).toBe(1)
    expect(refused.err).not.toContain('again in')
    expect(refused.out).toContain('its state is locked by somebody (lock bobs-lock;')
    expect(refused.out).toContain('terraform force-unlock bobs-lock')
    expect(server.locks.get('/app')).toBe(bob)
    server.locks.clear()
    expect((await run('apply', 'dev', '--yes')).code).toBe(0)
    expect(server.locks.size).toBe(0)
    expect(existsSync(join(folder, '.genesis/locks/dev.holder'))).toBe(false)
  })
})
