import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/events/json.ts'
import type { PlanDocument } from '../../src/plan/plan-document.ts'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis, type CliResult } from '../rig/cli.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { named, seen } from './seen.ts'

const app = fileDocument('app', '"${resources.network.outputs.path}"')
const files = { 'system/a.yaml': [fileDocument('network', 'one'), app, fileDocument('other', 'three')].join('---\n') }

/** A project with network → app, and other beside them, perhaps applied. */
async function shop(applied: boolean): Promise<string> {
  const folder = project(files)
  checkForLeaks(folder)
  if (applied) await expectSuccess(genesis(['apply', 'dev', '--yes', '--concurrency', '1'], { folder }))
  return folder
}

async function expectSuccess(running: Promise<CliResult>): Promise<string> {
  const { code, out, err } = await running
  expect(code, out + err).toBe(0)
  return out
}

/** The id of the newest run. */
async function newestRun(folder: string): Promise<string> {
  const { runs } = JSON.parse(await expectSuccess(genesis(['runs', '-o', 'json'], { folder }))) as { runs: { id: string }[] }
  return runs[0]?.id ?? ''
}

function validator(name: string): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false })
  formats.default(ajv)
  return ajv.compile(JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas', name), 'utf8')) as object)
}

describe('genesis init', () => {
  it('writes a project that is valid, planned and applied as it stands', async () => {
    const folder = tempFolder()
    expect(named(await expectSuccess(genesis(['init', 'new'], { folder })), folder)).toMatchInlineSnapshot(`
      "wrote genesis.yaml
      wrote environments/dev.yaml
      wrote system/hello.yaml
      wrote .gitignore

      Next:
        genesis plan dev --chdir new
        genesis apply dev --chdir new
      "
    `)
    const inside = ['-C', 'new']
    expect(await expectSuccess(genesis([...inside, 'validate'], { folder }))).toBe('dev: 2 resources (hello, receipt)\n')
    expect((await genesis([...inside, 'plan', 'dev', '--detailed-exitcode'], { folder })).code).toBe(2)
    await expectSuccess(genesis([...inside, 'apply', 'dev', '--yes'], { folder }))
    expect(readFileSync(join(folder, 'new/out/dev/hello.txt'), 'utf8')).toBe('Hello from dev.\n')
    expect((await genesis([...inside, 'plan', 'dev', '--detailed-exitcode'], { folder })).code).toBe(0)
  })

  it('never writes over what is there', async () => {
    const folder = tempFolder()
    writeFile(folder, 'system/hello.yaml', 'mine')
    expect(await seen(['init'], { folder })).toMatchInlineSnapshot(`
      "error[project-invalid]: PROJECT/system/hello.yaml is there already
        = hint: choose an empty folder: nothing was written

      1 error
      exit 3"
    `)
    expect(readFileSync(join(folder, 'system/hello.yaml'), 'utf8')).toBe('mine')
    expect(existsSync(join(folder, 'genesis.yaml'))).toBe(false)
  })

  it('goes where --chdir leads, and gives every project an id of its own', async () => {
    const folder = tempFolder()
    await expectSuccess(genesis(['-C', 'one', 'init'], { folder }))
    const made = JSON.parse(await expectSuccess(genesis(['-C', 'two', 'init', '-o', 'json'], { folder }))) as { folder: string; files: string[] }
    expect(made).toMatchObject({ folder: join(folder, 'two'), files: expect.arrayContaining(['genesis.yaml']) as unknown })
    expect(existsSync(join(folder, 'genesis.yaml'))).toBe(false)
    const id = (name: string) => /^ {2}id: "(\w+)"/m.exec(readFileSync(join(folder, name, 'genesis.yaml'), 'utf8'))?.[1]
    expect(id('one')).toMatch(/^[0-9a-f]{8}$/)
    expect(id('one')).not.toBe(id('two'))
  })
})

