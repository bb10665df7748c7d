import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../src/events/diagnostic.ts'
import { readCoordinationConfig } from '../../src/manifest/coordination-config.ts'
import { kindsNotYetSupported } from '../../src/manifest/kinds.ts'
import { readYaml } from '../../src/manifest/read-yaml.ts'
import { covered, loadText } from './small-project.ts'

type Schema = Readonly<Record<string, unknown>>
type Path = readonly string[]

/** Something of the design that is refused: where it would stand, and what the place of the mistake covers. */
interface Later {
  readonly path: Path
  readonly value: unknown
  readonly covers: string
}

const folder = join(import.meta.dirname, '../../schemas')
const files = new Map<string, Schema>()

/** A complete document of each kind, to which what is to come is added. */
const documents: Readonly<Record<string, Schema>> = {
  'project.json': { apiVersion: 'genesis/v1', kind: 'Project', metadata: { name: 'later' } },
  'environment.json': { apiVersion: 'genesis/v1', kind: 'Environment', metadata: { name: 'later' } },
  'file.json': { apiVersion: 'genesis/v1', kind: 'File', metadata: { name: 'later' }, spec: { path: 'a', content: 'b' } },
  'command.json': { apiVersion: 'genesis/v1', kind: 'Command', metadata: { name: 'later' }, spec: { create: ['a'] } },
  'terraform-stack.json': { apiVersion: 'genesis/v1', kind: 'TerraformStack', metadata: { name: 'later' }, spec: { source: 'a' } },
}

const examples: Readonly<Record<string, unknown>> = { expression: '${true}', object: { git: 'x' }, array: ['x'] }

function schemaFile(name: string): Schema {
  const known = files.get(name) ?? (JSON.parse(readFileSync(join(folder, name), 'utf8')) as Schema)
  files.set(name, known)
  return known
}

function followed(schema: Schema, file: string): readonly [Schema, string] {
  const reference = schema['$ref']
  if (typeof reference !== 'string') return [schema, file]
  const [name = '', pointer = ''] = reference.split('#')
  const target = name === '' ? file : name
  const found = pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((part, step) => (part as Schema)[step], schemaFile(target))
  return followed(found as Schema, target)
}

/** Everything that a schema refuses for now, wherever it stands. */
function* laterIn(given: Schema, from: string, path: Path): Generator<Later> {
  const [schema, file] = followed(given, from)
  for (const name of (schema['x-not-yet'] ?? []) as readonly string[]) yield { path: [...path, name], value: 1, covers: JSON.stringify(name) }
  for (const type of Object.keys(schema['x-not-yet-types'] ?? {})) yield { path, value: examples[type], covers: JSON.stringify(examples[type], null, 1) }
  for (const value of (schema['x-not-yet-values'] ?? []) as readonly string[]) yield { path, value, covers: JSON.stringify(value) }
  for (const [name, field] of Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)) yield* laterIn(field, file, [...path, name])
  const others = schema['additionalProperties']
  if (typeof others === 'object' && others !== null) yield* laterIn(others as Schema, file, [...path, 'A'])
}

function withValue(whole: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value
  const map = (typeof whole === 'object' && whole !== null ? whole : {}) as Schema
  return { ...map, [step]: withValue(map[step], rest, value) }
}

function refusals(diagnostics: readonly Diagnostic[], text: string): readonly string[] {
  return diagnostics.filter(({ code }) => code === 'not-yet-supported').map(({ at }) => (at === undefined ? 'nowhere' : covered(text, at)))
}

const refused = Object.entries(documents).flatMap(([file, document]) => [...laterIn(schemaFile(file), file, [])].map((later) => ({ ...later, document })))
const settings = [...laterIn(schemaFile('coordination.json'), 'coordination.json', [])]

describe('what is to come', () => {
  it('is known', () => {
    expect(refused.map(({ path }) => path.join('.'))).toEqual(expect.arrayContaining(['spec.plugins', 'spec.source']))
    expect(settings.map(({ path }) => path.join('.'))).toEqual(['coordination.schedules', 'coordination.store.postgres'])
  })

  it.each(kindsNotYetSupported)('is refused with its place: the kind %s', (kind) => {
    const text = `apiVersion: genesis/v1\nkind: ${kind}\nmetadata: { name: later }\nspec: {}\n`
    const { complete, diagnostics } = loadText(text)
    expect([complete, refusals(diagnostics, text)]).toEqual([false, [kind]])
  })

  it.each(refused.map((each) => [`${String(each.document['kind'])} ${each.path.join('.')}: ${JSON.stringify(each.value)}`, each] as const))(
    'is refused with its place: %s',
    (_, { document, path, value, covers }) => {
      const text = JSON.stringify(withValue(document, path, value), null, 1)
      const { complete, diagnostics } = loadText(text)
      expect(complete).toBe(false)
      expect(refusals(diagnostics, text).map((part) => part.replaceAll(/\s+/g, ''))).toContain(covers.replaceAll(/\s+/g, ''))
    },
  )

  it.each(settings.map((each) => [each.path.join('.'), each] as const))('is refused with its place: %s', (_, { path, value, covers }) => {
    const text = JSON.stringify(withValue({}, path, value), null, 1)
    const diagnostics: Diagnostic[] = []
    readCoordinationConfig({ path: 'config/coordination.yaml', text }, readYaml, (diagnostic) => diagnostics.push(diagnostic))
    expect(refusals(diagnostics, text)).toEqual([covers])
  })
})
