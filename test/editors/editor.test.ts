import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { Editor } from '../rig/editor.ts'
import { describedAs, schemaFields } from '../rig/schema-fields.ts'

const root = join(import.meta.dirname, '../..')
/** Whole projects, to be seen as an editor shows them. */
const projects = ['examples/quickstart', 'examples/shop', 'test/fixtures/platform'].filter((path) => existsSync(join(root, path)))

let folder = ''
let editor: Editor
let globs: readonly string[] = []

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'genesis-editor-')))
  for (const path of projects) cpSync(join(root, path), join(folder, path), { recursive: true, filter: (source) => !/[/](\.genesis|out)$/.test(source) })
  const { out } = await genesis(['schema', '--out', 'schemas/genesis', '-o', 'json'], { folder })
  const { settings } = JSON.parse(out) as { settings: { 'yaml.schemas': Readonly<Record<string, readonly string[]>> } }
  globs = Object.values(settings['yaml.schemas']).flat()
  editor = await Editor.open(folder, { schemas: settings['yaml.schemas'] })
})

afterAll(async () => {
  await editor.close()
  rmSync(folder, { recursive: true })
})

const file = 'apiVersion: genesis/v1\nkind: File\nmetadata: { name: a }\n'
const stack = 'apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: b }\n'
const environment = 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\n'

describe.each(projects)('an editor shows %s', (path) => {
  const files = () => globSync(globs.map((glob) => `${path}/${glob}`), { cwd: folder }) // prettier-ignore

  it('without a mistake', async () => {
    expect(files()).not.toEqual([])
    for (const one of files()) expect(await editor.check(one), one).toEqual([])
  })

  it('and underlines a misspelt field in every document', async () => {
    for (const one of files()) {
      const text = readFileSync(join(folder, one), 'utf8')
        .replaceAll(/^metadata:/gm, 'metdata:')
        .replace(/^coordination:/m, 'cordination:')
      const wrong = text.split('\n').flatMap((line, index) => (/^(metdata|cordination):/.test(line) ? [index + 1] : []))
      const found = (await editor.check(one, text)).filter(({ message }) => /^Property (metdata|cordination) is not allowed/.test(message))
      expect(found.map(({ line }) => line).sort((a, b) => a - b), one).toEqual(wrong) // prettier-ignore
    }
  })
})

describe('an editor underlines', () => {
  it.each<readonly [string, string, readonly (readonly [number, string, string])[]]>([
    ['a misspelt field', `${file}spec:\n  path: x\n  content: y\n  moed: "0644"\n`, [[7, 'moed', 'Property moed is not allowed.']]],
    ['a field of another kind', `${file}spec: { path: x, content: y, variables: {} }\n`, [[4, 'variables', 'Property variables is not allowed.']]],
    ['what is missing', file.replace('name: a', 'labels: {}'), [[3, 'metadata', 'Missing property "name".']]],
    ['a misspelt field of an override', `${file}spec: { path: x }\noverrides: { dev: { moed: "0600" } }\n`, [[5, 'moed', 'Property moed is not allowed.']]],
    ['a wrong type', `${file}spec: { path: x, content: y, mode: 644 }\n`, [[4, '644', 'Incorrect type. Expected "string".']]],
    ['a wrong name', file.replace('name: a', 'name: App') + 'spec: { path: x, content: y }\n', [[3, 'App', 'This must be at most 63 lower-case letters, digits, "-" and "_", with a letter or digit at both ends.']]],
    ['a text in the place of a list', `${stack}spec: { source: x, include: y }\n`, [[4, 'y', 'This must be a list, or an expression.']]],
    ['a wrong choice', `${file}spec: { path: x, content: y }\nlifecycle: { onFailure: stop }\n`, [[5, 'stop', 'Value is not accepted. Valid values: "continue", "halt", "rollback".']]],
    ['a kind that is none', 'apiVersion: genesis/v1\nkind: Fiel\n', [[2, 'Fiel', 'Value is not accepted. Valid values: "Project", "Environment", "File", "Command", "TerraformStack", "HealthCheck".']]],
    ['only the document with the mistake', `${file}spec: { path: x, content: y }\n---\n${stack}spec: { source: x, path: y }\n---\n${environment}`, [[9, 'path', 'Property path is not allowed.']]],
  ])('%s', async (_, text, expected) => {
    expect(await editor.check('system/new.yaml', text)).toEqual(expected.map(([line, word, message]) => ({ line, text: word, message })))
  }) // prettier-ignore

  it('nothing that defaults may bring, nor null where it takes something away', async () => {
    expect(await editor.check('system/new.yaml', `${stack}\n---\n${file}overrides: { dev: { mode: null } }\n---\n${stack}spec: { workspace: x }\n`)).toEqual([])
    expect(await editor.check('system/new.yaml', `${stack}overrides: { dev: { backend: { type: null }, variables: null, source: "\${x}" } }\n`)).toEqual([])
  })

  it('nothing in an expression, wherever one may stand', async () => {
    const schemas = { File: 'file.json', Command: 'command.json', TerraformStack: 'terraform-stack.json' }
    for (const [kind, schema] of Object.entries(schemas)) {
      const names = schemaFields(schema).flatMap(({ path: [top, name, ...deeper] }) =>
        top === 'spec' && name !== undefined && deeper.length === 0 ? [name] : [],
      )
      // "backend" is the one mapping whose parts say where state is kept: only those may be expressions.
      const fields = names.filter((name) => name !== 'backend').map((name) => `  ${name}: \${environment.variables.x}\n`)
      expect(fields.length).toBeGreaterThan(3)
      expect(await editor.check('system/new.yaml', `apiVersion: genesis/v1\nkind: ${kind}\nmetadata: { name: a }\nspec:\n${fields.join('')}`)).toEqual([])
    }
    const places = [
      `${stack}spec: { source: x, variables: { size: "\${1 + 1}", list: "\${[1]}" }, backend: { type: s3, config: { key: "\${environment.name}" } } }\n`,
      `${file}forEach: \${environment.variables.regions}\nlifecycle: { preventDestroy: "\${environment.name == 'prod'}" }\nspec: { path: x, content: y }\n`,
      `${environment}spec: { variables: { zone: "\${environment.name}.example.org" } }\n`,
    ]
    for (const text of places) expect(await editor.check('system/new.yaml', text)).toEqual([])
  })
})

