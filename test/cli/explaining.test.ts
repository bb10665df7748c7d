import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'

/** What a person reads, with the ids of runs left out. */
async function explained(folder: string, ...words: readonly string[]): Promise<string> {
  const { code, out, err } = await genesis(['explain', ...words], { folder })
  return (code === 0 ? out : `exit ${code}\n${err}`).replaceAll(/run \w{10,}/g, 'run RUN')
}

const lines = (...all: readonly string[]) => `${all.join('\n')}\n`

const dns = `apiVersion: genesis/v1
kind: Command
metadata: { name: dns }
spec:
  inputs: { fails: "\${environment.variables.fails}" }
  create:
    - sh
    - -c
    - 'if grep -q true; then echo "no such zone" >&2; exit 7; fi; echo "{\\"zone\\":\\"z-1\\",\\"ports\\":[80,443]}"'
`

const chain = {
  'environments/dev.yaml': 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\nspec: { variables: { fails: true } }\n',
  'system/dns.yaml': dns,
  'system/app.yaml': fileDocument('app', '${resources.dns.outputs.zone}'),
}

describe('genesis explain, after a run that failed', () => {
  it('says why something was skipped, and what failed', async () => {
    const folder = project(chain)
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(6)
    expect(await explained(folder, 'dev/app')).toBe(
      lines(
        'File dev/app',
        '  declared   system/app.yaml:3:19',
        '  owns       the file out/app.txt',
        '  recorded   never applied',
        '',
        '  waits for',
        '    dev/dns',
        '      content reads resources.dns.outputs.zone (system/app.yaml:6:14)',
        '',
        '  in the plan',
        '    it will be planned when its inputs are known',
        '    because what it reads changes first: dev/dns',
        '    deferred: it is planned during apply, once dev/dns has been applied and its outputs are known',
        '',
        '  last run',
        '    skipped in run RUN just now: it waits for dev/dns, which failed',
        '      dev/dns: [program-failed]',
        '        the create program ended with exit code 7:',
        '        no such zone',
      ),
    )
    expect(await explained(folder, 'dev/dns')).toContain(lines('', '  last run', '    failed in run RUN just now: [program-failed]'))
  })

  it('is silent about it once it went well', async () => {
    const folder = project(chain)
    await genesis(['apply', 'dev', '--yes'], { folder })
    writeFile(folder, 'environments/dev.yaml', chain['environments/dev.yaml'].replace('true', 'false'))
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    for (const address of ['dev/dns', 'dev/app']) expect(await explained(folder, address)).not.toContain('last run')
  })

  it('says nothing of runs whose logs are gone', async () => {
    const folder = project(chain)
    await genesis(['apply', 'dev', '--yes'], { folder })
    rmSync(join(folder, '.genesis/runs'), { recursive: true })
    expect(await explained(folder, 'dev/app')).not.toContain('last run')
  })
})

describe('genesis explain, of what no document declares', () => {
  it.each([
    ['', 'its document said nothing of lifecycle.onRemove: the next apply deletes it'],
    ['lifecycle: { onRemove: forget }\n', 'lifecycle.onRemove was forget: the next apply forgets it and leaves it alone'],
    ['lifecycle: { onRemove: refuse }\n', 'lifecycle.onRemove was refuse: nothing is planned until its document is back'],
  ])('says what becomes of it: %j', async (lifecycle, text) => {
    const folder = project({ 'system/app.yaml': `${fileDocument('app', 'x')}${lifecycle}`, 'system/other.yaml': fileDocument('other', 'x') })
    await genesis(['apply', 'dev', '--yes'], { folder })
    rmSync(join(folder, 'system/app.yaml'))
    const told = await explained(folder, 'dev/app')
    expect(told).toContain(lines('  declared   no document declares it any more', `  removal    ${text}`))
    expect(told.includes('[protected] dev/app: it is recorded')).toBe(lifecycle.includes('refuse'))
  })

  it('has outputs still, and no spec', async () => {
    const folder = project({ 'system/app.yaml': fileDocument('app', 'x') })
    await genesis(['apply', 'dev', '--yes'], { folder })
    rmSync(join(folder, 'system/app.yaml'))
    expect(await explained(folder, 'dev/app', 'outputs.path')).toMatch(
      /^dev\/app outputs\.path\n\n {2}outputs\.path = "out\/app\.txt"\n {4}an output of dev\/app, no document declares it any more; recorded by run RUN just now \(revision 1\)\n/,
    )
    expect(await explained(folder, 'dev/app', 'content')).toBe(
      lines(
        'exit 3',
        'error[unknown-field]: no document declares dev/app any more, so it has no spec',
        '  = hint: its outputs are still recorded: genesis explain dev/app outputs',
        '',
        '1 error',
      ),
    )
  })
})