describe('genesis doctor', () => {
  it('says what is well', async () => {
    const folder = await shop(true)
    const variables = { PATH: programs('git', 'terraform') }
    const { code, out } = await genesis(['doctor'], { folder, variables })
    expect(`${named(out, folder).replaceAll(variables.PATH, 'BIN')}exit ${code}`).toMatchInlineSnapshot(`
      "ok    git: BIN/git
      ok    terraform: BIN/terraform
      ok    project: test: 1 environment, 3 resources
      ok    store: PROJECT/.genesis/state.db: 3 resources recorded
      warn  copies of the store: the state database is the only record, and no run leaves a copy of it
            name a folder on another disk as coordination.store.backup in config/coordination.yaml
      exit 0"
    `)
  })

  it('says what is missing or broken, and the mend', async () => {
    const folder = project({ 'system/a.yaml': fileDocument('a', 'x', '  moed: 1\n') })
    const { code, out } = await genesis(['doctor'], { folder, variables: { PATH: tempFolder() } })
    expect(`${named(out, folder)}exit ${code}`).toMatchInlineSnapshot(`
      "warn  git: not found on PATH
            install git: needed for module snapshots and for knowing the commit
      warn  terraform: not found on PATH
            install terraform or tofu: needed for TerraformStack
      BAD   project: 1 mistake
            genesis validate shows them
      exit 1"
    `)
    const json = JSON.parse((await genesis(['doctor', '-o', 'json'], { folder })).out) as { checks: { about: string; verdict: string }[] }
    expect(json.checks).toContainEqual(expect.objectContaining({ about: 'project', verdict: 'bad' }))
  })
})

/** A folder for PATH with programs that do nothing. */
function programs(...names: readonly string[]): string {
  const folder = tempFolder()
  for (const name of names) {
    writeFile(folder, name, '#!/bin/sh\n')
    chmodSync(join(folder, name), 0o755)
  }
  return folder
}

describe('what a run left', () => {
  it('is in runs, show and logs', async () => {
    const folder = await shop(true)
    const run = await newestRun(folder)
    expect((await genesis(['runs'], { folder })).out).toMatch(new RegExp(`^${run} +dev +apply .* succeeded `, 'm'))
    expect((await genesis(['runs', 'prod'], { folder })).out).not.toContain(run)
    expect(masked(await expectSuccess(genesis(['show', run], { folder })), folder)).toMatchInlineSnapshot(`
      "run RUN of dev (apply)
        plan     RUN
        by       tester on test-host, process PID
        started  TIME (AGO)
        ended    TIME, after DURATION
        outcome  succeeded: 3 succeeded, of 3 steps

      ADDRESS      ACTION  BEGAN                 TOOK  ATTEMPTS  RESULT
      dev/network  create  TIME  DURATION  -         succeeded
      dev/other    create  TIME  DURATION  -         succeeded
      dev/app      create  TIME  DURATION  -         succeeded
      "
    `)
    expect(masked(await expectSuccess(genesis(['logs', run], { folder })), folder)).toMatchInlineSnapshot(`
      "TIME applying dev: 3 steps (run RUN)
      TIME dev/network: creating
      TIME dev/network: created after DURATION
      TIME dev/other: creating
      TIME dev/other: created after DURATION
      TIME dev/app: creating
      TIME dev/app: created after DURATION
      "
    `)
    expect(masked(await expectSuccess(genesis(['logs', run, 'dev/app'], { folder })), folder)).toMatchInlineSnapshot(`
      "TIME dev/app: creating
      TIME dev/app: created after DURATION
      "
    `)
    const shown = JSON.parse(await expectSuccess(genesis(['show', run, '-o', 'json'], { folder }))) as Json
    expect(shown).toMatchObject({ format_version: '1.0', run: { id: run, outcome: 'succeeded' } })
    const validate = validator('event.schema.json')
    for (const line of (await expectSuccess(genesis(['logs', run, '-o', 'json'], { folder }))).trimEnd().split('\n'))
      expect(validate(JSON.parse(line)), line).toBe(true)
  })

  it('is not invented', async () => {
    const folder = await shop(false)
    expect(await seen(['show', 'nothing'], { folder })).toMatchInlineSnapshot(`
      "error[unknown-run]: no run is named "nothing"
        = hint: genesis runs lists them

      1 error
      exit 3"
    `)
    expect(await seen(['logs', 'nothing'], { folder })).toMatchInlineSnapshot(`
      "error[unknown-run]: no run is named "nothing"
        = hint: genesis runs lists them

      1 error
      exit 3"
    `)
    expect(await seen(['runs'], { folder })).toMatchInlineSnapshot(`
      "No runs yet.
      exit 0"
    `)
    expect(existsSync(join(folder, '.genesis'))).toBe(false)
  })
})

function masked(text: string, folder: string): string {
  return named(text, folder)
    .replaceAll(/TIME \([^)]*\)/g, 'TIME (AGO)')
    .replaceAll(/\b\d+\.\ds\b/g, 'DURATION')
}