describe('an editor offers', () => {
  it.each<readonly [string, string, readonly string[], readonly string[]]>([
    ['the kinds', 'apiVersion: genesis/v1\nkind: █\n', ['Project', 'Environment', 'File', 'Command', 'TerraformStack'], []],
    ['the version', 'apiVersion: █\n', ['genesis/v1'], []],
    ['what a document of a kind has', `${file}█`, ['spec', 'lifecycle', 'forEach', 'dependsOn', 'environments', 'overrides'], ['kind']],
    ['the fields of a File', `${file}spec:\n  █\n`, ['path', 'content', 'source', 'mode'], ['variables', 'create']],
    ['those that are not there yet', `${file}spec:\n  path: x\n  m█\n`, ['mode', 'content'], ['path']],
    ['the fields of a stack between other documents', `${file}spec: { path: x, content: y }\n---\n${stack}spec:\n  source: x\n  █\n---\n${file}`, ['variables', 'include', 'backend', 'workspace'], ['path', 'content', 'source']],
    ['the fields of a backend', `${stack}spec:\n  source: x\n  backend:\n    █\n`, ['type', 'config'], ['source']],
    ['the fields of an override', `${stack}overrides:\n  prod:\n    █\n`, ['variables', 'source', 'backend'], ['path', 'lifecycle']],
    ['choices', `${file}lifecycle:\n  onRemove: █\n`, ['destroy', 'forget', 'refuse'], ['halt']],
    ['other choices', `${file}lifecycle:\n  onFailure: █\n`, ['continue', 'halt'], ['refuse']],
    ['true and false', `${environment}spec:\n  protected: █\n`, ['true', 'false'], []],
    ['the fields of defaults', `${environment}spec:\n  defaults:\n    TerraformStack:\n      spec:\n        █\n`, ['variables', 'backend'], ['path']],
  ])('%s', async (_, text, some, none) => {
    const offered = await editor.complete('system/asked.yaml', text)
    expect(offered).toEqual(expect.arrayContaining([...some]))
    expect(offered.filter((label) => none.includes(label))).toEqual([])
  }) // prettier-ignore

  it('the settings of the engine', async () => {
    expect(await editor.complete('config/coordination.yaml', 'coordination:\n  retry_policy:\n    █\n')).toEqual(
      expect.arrayContaining(['max_retries', 'backoff_multiplier']),
    )
  })

  it('nothing of a kind that is not chosen', async () => {
    expect(await editor.complete('system/asked.yaml', 'apiVersion: genesis/v1\nspec:\n  █\n')).toEqual([])
  })

  it('each with what it is', async () => {
    const items = await editor.completions('system/asked.yaml', `${file}spec:\n  █\n`)
    expect(items.find(({ label }) => label === 'mode')?.documentation).toContain('octal')
  })
})

describe('an editor explains', () => {
  it.each([
    ['project.json', 'Project'],
    ['environment.json', 'Environment'],
    ['file.json', 'File'],
    ['command.json', 'Command'],
    ['terraform-stack.json', 'TerraformStack'],
    ['coordination.json', null],
  ])('every field of %s', async (schema, kind) => {
    const head = kind === null ? '' : `apiVersion: genesis/v1\nkind: ${kind}\n`
    const place = kind === null ? 'config/coordination.yaml' : 'system/asked.yaml'
    const fields = schemaFields(schema).filter(({ path }) => !path.includes('[]') && path[0] !== 'apiVersion' && path[0] !== 'kind')
    expect(fields.length).toBeGreaterThan(5)
    const documents = fields.map(({ path }) => {
      const keys = path.map((step) => (step === '*' ? 'some-key' : step))
      return head + keys.map((key, depth) => `${'  '.repeat(depth)}${depth === keys.length - 1 ? `█${key}: x` : `${key}:`}\n`).join('')
    })
    const shown = await editor.hovers(place, documents.join('---\n'))
    for (const [index, field] of fields.entries()) expect(shown[index], field.path.join('.')).toContain(describedAs(field))
  })

  it('kinds and choices', async () => {
    const [kind, choice] = await editor.hovers('system/asked.yaml', `apiVersion: genesis/v1\nkind: █File\nlifecycle:\n  █onRemove: forget\n`)
    expect(kind).toContain("* `File`: A file's content and mode.")
    expect(choice).toContain('* `forget`: It is left alone and no longer managed.')
  })
})

describe('the first line of a file', () => {
  it('chooses the schema where the settings do not', async () => {
    const line = '# yaml-language-server: $schema=../schemas/genesis/document.json\n'
    const wrong = `${file}spec: { path: x, contnet: y }\n`
    expect(await editor.check('elsewhere/a.yaml', wrong)).toEqual([])
    expect((await editor.check('elsewhere/b.yaml', line + wrong)).map(({ text }) => text)).toContain('contnet')
    expect(await editor.complete('elsewhere/c.yaml', `${line}${file}spec:\n  █\n`)).toContain('content')
  })
})
