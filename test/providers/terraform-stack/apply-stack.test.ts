import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { kernelLocks } from '../../../src/adapters/kernel-locks.ts'
import { Sensitive, type Value } from '../../../src/expressions/value.ts'
import type { ApplyRequest } from '../../../src/plan/provider.ts'
import { startStateServer } from '../../rig/state-server.ts'
import { hasTerraform, StackRig, withTerraform } from './stack-rig.ts'

const module = `
variable "size" { default = 1 }
resource "terraform_data" "a" { input = var.size }
output "size" { value = terraform_data.a.output }
`
const spec = { source: '../stacks/app', variables: { size: 3 } }
const files = { 'stacks/app/main.tf': module }

/** The change as a saved plan brings it to another process: through JSON, its artifact in another place. */
function saved(rig: StackRig, change: ApplyRequest['change']): ApplyRequest['change'] {
  const { tfplan = '' } = change.artifacts
  const folder = join(rig.base, 'extracted')
  mkdirSync(folder)
  cpSync(tfplan, join(folder, 'tfplan'))
  return { ...change, memory: JSON.parse(JSON.stringify(change.memory)) as ApplyRequest['change']['memory'], artifacts: { tfplan: join(folder, 'tfplan') } }
}

describe.skipIf(!hasTerraform)(withTerraform('applying a stack'), () => {
  it('carries out a saved plan in another process', async () => {
    const rig = new StackRig(files)
    const change = saved(rig, await rig.planned(spec))
    rig.provider = rig.makeProvider()
    expect(await rig.apply(spec, change)).toMatchObject({ ok: true, recorded: { outputs: { size: 3 } } })
  })

  it('does not when the module was changed meanwhile, but does when other files were', async () => {
    const rig = new StackRig(files)
    const change = saved(rig, await rig.planned(spec))
    rig.write({ 'stacks/app/main.tf': `${module}\nresource "terraform_data" "b" {}` })
    expect(await rig.apply(spec, change)).toMatchObject({
      ok: false,
      failure: { reason: 'plan-changed', message: 'the files of stacks/app (module) were changed since the plan was made', transient: false },
    })
    rig.write({ ...files, 'other.txt': 'x' })
    // Another plan of the same stack brings the snapshot up to date.
    await rig.planned(spec)
    expect(await rig.apply(spec, change)).toMatchObject({ ok: true })
  })

  it('does not when somebody else changed the state meanwhile', async () => {
    const rig = new StackRig(files)
    const old = saved(rig, await rig.planned(spec))
    await rig.bring(spec)
    const before = rig.recorded
    expect(await rig.apply(spec, old)).toMatchObject({ ok: false, failure: { reason: 'plan-changed', transient: false } })
    expect(rig.recorded).toBe(before)
  })

  it('refuses a plan that names the folder of another cache', async () => {
    const rig = new StackRig({ 'stacks/app/main.tf': 'resource "terraform_data" "a" { input = abspath(path.module) }' })
    const change = await rig.planned({ source: '../stacks/app' })
    const moved = { ...change, memory: { ...(change.memory as object), boundFolder: '/elsewhere/tree' } }
    expect(await rig.apply({ source: '../stacks/app' }, moved)).toMatchObject({ ok: false, failure: { reason: 'plan-changed' } })
  })

  it("tells Terraform's mistake once, with the place in the repository, and what is there now", async () => {
    const rig = new StackRig({
      'stacks/app/main.tf': `${module}
resource "terraform_data" "bad" {
  input = "x"
  depends_on = [terraform_data.a]
  provisioner "local-exec" { command = "echo no luck; exit 7" }
}
output "after" { value = terraform_data.bad.output }
`,
    })
    const outcome = await rig.apply(spec, await rig.planned(spec))
    expect(outcome).toMatchObject({
      ok: false,
      failure: { reason: 'terraform-failed', transient: false, indeterminate: false },
      recorded: { outputs: { size: 3 } },
    })
    const message = outcome.ok ? '' : outcome.failure.message
    expect(message).toContain('terraform apply failed\nError: local-exec provisioner error\n  on stacks/app/main.tf:9, in resource "terraform_data" "bad"')
    expect(message.split('local-exec provisioner error')).toHaveLength(2)
    expect(rig.recorded?.status).toBe('incomplete')
    // What is there is planned against: the broken one is made again.
    expect((await rig.planned(spec)).inner.map((inner) => [inner.address, inner.change.actions])).toEqual([['terraform_data.bad', ['delete', 'create']]])
  })

  it('ends with one interrupt, and says that it was interrupted', async () => {
    const rig = new StackRig({
      'stacks/app/main.tf': `${module}\nresource "terraform_data" "slow" {\n  provisioner "local-exec" { command = "echo begun; exec sleep 60" }\n}`,
    })
    const change = await rig.planned(spec)
    const stop = new AbortController()
    const applied = rig.apply(spec, change, stop.signal)
    await rig.logged('begun')
    stop.abort()
    expect(await applied).toMatchObject({
      ok: false,
      failure: { reason: 'interrupted', transient: false, indeterminate: false },
      recorded: { outputs: { size: 3 } },
    })
  })

  it('plans in a scratch folder when its own is busy, and carries that out only if it does the same there', async () => {
    const rig = new StackRig(files)
    await rig.bring(spec)
    const larger = { ...spec, variables: { size: 4 } }
    const lock = await kernelLocks().tryAcquire(join(rig.cache, 'shop/stacks/dev/app/lock'))
    const change = await rig.planned(larger)
    expect([change.action, change.artifacts, change.memory]).toEqual(['update', {}, expect.objectContaining({ scratch: true })])
    expect(rig.warnings).toEqual(['another process works in its folder: planned in a scratch folder, so this plan cannot be saved'])
    await lock?.release()
    const other = { ...change, memory: { ...(change.memory as object), effect: 'another' } }
    expect(await rig.apply(larger, other)).toMatchObject({ ok: false, failure: { reason: 'plan-changed' } })
    expect(await rig.apply(larger, change)).toMatchObject({ ok: true, recorded: { outputs: { size: 4 } } })
  })

  it('waits for whoever works in its folder', async () => {
    const rig = new StackRig(files)
    const change = await rig.planned(spec)
    const lock = await kernelLocks().tryAcquire(join(rig.cache, 'shop/stacks/dev/app/lock'))
    const applied = rig.apply(spec, change)
    await expect.poll(() => rig.progress).toContain('waiting for another process that works in its folder')
    await lock?.release()
    expect(await applied).toMatchObject({ ok: true })
  })

  it('runs init once, and again when what it depends on changed', async () => {
    const rig = new StackRig(files)
    await rig.bring(spec)
    await rig.planned(spec)
    expect(rig.runsOf('init')).toBe(1)
    rig.write({ 'stacks/app/m/main.tf': '', 'stacks/app/main.tf': `${module}\nmodule "m" { source = "./m" }` })
    await rig.planned(spec)
    expect(rig.runsOf('init')).toBe(2)
  })

  it('keeps everything private, and no value outside of plans and states', async () => {
    const rig = new StackRig({
      'stacks/app/main.tf':
        'variable "p" { sensitive = true }\nresource "terraform_data" "a" { input = var.p }\noutput "p" {\n  value = var.p\n  sensitive = true\n}',
    })
    const secret = { source: '../stacks/app', variables: { p: new Sensitive('a-very-secret-value') } }
    await rig.bring(secret)
    await rig.planned({ ...secret, variables: { p: new Sensitive('b-very-secret-value') } })
    const everything = [join(rig.base, 'cache'), join(rig.base, 'steps')].flatMap((top) =>
      readdirSync(top, { recursive: true, encoding: 'utf8' }).map((name) => join(top, name)),
    )
    expect(statSync(rig.cache).mode & 0o777).toBe(0o700)
    const leaks = everything.filter((path) => statSync(path).isFile() && !path.endsWith('/tfplan') && readFileSync(path, 'utf8').includes('very-secret'))
    expect(leaks).toEqual([])
    expect(rig.log.join('\n')).not.toContain('very-secret')
  })

  it('never quotes a value that does not fit', async () => {
    const rig = new StackRig({ 'stacks/app/main.tf': 'variable "n" { type = number }' })
    const answer = await rig.plan({ source: '../stacks/app', variables: { n: new Sensitive('a-very-secret-value') } })
    expect(JSON.stringify(answer)).not.toContain('very-secret')
    const steps = join(rig.base, 'steps')
    const kept = readdirSync(steps, { recursive: true, encoding: 'utf8' }).map((name) => join(steps, name))
    expect(kept.filter((path) => statSync(path).isFile() && readFileSync(path, 'utf8').includes('very-secret'))).toEqual([])
  })

  it('follows the lock file of the repository, and keeps its own out of it', async () => {
    const wrapper = { 'bin/tf': '#!/bin/sh\necho "$*" >>"$CALLS"\nexec terraform "$@"\n' }
    const rig = new StackRig({ ...files, ...wrapper })
    rig.makeExecutable('bin/tf')
    const calls = join(rig.base, 'calls')
    rig.environment = { CALLS: calls }
    const wrapped = { ...spec, binary: '../bin/tf' }
    await rig.planned(wrapped)
    expect(existsSync(join(rig.root, 'stacks/app/.terraform.lock.hcl'))).toBe(false)
    rig.write({ 'stacks/app/.terraform.lock.hcl': '# nothing is locked\n' })
    await rig.planned(wrapped)
    const inits = readFileSync(calls, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('init'))
    expect(inits.map((line) => line.includes('-lockfile=readonly'))).toEqual([false, true])
  })

  it('says what is missing when a module is gone and has to be deleted', async () => {
    const rig = new StackRig(files)
    await rig.bring(spec)
    rig.remove('stacks/app')
    expect(await rig.plan(null)).toMatchObject({
      ok: false,
      diagnostics: [
        {
          code: 'module-invalid',
          message: 'dev/app is to be deleted, but its module stacks/app is not there any more',
          hint: 'bring it back until it is deleted: git checkout <commit that had it> -- stacks/app',
        },
      ],
    })
  })

  it('deletes what its cache knows nothing of any more, also when there is nothing left', async () => {
    const rig = new StackRig(files)
    await rig.bring(spec)
    rig.removeCache()
    expect(await rig.planned(null)).toMatchObject({ action: 'delete', inner: [{ address: 'terraform_data.a' }], reversibility: 'recreate-lossy' })
    const record = rig.recorded
    await rig.bring(null)
    rig.recorded = record
    expect(await rig.planned(null)).toMatchObject({ action: 'delete', inner: [] })
    expect(await rig.bring(null)).toBe('delete')
    expect(rig.recorded).toBeNull()
  })
})