describe('genesis state', () => {
  it('lists, shows and forgets, and the real thing stays', async () => {
    const folder = await shop(true)
    expect(masked(await expectSuccess(genesis(['state', 'list', 'dev'], { folder })), folder)).toMatchInlineSnapshot(`
      "ADDRESS      KIND  STATUS  REVISION  UPDATED
      dev/app      File  ready   1         TIME (AGO)
      dev/network  File  ready   1         TIME (AGO)
      dev/other    File  ready   1         TIME (AGO)
      "
    `)
    expect(masked(await expectSuccess(genesis(['state', 'show', 'dev/app'], { folder })), folder)).toMatchInlineSnapshot(`
      "File dev/app
        status     ready
        revision   1, written by run RUN
        updated    TIME (AGO)
        owns       the file out/app.txt
        needs      dev/network

      attributes {
          digest = "sha256:b1de28c8b6ad6874fa884f622c08744475df21ad5e1aff97ba559935bdd7cf0b"
          mode   = "0644"
          path   = "out/app.txt"
      }
      outputs {
          digest = "sha256:b1de28c8b6ad6874fa884f622c08744475df21ad5e1aff97ba559935bdd7cf0b"
          path   = "out/app.txt"
      }
      "
    `)
    expect(await seen(['state', 'show', 'dev/nothing'], { folder })).toMatchInlineSnapshot(`
      "error[unknown-target]: nothing is recorded as dev/nothing
        = hint: genesis state list shows what is

      1 error
      exit 3"
    `)
    expect(await seen(['state', 'rm', 'dev/app'], { folder })).toMatchInlineSnapshot(`
      "dev/app is forgotten; the real thing stays as it is.
      exit 0"
    `)
    expect(await seen(['state', 'rm', 'dev/app'], { folder })).toMatchInlineSnapshot(`
      "error[unknown-target]: nothing is recorded as dev/app
        = hint: genesis state list shows what is

      1 error
      exit 3"
    `)
    expect(readFileSync(join(folder, 'out/app.txt'), 'utf8')).toBe('out/network.txt')
    const plan = JSON.parse(await expectSuccess(genesis(['plan', 'dev', '-o', 'json'], { folder }))) as PlanDocument
    expect(plan.resources.filter(({ action }) => action !== 'no-op').map(({ address, action }) => [address, action])).toEqual([['dev/app', 'adopt']])
  })
})

describe.skipIf(!hasTerraform)(withTerraform('genesis outputs'), () => {
  it('shows outputs with their types, and sensitive ones when it is told to', async () => {
    const folder = project({
      'system/app.yaml': 'apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: app }\nspec: { source: ../stacks/app }\n',
      'stacks/app/main.tf': [
        'output "count" {\n  value = 3\n}',
        'output "ratio" {\n  value = 1.5\n}',
        'output "on" {\n  value = true\n}',
        'output "text" {\n  value = "3"\n}',
        'output "zones" {\n  value = ["a", "b"]\n}',
        'output "tags" {\n  value = { team = "web", size = 2 }\n}',
        'output "none" {\n  value = null\n}',
        'output "password" {\n  value     = "correct horse"\n  sensitive = true\n}',
      ].join('\n\n'),
    })
    checkForLeaks(folder)
    const applied = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(applied.code, applied.err).toBe(0)
    expect(await seen(['outputs', 'dev'], { folder })).toMatchInlineSnapshot(`
      "dev/app
          count    = 3
          on       = true
          password = (sensitive value)
          ratio    = 1.5
          tags     = {
              size = 2
              team = "web"
          }
          text     = "3"
          zones    = [
              "a",
              "b",
          ]
      exit 0"
    `)
    expect((await genesis(['outputs', 'dev', 'app', '--show-sensitive'], { folder })).out).toContain('password = "correct horse"')
    const json = async (...words: readonly string[]) =>
      (JSON.parse(await expectSuccess(genesis(['outputs', 'dev', '-o', 'json', ...words], { folder }))) as { outputs: { app: Record<string, object> } }).outputs
        .app
    expect(await json()).toMatchInlineSnapshot(`
      {
        "count": {
          "sensitive": false,
          "type": "number",
          "value": 3,
        },
        "on": {
          "sensitive": false,
          "type": "boolean",
          "value": true,
        },
        "password": {
          "sensitive": true,
          "type": null,
          "value": null,
        },
        "ratio": {
          "sensitive": false,
          "type": "number",
          "value": 1.5,
        },
        "tags": {
          "sensitive": false,
          "type": "map",
          "value": {
            "size": 2,
            "team": "web",
          },
        },
        "text": {
          "sensitive": false,
          "type": "string",
          "value": "3",
        },
        "zones": {
          "sensitive": false,
          "type": "list",
          "value": [
            "a",
            "b",
          ],
        },
      }
    `)
    expect((await json('--show-sensitive'))['password']).toEqual({ value: 'correct horse', type: 'string', sensitive: true })
    expect(await seen(['outputs', 'dev', 'network'], { folder })).toMatchInlineSnapshot(`
      "error[unknown-target]: nothing is recorded in dev as network
        = hint: genesis state list dev shows what is

      1 error
      exit 3"
    `)
    expect(`${applied.out}${applied.err}`).not.toContain('correct horse')
  })
})

