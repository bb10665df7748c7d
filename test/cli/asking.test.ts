import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'
import { readMarkup } from './render/asking/markup.ts'

const shop = {
  'genesis.yaml': 'apiVersion: genesis/v1\nkind: Project\nmetadata: { name: shop, id: "1234abcd" }\nspec:\n  defaults:\n    File: { spec: { mode: "0600" } }\n',
  'environments/global.yaml': 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: global }\n',
  'system/dns.yaml': fileDocument('dns', 'zone').replace('spec:', 'environments: [global]\nspec:'),
  'system/app.yaml': [
    fileDocument('network', 'size ${environment.variables.size}').replace('spec:', 'environments: [dev]\nspec:'),
    fileDocument('app', '${resources.network.outputs.digest}').replace('spec:', 'environments: [dev]\ndependsOn: [network]\nspec:') +
      'overrides:\n  dev: { mode: "0644" }\n',
  ].join('---\n'),
}

const reading = fileDocument('reader', '${environments["global"].resources.dns.outputs.path}').replace('spec:', 'environments: [dev]\nspec:')

describe('genesis graph', () => {
  it('shows one environment with what it reads in others, or all', async () => {
    const folder = project({ ...shop, 'system/reader.yaml': reading })
    const dev = await genesis(['graph', 'dev'], { folder })
    expect(dev).toEqual({
      code: 0,
      err: '',
      out: [
        'dev  3 resources in 2 layers',
        '  layer 1',
        '    network  File',
        '    reader   File',
        '      ← global/dns (recorded values): content reads outputs.path',
        '  layer 2',
        '    app      File',
        '      ← network: content reads outputs.digest; dependsOn',
        '',
      ].join('\n'),
    })
    expect((await genesis(['graph'], { folder })).out).toContain('\nglobal  1 resource in 1 layer\n')
    expect((await genesis(['-e', 'global', 'graph'], { folder })).out).not.toContain('dev')
  })

  it('answers in every format', async () => {
    const folder = project({ ...shop, 'system/reader.yaml': reading })
    const out = async (...words: readonly string[]) => (await genesis(['graph', 'dev', ...words], { folder })).out
    expect(await out('-o', 'html')).toBe(await out('--format', 'html'))
    const json = await out('--format', 'json')
    expect(JSON.parse(json)).toMatchObject({
      format_version: '1.0',
      environments: ['dev'],
      nodes: [
        { address: 'dev/network', kind: 'File', layer: 1, outside: false, declaredAt: 'system/app.yaml:3:19' },
        { address: 'dev/reader', layer: 1 },
        { address: 'dev/app', layer: 2 },
        { address: 'global/dns', layer: 0, outside: true },
      ],
      edges: [
        {
          from: 'global/dns',
          to: 'dev/reader',
          recorded: true,
          reasons: [{ kind: 'expression', path: ['content'], reads: 'environments.global.resources.dns.outputs.path' }],
        },
        {
          from: 'dev/network',
          to: 'dev/app',
          recorded: false,
          reasons: [
            { kind: 'expression', at: 'system/app.yaml:16:14' },
            { kind: 'depends-on', at: 'system/app.yaml:13:13' },
          ],
        },
      ],
    })
    expect(await out('-o', 'json')).toBe(json)
    expect(await out('--format', 'dot')).toContain('  "dev/network" -> "dev/app" [')
    expect(await out('--format', 'mermaid')).toContain('  n3 -.-> n1\n')
    for (const format of ['svg', 'html']) {
      const { problems, text } = readMarkup(await out('--format', format))
      expect(problems).toEqual([])
      expect(text).toContain('dev/app waits for dev/network')
    }
  })

  it('knows the environments, and the formats', async () => {
    const folder = project(shop)
    expect(await genesis(['graph', 'dve'], { folder })).toMatchObject({ code: 3, out: '', err: expect.stringContaining('did you mean "dev"?') as string })
    expect((await genesis(['graph', '--format', 'png'], { folder })).code).toBe(3)
  })
})