describe.skipIf(!hasTerraform)(withTerraform('a stack with its own backend'), () => {
  const secretive = `${module}\nvariable "p" { default = "swordfish" }\noutput "p" {\n  value     = var.p\n  sensitive = true\n}`

  it('has its local state where Terraform by hand has it', async () => {
    const rig = new StackRig({ 'stacks/app/main.tf': `${secretive}\nterraform {\n  backend "local" { path = "../../state/app.tfstate" }\n}` })
    expect(await rig.bring(spec)).toBe('create')
    expect(existsSync(join(rig.root, 'state/app.tfstate'))).toBe(true)
    expect(rig.recorded).toMatchObject({ outputs: { size: 3, p: 'swordfish' }, outputsSensitive: { p: true } })
    expect(rig.recorded?.memory).toMatchObject({ serial: expect.any(Number) as number, lineage: expect.any(String) as string })
    rig.recorded = null
    const adoption = await rig.planned(spec)
    expect(adoption).toMatchObject({ action: 'adopt', inner: [], outputs: { size: 3 } })
    const runs = rig.runsOf('')
    expect(await rig.apply(spec, adoption)).toMatchObject({ ok: true, recorded: { outputs: { size: 3, p: 'swordfish' } } })
    expect(rig.runsOf('')).toBe(runs)
  })

  it('is led to a backend that only the document names, and fetches sensitive outputs from it', async () => {
    const server = await startStateServer()
    const rig = new StackRig({ 'stacks/app/main.tf': secretive })
    const own = { ...spec, backend: { type: 'http', config: { address: `${server.url}/a$b/app` } } }
    await rig.bring(own)
    expect(rig.recorded).toMatchObject({ outputs: { size: 3, p: 'swordfish' }, outputsSensitive: { p: true } })
    expect([...server.states.keys()]).toEqual(['/a$b/app'])
    expect((await rig.planned(own)).action).toBe('no-op')
    expect(await rig.bring(null)).toBe('delete')
  })

  it('uses workspaces', async () => {
    const rig = new StackRig({ 'stacks/app/main.tf': `${module}\nterraform {\n  backend "local" {}\n}\noutput "w" { value = terraform.workspace }` })
    await rig.bring({ ...spec, workspace: 'prod' })
    expect(rig.recorded?.outputs).toMatchObject({ w: 'prod' })
    expect(existsSync(join(rig.root, 'stacks/app/terraform.tfstate.d/prod/terraform.tfstate'))).toBe(true)
    expect((await rig.planned({ ...spec, workspace: 'prod' })).action).toBe('no-op')
  })

  it('sees outputs that somebody changed with Terraform by hand', async () => {
    const server = await startStateServer()
    const rig = new StackRig(files)
    const own = { ...spec, backend: { type: 'http', config: { address: `${server.url}/app` } } }
    await rig.bring(own)
    const recorded = rig.recorded
    await rig.bring({ ...own, variables: { size: 9 } })
    rig.recorded = recorded
    const change = await rig.planned({ ...own, variables: { size: 9 } })
    expect(change).toMatchObject({ action: 'update', inner: [], drift: [{ path: ['outputs', 'size'], recorded: 3, observed: 9 }] })
    expect(await rig.apply({ ...own, variables: { size: 9 } }, change)).toMatchObject({ ok: true, recorded: { outputs: { size: 9 } } })
  })

  it('is not moved to another backend', async () => {
    const rig = new StackRig(files)
    await rig.bring(spec)
    expect(await rig.plan({ ...spec, backend: { type: 'http', config: { address: 'http://127.0.0.1:9/x' } } })).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'resource-invalid', message: 'the state of dev/app is at genesis:dev/app, but the document leads to http:http://127.0.0.1:9/x' }],
    })
  })
})

