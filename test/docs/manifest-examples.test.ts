import { chmodSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { isJsonObject, type Json } from '../../src/events/json.ts'
import { genesis } from '../rig/cli.ts'
import { fileDocument, project } from '../rig/project.ts'
import { schemaFields } from '../rig/schema-fields.ts'

/** What the test looks at of an example. */
interface Document {
  readonly kind?: string
  readonly metadata?: { readonly name: string; readonly movedFrom?: readonly string[] | Readonly<Record<string, readonly string[]>> }
}

const page = readFileSync(join(import.meta.dirname, '../../docs/manifest.md'), 'utf8')
const examples = [...page.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, text = '']) => {
  const documents = parseAllDocuments(text).map((document) => document.toJS() as Document)
  return { text, documents, title: documents.map((document) => `${kindOf(document)} ${nameOf(document)}`).join(', ') }
})

const environment = (name: string) =>
  `apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: ${name}, labels: { tier: ${name} } }\nspec:\n` +
  '  variables: { region: eu-west-1, regions: [eu-west-1, us-east-1], zone: example.org, size: 3 }\n'
const stack = (name: string) => `apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: ${name} }\nspec: { source: ../stacks/${name} }\n`
const variables = (...names: readonly string[]) => names.map((name) => `variable "${name}" { default = null }\n`).join('')

/** The rest of the project that the examples stand in; what an example declares itself takes the place of what has its name. */
const surroundings: Readonly<Record<string, string>> = {
  'environments/dev.yaml': environment('dev'),
  'environments/staging.yaml': environment('staging'),
  'environments/prod.yaml': environment('prod'),
  'system/app-config.yaml': fileDocument('app-config', 'x'),
  'system/network.yaml': stack('network'),
  'system/app.yaml': stack('app'),
  'stacks/app/main.tf': `${variables('vpc_id', 'size', 'region', 'tags')}output "url" { value = "x" }\noutput "address" { value = "x" }\n`,
  'stacks/network/main.tf': 'output "vpc_id" { value = "x" }\n',
  'stacks/common.tfvars': 'size = 1\n',
  'shared/main.tf': '',
  'stacks/service/main.tf': variables('build', 'tags'),
  'templates/proxy.conf': 'upstream ${resources.app.outputs.address};\n',
  'templates/robots.txt': 'User-agent: *\n',
  'system/scripts/web.sh': '',
  'system/scripts/smoke-test.sh': '',
  'scripts/dns.sh': '',
  'secrets/prod.json': '{}',
}

describe('the examples of docs/manifest.md', () => {
  it('are there', () => expect(examples.length).toBeGreaterThan(8))

  it.each(examples)('stand in a project that is valid: $title', async ({ text, documents }) => {
    const own = new Set(documents.flatMap(namesOf))
    const others = Object.entries(surroundings).filter(([path]) => !own.has(/^(?:system|environments)\/([\w-]+)\.yaml$/.exec(path)?.[1] ?? ''))
    const folder = project({ ...Object.fromEntries(others), [placeOf(documents[0] ?? {})]: text })
    for (const path of globSync('**/*.sh', { cwd: folder })) chmodSync(join(folder, path), 0o755)
    const { code, out, err } = await genesis(['validate'], { folder })
    expect({ code, err }, out).toEqual({ code: 0, err: '' })
  })

  it.each([
    ['Project', 'project.json'],
    ['Environment', 'environment.json'],
    ['File', 'file.json'],
    ['Command', 'command.json'],
    ['TerraformStack', 'terraform-stack.json'],
    ['', 'coordination.json'],
  ])('show every field of a %s', (kind, schema) => {
    // What every resource has may be shown with any kind of resource.
    const isShown = ({ path }: { readonly path: readonly string[] }) =>
      examples.some(({ documents }) =>
        documents.some((document) => {
          const fits = kindOf(document) === kind || (path[0] !== 'spec' && isResource(document) && !['', 'Project', 'Environment'].includes(kind))
          return fits && sameFields(path).some((same) => has(document as Json, same))
        }),
      )
    const missing = schemaFields(schema).filter((field) => !isBelowDefaults(field.path) && !isShown(field))
    expect(missing.map(({ path }) => path.join('.'))).toEqual([])
  })
})

function kindOf({ kind = '' }: Document): string {
  return kind
}

function nameOf({ metadata }: Document): string {
  return metadata?.name ?? 'settings'
}

/** Names that no other document may have beside it. */
function namesOf(document: Document): readonly string[] {
  return [nameOf(document), ...Object.values<string | readonly string[]>(document.metadata?.movedFrom ?? {}).flat()]
}

function isResource(document: Document): boolean {
  return !['', 'Project', 'Environment'].includes(kindOf(document))
}

function placeOf(document: Document): string {
  if (kindOf(document) === '') return 'config/coordination.yaml'
  if (kindOf(document) === 'Project') return 'genesis.yaml'
  return isResource(document) ? 'system/example.yaml' : 'environments/example.yaml'
}

/** A source of a value has the same fields wherever it stands: each is to be shown once. */
function sameFields(path: readonly string[]): readonly (readonly string[])[] {
  const field = path.at(-1) ?? ''
  if (!['fromEnv', 'fromFile', 'fromCommand', 'pointer'].includes(field)) return [path]
  return [
    ['env', '*'],
    ['secrets', '*'],
    ['credentials', 'plan'],
  ].map((place) => ['spec', ...place, field])
}

/** Fields that kinds have anyway. */
function isBelowDefaults(path: readonly string[]): boolean {
  return path[0] === 'spec' && path[1] === 'defaults' && path.length > 2
}

function has(value: Json, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return true
  if (step === '[]') return Array.isArray(value) && value.some((item: Json) => has(item, rest))
  if (!isJsonObject(value)) return false
  if (step === '*') return Object.values(value).some((item) => has(item, rest))
  return step in value && has(value[step] ?? null, rest)
}