describe('documents for programs', () => {
  it('are as their schemas say: plan and apply, json and jsonl', async () => {
    const folder = await shop(false)
    const plan = validator('plan.schema.json')
    const event = validator('event.schema.json')
    const events = (text: string): readonly Json[] =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Json)
    const isPlan = (value: unknown) => expect(plan(value), JSON.stringify(plan.errors)).toBe(true)

    isPlan(JSON.parse(await expectSuccess(genesis(['plan', 'dev', '-o', 'json'], { folder }))))
    const planned = events(await expectSuccess(genesis(['plan', 'dev', '-o', 'jsonl'], { folder })))
    for (const line of planned) expect(event(line), JSON.stringify([line, event.errors])).toBe(true)
    expect(planned[0]).toMatchObject({ type: 'version' })
    isPlan((planned.at(-1) as { document: Json }).document)

    const applied = events(await expectSuccess(genesis(['apply', 'dev', 'network', '--yes', '-o', 'jsonl'], { folder })))
    for (const line of applied) expect(event(line), JSON.stringify([line, event.errors])).toBe(true)
    expect(applied.at(-1)).toMatchObject({ type: 'result', document: { format_version: '1.0', outcome: 'succeeded' } })
    const rest = JSON.parse(await expectSuccess(genesis(['apply', 'dev', '--yes', '-o', 'json'], { folder }))) as Json
    expect(rest).toMatchObject({ format_version: '1.0', environment: 'dev', outcome: 'succeeded', counts: { succeeded: 2, failed: 0, skipped: 0 } })
    isPlan(JSON.parse(await expectSuccess(genesis(['apply', 'dev', '--yes', '-o', 'json'], { folder }))))
  })

  it('name what there is where something is left out', async () => {
    const folder = project({ 'system/a.yaml': fileDocument('a', 'x') })
    const hintOf = async (...words: readonly string[]) => /= hint: (.*)/.exec((await genesis(words, { folder })).err)?.[1]
    expect(await hintOf('plan')).toBe('genesis plan ENVIRONMENT; there is dev')
    expect(await hintOf('explain', 'a')).toBe('write it with its environment: dev/a')
    expect((await genesis(['show', 'no.plan'], { folder })).err).toContain('there is no file no.plan, and no run is named so')
  })

  it('hold a refusal, too, and nothing else', async () => {
    const folder = project({ 'system/a.yaml': fileDocument('a', 'x', '  moed: 1\n') })
    for (const words of [['plan', 'dev'], ['apply', 'dev', '--yes'], ['validate'], ['graph', 'dev']]) {
      const { code, out } = await genesis([...words, '-o', 'json'], { folder })
      expect(code).toBe(3)
      expect(JSON.parse(out)).toMatchObject({
        ok: false,
        exitCode: 3,
        diagnostics: [{ code: 'unknown-field', at: { file: 'system/a.yaml', start: { line: 7, column: 3 } }, hint: 'did you mean "mode"?' }],
      })
    }
  })
})