describe.skipIf(!hasTerraform)(withTerraform('planning a stack that cannot be planned'), () => {
  it.each<[string, string, Readonly<Record<string, Value>>, object]>([
    [
      'a syntax error, found by init',
      'resource "terraform_data" "a" { input = }\n',
      {},
      { code: 'tool-failed', message: expect.stringMatching(/^Invalid expression\n/), at: { file: 'stacks/app/main.tf', start: { line: 1 } } },
    ],
    [
      'an unknown argument, found by plan',
      'resource "terraform_data" "a" {\n  inputt = 1\n}',
      {},
      { code: 'tool-failed', message: expect.stringMatching(/^Unsupported argument\n/), at: { file: 'stacks/app/main.tf', start: { line: 2, column: 3 } } },
    ],
    [
      'a value of the wrong type',
      'variable "size" { type = number }',
      { size: 'many' },
      { code: 'tool-failed', message: expect.stringMatching(/^Invalid value for input variable\n/), at: { file: 'system/app.yaml#/variables/size' } },
    ],
    [
      'a version that is not there',
      'terraform {\n  required_version = ">= 99"\n}',
      {},
      { code: 'tool-version', message: expect.stringMatching(/^Unsupported Terraform Core version\n/), at: { file: 'stacks/app/main.tf' } },
    ],
  ])('says %s', async (_, text, variables, expected) => {
    const rig = new StackRig({ 'stacks/app/main.tf': text })
    expect(await rig.plan({ source: '../stacks/app', variables })).toMatchObject({
      ok: false,
      diagnostics: [expected],
    })
  })

  it('says that the program is too old, and asks it only once', async () => {
    const rig = new StackRig(files)
    const old = { ...spec, requiredVersion: '>= 99' }
    const expected = { code: 'tool-version', message: expect.stringMatching(/^terraform has the version \d+\.\d+\.\d+, but >= 99 is required$/) }
    expect(await rig.plan(old)).toMatchObject({ ok: false, diagnostics: [expected] })
    rig.provider = rig.makeProvider()
    expect(await rig.plan(old)).toMatchObject({ ok: false, diagnostics: [expected] })
    expect(rig.runsOf('version')).toBe(1)
    expect((await rig.examine(old)).diagnostics).toMatchObject([expected])
    expect((await rig.planned({ ...spec, requiredVersion: '>= 1.0, < 99' })).action).toBe('create')
  })

  it('says that git ignores the module', async () => {
    const rig = new StackRig({ ...files, '.gitignore': 'stacks/\n' })
    expect(await rig.plan(spec)).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'module-invalid', message: 'git ignores the files of the module stacks/app' }],
    })
    expect((await rig.planned({ ...spec, include: ['../stacks/app/**'] })).action).toBe('create')
  })
})