describe('genesis explain', () => {
  it('follows a value to its places, layer by layer and reference by reference', async () => {
    const folder = project(shop)
    const explain = async (...words: readonly string[]) => (await genesis(['explain', ...words], { folder })).out
    expect(await explain('dev/app', 'mode')).toBe(
      [
        'dev/app mode',
        '',
        '  mode = "0644"',
        '    from system/app.yaml:18:16 (the override for dev)',
        '    over genesis.yaml:6:27 (the project\'s defaults): "0600"',
        '',
      ].join('\n'),
    )
    expect(await explain('dev/network', '/content')).toBe(
      [
        'dev/network content',
        '',
        '  content = "size 2"',
        '    from system/app.yaml:7:12',
        '    as   size ${environment.variables.size}',
        '      environment.variables.size = 2',
        '        from environments/dev.yaml:5:22',
        '',
      ].join('\n'),
    )
    const before = await explain('dev/app', 'spec.content')
    expect(before).toContain('content = (known after apply)\n')
    expect(before).toContain('an output of dev/network, declared at system/app.yaml:3:19; never applied\n')
    await genesis(['apply', 'dev', '--yes'], { folder })
    const after = await explain('dev/app', 'content')
    expect(after).toMatch(/content = "sha256:[0-9a-f]+"\n/)
    expect(after).toMatch(
      /resources\.network\.outputs\.digest = "sha256:[0-9a-f]+"\n {8}an output of dev\/network, .*; recorded by run \w+ just now \(revision 1\)\n/,
    )
    expect((await explain('dev/app', '')).split('    from ')).toHaveLength(4)
  })

  it('says what a resource is, what it waits for, what waits for it, and why it is in the plan', async () => {
    const folder = project(shop)
    await genesis(['apply', 'dev', '--yes'], { folder })
    writeFile(folder, 'environments/dev.yaml', 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\nspec:\n  variables: { size: 3 }\n')
    const network = (await genesis(['explain', 'dev/network'], { folder })).out
    expect(network).toMatch(
      /^File dev\/network\n {2}declared {3}system\/app\.yaml:3:19\n {2}owns {7}the file out\/network\.txt\n {2}recorded {3}by run \w+ just now \(revision 1\)\n/,
    )
    expect(network).toContain(
      '  needed by\n    dev/app\n      content reads resources.network.outputs.digest (system/app.yaml:16:14)\n      dependsOn (system/app.yaml:13:13)\n',
    )
    expect(network).toContain('  in the plan\n    it will be updated in place\n    because the documents want something else now: content and digest\n')
    const app = (await genesis(['explain', 'dev/app', '-o', 'json'], { folder })).out
    expect(JSON.parse(app)).toMatchObject({
      format_version: '1.0',
      kind: 'resource',
      address: 'dev/app',
      declaration: { at: 'system/app.yaml:11:19' },
      waitsFor: [{ from: 'dev/network', reasons: [{ kind: 'expression' }, { kind: 'depends-on' }] }],
      record: { revision: 1, status: 'ready' },
      plan: { action: 'update', exactness: 'conditional', waitsFor: ['dev/network'] },
      blocked: [],
    })
  })

  it('says what keeps a resource from being planned', async () => {
    const folder = project({ ...shop, 'system/reader.yaml': reading })
    const { code, out } = await genesis(['explain', 'dev/reader'], { folder })
    expect(code).toBe(0)
    expect(out).toContain('    global/dns (recorded values)\n')
    expect(out).toContain(
      '    it cannot be planned now, see below\n\n  blocked\n    [unknown-reference] dev/reader reads global/dns, which was never applied\n',
    )
  })

  it('says which protection blocks it', async () => {
    const app = fileDocument('app', 'x').replace('spec:', 'lifecycle: { preventDestroy: true }\nspec:')
    const folder = project({ 'system/app.yaml': app })
    await genesis(['apply', 'dev', '--yes'], { folder })
    writeFile(folder, 'system/app.yaml', app.replace('app.txt', 'elsewhere.txt'))
    const { out } = await genesis(['explain', 'dev/app'], { folder })
    expect(out).toContain('  protected  lifecycle.preventDestroy: neither it nor anything inside of it is deleted or replaced\n')
    expect(out).toContain('  blocked\n    [protected] dev/app: preventDestroy is set, but the plan would take away:\n')
    expect(out).toContain('hint: set lifecycle.preventDestroy: false')
  })

  it('knows what is recorded only', async () => {
    const folder = project(shop)
    await genesis(['apply', 'dev', '--yes'], { folder })
    writeFile(folder, 'system/app.yaml', fileDocument('network', 'x').replace('spec:', 'environments: [dev]\nspec:'))
    const { out } = await genesis(['explain', 'dev/app'], { folder })
    expect(out).toContain('  declared   no document declares it any more\n')
    expect(out).toContain('  waits for\n    dev/network\n')
    expect(out).toContain('it will be deleted\n    because no document declares it any more\n')
    expect((await genesis(['explain', 'dev/app', 'content'], { folder })).code).toBe(3)
  })

  it.each([
    [['dev/netwrok'], 'did you mean "dev/network"?'],
    [['dve/network'], 'did you mean "dev"?'],
    [['network'], 'write it with its environment: dev/network'],
    [['nothing'], 'write it as environment/name, or give the environment with -e'],
    [['dev/app', 'contnet'], 'did you mean "content"?'],
    [['dev/app', 'content.x.y'], ''],
    [['dev/app', 'mode.x'], 'nothing is below it'],
    [['dev/app', 'a['], 'write it like variables.size, list[0] or /variables/size'],
  ])('answers %j', async (words, hint) => {
    const { code, err, out } = await genesis(['explain', ...words], { folder: project(shop) })
    expect(code).toBe(hint === '' ? 0 : 3)
    if (hint === '') expect(out).toContain('content.x.y = (known after apply)\n')
    else expect(err).toContain(`hint: ${hint}`)
  })

  it('takes a name alone where the environment is given', async () => {
    expect((await genesis(['-e', 'dev', 'explain', 'app', 'mode'], { folder: project(shop) })).out).toContain('mode = "0644"')
  })
})

describe('genesis plan -o markdown and html', () => {
  it('writes the document to stdout alone, from a saved plan, too', async () => {
    const folder = project(shop)
    const markdown = await genesis(['plan', 'dev', '-o', 'markdown', '--out', 'dev.plan'], { folder })
    expect(markdown.code).toBe(0)
    expect(markdown.out).toMatch(/^<h2>Plan for <code>dev<\/code><\/h2>\n\n<p><strong>Plan: 2 of 2 resources change\./)
    expect(markdown.err).toContain('Saved to dev.plan')
    expect((await genesis(['show', 'dev.plan', '-o', 'markdown'], { folder })).out).toBe(markdown.out)
    for (const words of [
      ['plan', 'dev', '-o', 'html'],
      ['show', 'dev.plan', '-o', 'html'],
    ]) {
      const { out } = await genesis(words, { folder })
      const { problems, text } = readMarkup(out)
      expect(problems).toEqual([])
      expect(text).toContain('dev/app waits for dev/network')
    }
  })

  it('draws what does not change, too', async () => {
    const folder = project(shop)
    await genesis(['apply', 'dev', '--yes'], { folder })
    const { out } = await genesis(['plan', 'dev', '-o', 'html'], { folder })
    expect(out.match(/class="node plain"/g)).toHaveLength(2)
    expect((await genesis(['plan', 'dev', '-o', 'markdown'], { folder })).out).toContain('No changes. dev is as declared (2 resources).')
  })

  it('leaves stdout empty when there is no plan', async () => {
    const folder = project({ 'system/a.yaml': fileDocument('a', '${nothing}') })
    expect(await genesis(['plan', 'dev', '-o', 'markdown'], { folder })).toMatchObject({ code: 3, out: '' })
  })

  it.each([['validate'], ['runs'], ['state', 'list'], ['apply', 'dev', '--yes']])('is refused by %s', async (...words) => {
    const { code, out, err } = await genesis([...words, '-o', 'html'], { folder: project(shop) })
    expect([code, out]).toEqual([3, ''])
    expect(err).toMatch(/^error\[usage\]: --output does not take "html"\n {2}= hint: it takes text, json, jsonl, yaml/)
  })

  it('shows no run', async () => {
    expect((await genesis(['show', 'nothing', '-o', 'html'], { folder: project(shop) })).err).toContain('there is no plan file nothing')
  })
})

describe('genesis show --stack --terraform-json', () => {
  it.each([
    [['--stack', 'dev/app'], '--stack and --terraform-json belong together'],
    [['--terraform-json'], '--stack and --terraform-json belong together'],
    [['--stack', 'dev/app', '--terraform-json'], 'dev/app is a File, and only a TerraformStack has a Terraform plan'],
    [['--stack', 'nothing', '--terraform-json'], 'the plan has no dev/nothing'],
  ])('refuses %j', async (words, message) => {
    const folder = project(shop)
    await genesis(['plan', 'dev', '--out', 'dev.plan'], { folder })
    const { code, out, err } = await genesis(['show', 'dev.plan', ...words], { folder })
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain(message)
  })

  it('needs a plan file', async () => {
    const { code, err } = await genesis(['show', 'no.plan', '--stack', 'a', '--terraform-json'], { folder: project(shop) })
    expect(code).toBe(3)
    expect(err).toContain('there is no plan file no.plan')
  })
})

describe('genesis schema', () => {
  it('lists, prints and writes the schemas, without a project', async () => {
    const folder = project({})
    const list = await genesis(['schema'], { folder })
    expect(list.out).toMatch(/^KIND .*\n(?:.*\n)*TerraformStack +terraform-stack\.json +A Terraform or OpenTofu root module/)
    for (const kind of ['TerraformStack', 'terraformstack', 'terraform-stack', 'terraform-stack.json']) {
      const { code, out } = await genesis(['schema', kind], { folder })
      expect(code).toBe(0)
      expect(JSON.parse(out)).toMatchObject({ title: 'TerraformStack', definitions: { 'definitions.json': {} } })
      expect(out).not.toMatch(/"\$ref": "[^#]/)
    }
    const { out: written } = await genesis(['schema', '--out', 'schemas/genesis'], { folder })
    expect(written).toContain('wrote schemas/genesis/file.json\n')
    expect(written).toContain('\nFor an editor with the YAML language server, in .vscode/settings.json or its like:\n\n{\n  "yaml.schemas": {\n')
    expect(written).toContain('    "./schemas/genesis/document.json": [\n      "genesis.yaml",\n')
    expect(readdirSync(join(folder, 'schemas/genesis'))).toContain('definitions.json')
    expect(await genesis(['schema', 'Fiel'], { folder })).toMatchObject({ code: 3, err: expect.stringContaining('did you mean "File"?') as string })
  })
})
