import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PlanDocument } from '../../src/plan/plan-document.ts'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis, type CliResult } from '../rig/cli.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { tempFolder } from '../rig/temp-folder.ts'

function shop(): string {
  const folder = tempFolder()
  checkForLeaks(folder)
  cpSync(join(import.meta.dirname, '../../examples/shop'), folder, { recursive: true, filter: (path) => !/[/]\.genesis|[/]out$/.test(path) })
  return folder
}

/** A second zone for the network, and an app whose new part cannot be made. */
function badRelease(folder: string): void {
  const file = join(folder, 'environments/environments.yaml')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace('zones: [a], size: 1, image: "shop:1.4.0"', 'zones: [a, b], size: 1, image: "shop:1.5.0"'))
  appendFileSync(
    join(folder, 'stacks/app/main.tf'),
    '\nresource "terraform_data" "canary" {\n  input = "x"\n  provisioner "local-exec" { command = "exit 1" }\n}\n',
  )
}

function mend(folder: string): void {
  const file = join(folder, 'stacks/app/main.tf')
  writeFileSync(file, readFileSync(file, 'utf8').replace('exit 1', 'exit 0'))
}

async function run(folder: string, code: number, ...words: readonly string[]): Promise<CliResult> {
  const result = await genesis(words, { folder })
  expect(result.code, `${words.join(' ')}\n${result.out}${result.err}`).toBe(code)
  return result
}

describe.skipIf(!hasTerraform)(withTerraform('a bad release of examples/shop'), () => {
  it('fails in the third stack, is rolled back with the plan shown, held, released, and brought forward', async () => {
    const folder = shop()
    await run(folder, 0, 'apply', 'dev', '--yes')
    const before = await run(folder, 0, 'outputs', 'dev', '-o', 'json')

    badRelease(folder)
    const failed = await run(folder, 6, 'apply', 'dev', '--yes')
    expect(failed.out).toContain('dev/network updated')
    expect(failed.out).toContain('dev/database updated')

    const plan = JSON.parse((await run(folder, 0, 'rollback', 'dev', '--dry-run', '-o', 'json')).out) as PlanDocument
    expect(plan.rollback).toMatchObject({ checkpoint: 'dev.2', stable: true, coverage: { restored: 4, recreated: 0, lost: 0, deferred: 0 } })
    expect(plan.rollback?.coverage.entries.map(({ stack, address, what }) => `${stack ?? ''} ${address} ${what}`)).toEqual([
      'dev/app terraform_data.canary was made since and is deleted',
      'dev/app terraform_data.service is changed back in place',
      'dev/database terraform_data.instance is changed back in place',
      'dev/network terraform_data.subnet["b"] was made since and is deleted',
    ])
    expect((await run(folder, 0, 'rollback', 'dev', '--dry-run')).out).toContain('# 4 of 4 things come back as they were')

    const back = await run(folder, 0, 'rollback', 'dev', '--yes')
    expect(back.out).toContain('Rollback complete: 3 succeeded')
    expect((await run(folder, 0, 'outputs', 'dev', '-o', 'json')).out).toBe(before.out)

    expect((await run(folder, 0, 'hold', 'list', 'dev')).out).toContain('rolled back to dev.2')
    expect((await run(folder, 4, 'apply', 'dev', '--yes')).err).toContain('error[on-hold]')

    mend(folder)
    await run(folder, 0, 'hold', 'release', 'dev')
    await run(folder, 0, 'apply', 'dev', '--yes')
    const now = JSON.parse((await run(folder, 0, 'plan', 'dev', '-o', 'json')).out) as PlanDocument
    expect(now.steps).toEqual([])
  })

  it('is rolled back, too, where the module of a new stack is gone by then', async () => {
    const folder = shop()
    await run(folder, 0, 'apply', 'dev', '--yes')
    cpSync(join(folder, 'stacks/network'), join(folder, 'stacks/extra'), { recursive: true })
    const document = readFileSync(join(folder, 'system/shop.yaml'), 'utf8')
    const [network = ''] = document.split('---\n')
    const extra = network.replace('name: network', 'name: extra').replace('../stacks/network', '../stacks/extra')
    writeFileSync(join(folder, 'system/extra.yaml'), extra)
    await run(folder, 0, 'apply', 'dev', '--yes')
    for (const path of ['stacks/extra/main.tf', 'system/extra.yaml']) writeFileSync(join(folder, path), '')
    const { out } = await run(folder, 0, 'rollback', 'dev', '--yes')
    expect(out).toContain('Rollback complete: 1 succeeded')
    expect((await run(folder, 0, 'state', 'list', 'dev')).out).not.toContain('dev/extra')
  })
})