describe('genesis explain, of outputs', () => {
  const working = { ...chain, 'environments/dev.yaml': chain['environments/dev.yaml'].replace('true', 'false') }

  it('says what is recorded, what the plan makes of it, and who reads it', async () => {
    const folder = project(working)
    expect(await explained(folder, 'dev/dns', 'outputs.zone')).toBe(
      lines(
        'dev/dns outputs.zone',
        '',
        '  outputs.zone = (known after apply)',
        '    an output of dev/dns, declared at system/dns.yaml:3:19; never applied',
        '',
        '  read by',
        '    dev/app',
        '      content reads resources.dns.outputs.zone (system/app.yaml:6:14)',
      ),
    )
    await genesis(['apply', 'dev', '--yes'], { folder })
    expect(await explained(folder, 'dev/dns', '/outputs/ports/1')).toBe(
      lines(
        'dev/dns outputs.ports[1]',
        '',
        '  outputs.ports[1] = 443',
        '    an output of dev/dns, declared at system/dns.yaml:3:19; recorded by run RUN just now (revision 1)',
        '    it stays so with the next apply',
      ),
    )
    expect(await explained(folder, 'dev/dns', 'outputs')).toContain('      content reads resources.dns.outputs.zone')
  })

  it('knows which there are', async () => {
    const folder = project(working)
    expect(await explained(folder, 'dev/app', 'outputs.pth')).toBe(
      lines('exit 3', 'error[unknown-field]: dev/app has no output "pth"', '  = hint: did you mean "path"? it has path, digest', '', '1 error'),
    )
  })
})

describe('genesis explain, of inherited values', () => {
  it('names every environment that says something', async () => {
    const environment = (name: string, spec: string) => `apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: ${name} }\nspec: { ${spec} }\n`
    const folder = project({
      'environments/base.yaml': environment('base', 'abstract: true, variables: { size: 1, zone: eu }, defaults: { File: { spec: { mode: "0600" } } }'),
      'environments/dev.yaml': environment('dev', 'extends: [base], variables: { size: 2 }'),
      'system/app.yaml': fileDocument('app', '${environment.variables.size} in ${environment.variables.zone}'),
    })
    expect(await explained(folder, 'dev/app', 'content')).toBe(
      lines(
        'dev/app content',
        '',
        '  content = "2 in eu"',
        '    from system/app.yaml:6:12',
        '    as   ${environment.variables.size} in ${environment.variables.zone}',
        '      environment.variables.size = 2',
        '        from environments/dev.yaml:4:45 (dev)',
        '        over environments/base.yaml:4:44 (base): 1',
        '      environment.variables.zone = "eu"',
        '        from environments/base.yaml:4:53 (base)',
      ),
    )
    expect(await explained(folder, 'dev/app', 'mode')).toBe(lines('dev/app mode', '', '  mode = "0600"', '    from environments/base.yaml:4:93'))
  })
})

describe('genesis explain, of what there is not', () => {
  it.each([
    [['dev/ap'], 'error[unknown-target]: no resource is declared or recorded as dev/ap', '  = hint: did you mean "dev/app"?'],
    [['dev/nothing'], 'error[unknown-target]: no resource is declared or recorded as dev/nothing', '  = hint: "genesis graph dev" shows what there is'],
    [['dve/app'], 'error[unknown-environment]: no environment is named "dve"', '  = hint: did you mean "dev"?'],
    [['dev/app', 'mode'], 'error[unknown-field]: neither its document nor a default says "mode" of dev/app', '   = hint: it has path, content'],
    [['dev/app', 'contnet'], 'error[unknown-field]: spec of dev/app has no "contnet"', '   = hint: did you mean "content"? it has path, content'],
  ])('%j', async (words, message, hint) => {
    const told = await explained(project({ 'system/app.yaml': fileDocument('app', 'x') }), ...words)
    expect(told).toMatch(/^exit 3\n/)
    expect(told.split('\n')).toEqual(expect.arrayContaining([message]))
    expect(told).toContain(hint.trim())
  })
})
