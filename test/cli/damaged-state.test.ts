import { copyFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { project, writeFile } from '../rig/project.ts'
import { publishedValidator } from '../rig/published-validator.ts'
import { RunningGenesis } from '../rig/running-genesis.ts'
import { Lab } from '../rig/terraform-provider/lab.ts'
import { expression, labModule } from '../rig/terraform-provider/lab-module.ts'
import { killTerraform } from './kill-terraform.ts'
import { named } from './seen.ts'

const local = 'terraform {\n  backend "local" {}\n}\n'

function module(...names: readonly string[]): string {
  const objects = Object.fromEntries(names.map((name, index) => [name, { value: index === 0 ? 'x' : expression(`lab_object.${names[index - 1] ?? ''}.id`) }]))
  return labModule({ objects, outputs: { id: expression('lab_object.a.id') }, more: local })
}

/** A stack with a local state that was applied once. */
async function applied() {
  const lab = await Lab.open()
  const folder = project({
    'system/app.yaml': 'apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: app }\nspec: { source: ../stacks/app }\n',
    'stacks/app/main.tf': module('a'),
  })
  checkForLeaks(folder)
  const variables = { ...lab.environment, XDG_CACHE_HOME: join(folder, '.cache') }
  const run = (...words: readonly string[]) => genesis(words, { folder, variables })
  const state = join(folder, 'stacks/app/terraform.tfstate')
  expect((await run('apply', 'dev', '--yes')).err).not.toContain('error')
  const seen = async (...words: readonly string[]): Promise<string> => {
    const { code, out, err } = await run(...words)
    return `${named(out + err.slice(Math.max(0, err.indexOf('error['))), folder)}exit ${code}`
  }
  return { lab, folder, variables, run, seen, state }
}

describe.skipIf(!hasTerraform)(withTerraform('the state of a stack in a local file'), () => {
  it('that is empty is refused, and put back', async () => {
    const { run, seen, state, lab } = await applied()
    truncateSync(state, 0)
    expect(await seen('plan', 'dev')).toMatchInlineSnapshot(`
      "error[state-damaged]: dev/app: the Terraform state of dev/app in PROJECT/stacks/app/terraform.tfstate is gone or empty: serial 2 of lineage LINEAGE was recorded
       --> system/app.yaml:3:19
        |
      3 | metadata: { name: app }
        |                   ^^^
        = hint: nothing was touched: "genesis state repair dev/app" puts the newest copy back; where it was given up on purpose, "genesis state rm dev/app" forgets it

      1 error in 1 file
      exit 3"
    `)
    expect((await run('apply', 'dev', '--yes')).code).toBe(3)
    expect(await seen('state', 'repair', 'dev/app')).toMatchInlineSnapshot(`
      "dev/app: what was there is in PROJECT/stacks/app/terraform.tfstate.damaged-RUN
      dev/app: the copy of serial 2 was put back as serial 3
      The next plan compares it with what is really there.
      exit 0"
    `)
    expect((await run('plan', 'dev', '--detailed-exitcode')).code).toBe(0)
    expect(await seen('state', 'repair', 'dev/app')).toMatchInlineSnapshot(`
      "dev/app: there was nothing to repair.
      exit 0"
    `)
    expect(lab.ledger.duplicates()).toEqual([])
  })

  it('that is cut off is refused, and put back', async () => {
    const { run, seen, state } = await applied()
    truncateSync(state, 100)
    expect(await seen('plan', 'dev')).toMatchInlineSnapshot(`
      "error[state-damaged]: dev/app: the Terraform state of dev/app in PROJECT/stacks/app/terraform.tfstate is cut off: Terraform was killed while it wrote it, or its disk was full
       --> system/app.yaml:3:19
        |
      3 | metadata: { name: app }
        |                   ^^^
        = hint: nothing was touched: "genesis state repair dev/app" puts the newest copy back; where it was given up on purpose, "genesis state rm dev/app" forgets it

      1 error in 1 file
      exit 3"
    `)
    const answer = await seen('state', 'repair', 'dev/app', '-o', 'json')
    expect(publishedValidator('output.schema.json', 'stateRepair')(JSON.parse(answer.slice(0, answer.lastIndexOf('exit'))))).toBe(true)
    expect(answer).toMatchInlineSnapshot(`
      "{
        "format_version": "1.0",
        "address": "dev/app",
        "done": [
          "what was there is in PROJECT/stacks/app/terraform.tfstate.damaged-RUN",
          "the copy of serial 2 was put back as serial 3"
        ],
        "left": []
      }
      exit 0"
    `)
    expect((await run('plan', 'dev', '--detailed-exitcode')).code).toBe(0)
    expect(readdirSync(join(state, '..')).filter((name) => name.includes('damaged'))).toHaveLength(1)
  })

  it('that is older is refused, and put back', async () => {
    const { folder, run, seen, state, lab } = await applied()
    copyFileSync(state, `${folder}/old`)
    writeFile(folder, 'stacks/app/main.tf', module('a', 'b'))
    expect((await run('apply', 'dev', '--yes')).code).toBe(0)
    copyFileSync(`${folder}/old`, state)
    rmSync(`${folder}/old`)
    expect(await seen('plan', 'dev')).toMatchInlineSnapshot(`
      "error[state-damaged]: dev/app: the Terraform state of dev/app in PROJECT/stacks/app/terraform.tfstate is older (serial 2): serial 4 of lineage LINEAGE was recorded
       --> system/app.yaml:3:19
        |
      3 | metadata: { name: app }
        |                   ^^^
        = hint: nothing was touched: "genesis state repair dev/app" puts the newest copy back; where it was given up on purpose, "genesis state rm dev/app" forgets it

      1 error in 1 file
      exit 3"
    `)
    expect((await run('state', 'repair', 'dev/app')).code).toBe(0)
    expect((await run('plan', 'dev', '--detailed-exitcode')).code).toBe(0)
    expect(lab.ledger.objects().map(({ name }) => name)).toEqual(['a', 'b'])
  })

  it('is copied, and given out', async () => {
    const { folder, run, state } = await applied()
    expect((await run('state', 'pull', 'dev/app', '--out', 'mine.tfstate')).out).toContain('serial 2')
    expect(JSON.parse(readFileSync(join(folder, 'mine.tfstate'), 'utf8'))).toEqual(JSON.parse(readFileSync(state, 'utf8')))
  })

  it('that belongs to another stack is refused, and never written over', async () => {
    const { seen, state } = await applied()
    const other = readFileSync(state, 'utf8').replace(/"lineage": "[^"]*"/u, '"lineage": "another"')
    writeFileSync(state, other)
    expect(await seen('plan', 'dev')).toMatchInlineSnapshot(`
      "error[state-damaged]: dev/app: the Terraform state of dev/app in PROJECT/stacks/app/terraform.tfstate is another one (lineage another): serial 2 of lineage LINEAGE was recorded
       --> system/app.yaml:3:19
        |
      3 | metadata: { name: app }
        |                   ^^^
        = hint: nothing was touched: "genesis state repair dev/app" puts the newest copy back; where it was given up on purpose, "genesis state rm dev/app" forgets it

      1 error in 1 file
      exit 3"
    `)
    expect(await seen('state', 'repair', 'dev/app')).toMatchInlineSnapshot(`
      "error[state-damaged]: dev/app: the Terraform state of dev/app in PROJECT/stacks/app/terraform.tfstate is another one (lineage another): serial 2 of lineage LINEAGE was recorded
        = hint: a state with another lineage is never written over: lead the stack to its own state, or move the other one away

      1 error
      exit 3"
    `)
    expect(readFileSync(state, 'utf8')).toBe(other)
  })

  it('may be given up: what is forgotten is not missed', async () => {
    const { run, state } = await applied()
    rmSync(state)
    expect((await run('plan', 'dev')).code).toBe(3)
    expect((await run('state', 'rm', 'dev/app')).code).toBe(0)
    expect((await run('plan', 'dev')).out).toContain('1 to add')
  })
})

describe.skipIf(!hasTerraform)(withTerraform('a Terraform that is killed while it writes its local state'), () => {
  it('loses nothing: the copy from before comes back, and what its log names is taken over', async () => {
    const { lab, folder, variables, run, seen, state } = await applied()
    writeFile(folder, 'stacks/app/main.tf', module('a', 'b', 'c'))
    lab.ledger.script({ operation: 'create', name: 'c', times: 1, does: { kind: 'hang', when: 'before' } })
    const running = new RunningGenesis(folder, ['apply', 'dev', '--yes'], variables)
    await lab.ledger.called({ operation: 'create', name: 'c', hangs: true })
    running.signal('SIGKILL')
    await running.ended
    killTerraform(folder)
    truncateSync(state, 0)
    expect(await seen('apply', 'dev', '--yes')).toMatchInlineSnapshot(`
      "  ! dev/app is blocked: run RUN may or may not have updated it
            # the Terraform state of dev/app in PROJECT/stacks/app/terraform.tfstate is gone or empty: serial 2 of lineage LINEAGE was recorded
            # "genesis state repair dev/app" puts the newest copy back; where it was given up on purpose, "genesis state rm dev/app" forgets it
            # look at it, then say: genesis state resolve dev/app --applied, --not-applied or --adopt ID

      Nothing can be done now in dev: 1 resource blocked, 0 unchanged.
      dev/app: nobody can tell whether the interrupted step (update) took effect: the Terraform state of dev/app in PROJECT/stacks/app/terraform.tfstate is gone or empty: serial 2 of lineage LINEAGE was recorded
      note: run RUN (apply) did not end: it is known now what became of 0 steps, and nobody can tell of 1 step: "genesis state resolve" takes a person's word
      planning dev: 0 resources
      exit 1"
    `)
    expect((await run('state', 'resolve', 'dev/app', '--applied')).err).toContain('is gone or empty')
    expect(await seen('state', 'repair', 'dev/app')).toMatchInlineSnapshot(`
      "dev/app: what was there is in PROJECT/stacks/app/terraform.tfstate.damaged-RUN
      dev/app: the copy of serial 2 was put back as serial 3
      dev/app: lab_object.b was taken over with the id obj-2
      dev/app: this could not be taken over:
        lab_object.c: Creating...
          Terraform was killed before it knew the id: look whether it is there, and write an import block into the module if it is
      dev/app: nobody can tell whether the interrupted step (update) took effect: the Terraform state of dev/app in PROJECT/stacks/app/terraform.tfstate is gone or empty: serial 2 of lineage LINEAGE was recorded
      note: steps of earlier runs were open: it is known now what became of 0 steps, and nobody can tell of 1 step: "genesis state resolve" takes a person's word
      exit 1"
    `)
    // A person has looked: c was not made.
    expect((await run('state', 'resolve', 'dev/app', '--applied')).code).toBe(0)
    expect((await run('plan', 'dev')).out).toContain('Terraform: 1 to add')
    expect((await run('apply', 'dev', '--yes')).code).toBe(0)
    expect(lab.ledger.objects().map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(lab.ledger.duplicates()).toEqual([])
  })
})