describe('what is to be planned', () => {
  const words = async (folder: string, ...more: readonly string[]): Promise<readonly string[]> => {
    const document = JSON.parse(await expectSuccess(genesis([...more, '-o', 'json'], { folder }))) as PlanDocument
    return document.resources.map(({ address }) => address).sort()
  }

  it('is named by environment, by address, by -e, by GENESIS_ENVIRONMENT', async () => {
    const folder = await shop(false)
    const all = ['dev/app', 'dev/network', 'dev/other']
    expect(await words(folder, 'plan', 'dev')).toEqual(all)
    expect(await words(folder, 'plan', '-e', 'dev')).toEqual(all)
    expect(await words(folder, 'plan', 'dev/other')).toEqual(['dev/other'])
    expect(await words(folder, '-e', 'dev', 'plan', 'other')).toEqual(['dev/other'])
    expect(await words(folder, 'plan', 'dev', 'dev/network', 'other')).toEqual(['dev/network', 'dev/other'])
    const variables = { GENESIS_ENVIRONMENT: 'dev' }
    const out = await expectSuccess(genesis(['plan', 'other', '-o', 'json'], { folder, variables }))
    expect((JSON.parse(out) as PlanDocument).resources.map(({ address }) => address)).toEqual(['dev/other'])
  })

  it('is found from any folder of the project, and by --chdir', async () => {
    const folder = await shop(false)
    const outside = tempFolder()
    await expectSuccess(genesis(['-C', join(folder, 'system'), 'plan', 'dev'], { folder: outside }))
    await expectSuccess(genesis(['plan', 'dev', '-C', folder], { folder: outside }))
    expect((await genesis(['plan', 'dev'], { folder: outside })).code).toBe(3)
  })

  it('brings along what it waits for, and says so; --dry-run changes nothing', async () => {
    const folder = await shop(false)
    const dry = await seen(['apply', 'dev', 'app', '--dry-run', '--yes'], { folder })
    expect(dry).toMatchInlineSnapshot(`
      "Plan for dev

      This plan is partial: 2 of 3 resources of dev
      Asked for: dev/app
      Brought along: dev/network

          + create

        # dev/app will be created
        # planned with expected values of dev/network, planned again before it is applied
        + File dev/app {
            + content = "out/network.txt"
            + digest  = "sha256:b1de28c8b6ad6874fa884f622c08744475df21ad5e1aff97ba559935bdd7cf0b"
            + mode    = "0644"
            + path    = "out/app.txt"
          }

        # dev/network will be created
        + File dev/network {
            + content = "one"
            + digest  = "sha256:7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
            + mode    = "0644"
            + path    = "out/network.txt"
          }

      Plan: 2 of 2 selected resources change (3 in all).
      planning dev: 2 resources
      dev/network: planned: create
      dev/app: planned: create, to be planned again
      exit 0"
    `)
    expect(existsSync(join(folder, '.genesis'))).toBe(false)
    expect(existsSync(join(folder, 'out'))).toBe(false)
    const asked = await genesis(['apply', 'dev', 'app'], { folder, answers: ['yes'] })
    expect(asked.code).toBe(0)
    expect(asked.out).toContain('Brought along: dev/network')
    expect(existsSync(join(folder, 'out/app.txt'))).toBe(true)
    expect(existsSync(join(folder, 'out/other.txt'))).toBe(false)
    await expectSuccess(genesis(['destroy', 'dev', '--dry-run', '--yes'], { folder }))
    expect(existsSync(join(folder, 'out/app.txt'))).toBe(true)
  })
})

describe('a question', () => {
  const answers = [{ kind: 'interrupted' }] as const

  it('that is interrupted changes nothing', async () => {
    const folder = project({ 'system/a.yaml': fileDocument('a', 'x') })
    const { code, err } = await genesis(['apply', 'dev'], { folder, answers })
    expect({ code, said: err.split('\n').slice(-2) }).toEqual({ code: 130, said: ['Interrupted: nothing was changed.', ''] })
    expect(existsSync(join(folder, '.genesis'))).toBe(false)
  })

  it('that is interrupted is a document for programs', async () => {
    const folder = project({ 'system/a.yaml': fileDocument('a', 'x') })
    const { code, out } = await genesis(['apply', 'dev', '-o', 'json'], { folder, answers })
    expect({ code, out: JSON.parse(out) as unknown }).toEqual({ code: 130, out: { format_version: '1.0', ok: false, exitCode: 130, diagnostics: [] } })
  })
})

describe('the program', () => {
  it('tells its version and its help', async () => {
    const folder = tempFolder()
    expect(await seen(['--version'], { folder })).toBe('0.0.0-test\nexit 0')
    const { code, out, err } = await genesis(['--help'], { folder })
    expect({ code, err, usage: out.split('\n')[0] }).toEqual({ code: 0, err: '', usage: 'Usage: genesis [command] [options]' })
    for (const heading of ['Options:', 'Write, plan, apply:', 'Examples:', 'Exit codes:', 'Environment variables:']) expect(out).toContain(`\n${heading}\n`)
    expect((await genesis(['apply', '--help'], { folder })).out).toContain('Usage: genesis apply <environment> [targets...] [options] | <plan file> [options]')
    expect((await genesis(['help', 'state', 'show'], { folder })).out).toBe((await genesis(['state', 'show', '--help'], { folder })).out)
    expect((await genesis(['apply', '--help'], { folder })).out).toMatch(/\nGlobal Options:\n[^]* --output <format> /)
  })
})
