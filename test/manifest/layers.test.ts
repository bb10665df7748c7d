import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../src/events/json.ts'
import { layOver } from '../../src/manifest/lay-over.ts'
import { Layers, type Layer, type LayerKind } from '../../src/manifest/layers.ts'
import { readYaml } from '../../src/manifest/read-yaml.ts'
import { covered, loadFiles, shownText } from './small-project.ts'

const header = 'apiVersion: genesis/v1\n'

const genesisFile = `${header}kind: Project
metadata: { name: shop }
spec:
  defaults:
    TerraformStack:
      lifecycle: { preventDestroy: true, onFailure: halt, onRemove: refuse, timeout: 1h }
      spec:
        source: stacks/\${resource.name}
        include: [shared/**, "\${resource.source}/x", /etc/x]
        variables: { tags: { stack: "\${resource.name}", team: none }, size: 1 }
`

const environmentFile = `${header}kind: Environment
metadata: { name: base, labels: { tier: prod, zone: a } }
spec:
  abstract: true
  protected: true
  variables: { region: eu, sizes: { small: 1, large: 9 } }
  env: { A: base, B: base }
  defaults: { TerraformStack: { spec: { variables: { size: 2, level: base }, binary: tofu } } }
---
${header}kind: Environment
metadata: { name: prod, labels: { zone: b } }
spec:
  extends: [base]
  variables: { sizes: { large: 10 } }
  env: { B: own }
  defaults: { TerraformStack: { spec: { variables: { level: prod }, binary: null }, lifecycle: { onFailure: continue, timeout: 2h } } }
---
${header}kind: Environment
metadata: { name: dev }
`

const stackFile = `${header}kind: TerraformStack
metadata: { name: app }
lifecycle: { preventDestroy: false }
spec:
  variables: { tags: { team: web }, build: null }
overrides:
  prod: { variables: { size: 4 } }
`

const files = [
  { path: 'genesis.yaml', text: genesisFile },
  { path: 'environments/all.yaml', text: environmentFile },
  { path: 'system/app.yaml', text: stackFile },
]
const textOf = (path: string) => files.find((file) => file.path === path)?.text ?? ''

function template(environment: string) {
  const { manifest, diagnostics } = loadFiles(files)
  expect(shownText(diagnostics, files)).toBe('')
  const [app] = manifest?.resources.get(environment) ?? []
  if (app === undefined) throw new Error('no app')
  return app
}

describe('a document over its defaults', () => {
  it('has what the strongest layer says', () => {
    expect(template('prod')).toMatchObject({
      spec: {
        source: '../stacks/${resource.name}',
        include: ['../shared/**', '${resource.source}/x', '/etc/x'],
        variables: { tags: { stack: '${resource.name}', team: 'web' }, size: 4, level: 'prod', build: null },
      },
      lifecycle: { preventDestroy: false, onFailure: 'continue', onRemove: 'refuse', timeoutMs: 7_200_000 },
    })
    expect(template('prod').spec).not.toHaveProperty('binary')
    expect(template('dev')).toMatchObject({ spec: { variables: { size: 1 } }, lifecycle: { preventDestroy: false, onFailure: 'halt', timeoutMs: 3_600_000 } })
    expect(template('dev').spec['variables']).not.toHaveProperty('level')
  })

  it.each([
    [['variables', 'size'], 'system/app.yaml', '4'],
    [['variables', 'tags', 'team'], 'system/app.yaml', 'web'],
    [['variables', 'tags', 'stack'], 'genesis.yaml', '"${resource.name}"'],
    [['variables', 'level'], 'environments/all.yaml', 'prod'],
    [['variables', 'tags'], 'system/app.yaml', '{ team: web }'],
    [['include', 0], 'genesis.yaml', 'shared/**'],
    [['nothing'], 'system/app.yaml', 'variables: { tags: { team: web }, build: null }'],
  ])('finds %j in the layer that counts', (path, file, written) => {
    const place = template('prod').locate(path)
    expect([place.file, covered(textOf(place.file), place)]).toEqual([file, written])
  })

  it('finds a part of a path that got longer on its way', () => {
    const { locate, spec } = template('prod')
    const source = (spec as { readonly source: string }).source
    const place = locate(['source'], [source.indexOf('${'), source.length])
    expect(covered(genesisFile, place)).toBe('${resource.name}')
  })

  it.each([
    [
      ['spec', 'variables', 'size'],
      ['project-defaults null 1 genesis.yaml', 'environment-defaults base 2 environments/all.yaml', 'override prod 4 system/app.yaml'],
    ],
    [
      ['spec', 'binary'],
      ['environment-defaults base "tofu" environments/all.yaml', 'environment-defaults prod null environments/all.yaml'],
    ],
    [
      ['spec', 'variables', 'tags', 'team'],
      ['project-defaults null "none" genesis.yaml', 'document null "web" system/app.yaml'],
    ],
    [
      ['lifecycle', 'onFailure'],
      ['project-defaults null "halt" genesis.yaml', 'environment-defaults prod "continue" environments/all.yaml'],
    ],
    [['spec', 'workspace'], []],
  ])('lists every layer that says something of %j', (path, expected) => {
    const entries = template('prod').layersAt(path)
    expect(entries.map(({ kind, environment, value, at }) => `${kind} ${environment} ${JSON.stringify(value)} ${at.file}`)).toEqual(expected)
  })

  it('knows which variables are defaults', () => {
    expect(template('prod').defaultVariables).toEqual(['level'])
    expect(template('dev').defaultVariables).toEqual(['size'])
    const whole = genesisFile.replace(/variables: .*\n/, 'variables: "${environment.variables}"\n')
    const { manifest } = loadFiles([
      { path: 'genesis.yaml', text: whole },
      { path: 'environments/all.yaml', text: environmentFile },
      { path: 'system/app.yaml', text: `${header}kind: TerraformStack\nmetadata: { name: app }\n` },
    ])
    expect(manifest?.resources.get('dev')?.[0]?.defaultVariables).toBe('all')
  })

  it('shares its spec between environments with the same layers', () => {
    const { manifest } = loadFiles([
      { path: 'genesis.yaml', text: genesisFile },
      { path: 'environments/all.yaml', text: `${header}kind: Environment\nmetadata: { name: a }\n---\n${header}kind: Environment\nmetadata: { name: b }\n` },
      { path: 'system/app.yaml', text: `${header}kind: TerraformStack\nmetadata: { name: app }\nspec: { workspace: x }\n` },
    ])
    expect(manifest?.resources.get('a')?.[0]?.spec).toBe(manifest?.resources.get('b')?.[0]?.spec)
  })
})

describe('an environment that extends others', () => {
  const loaded = () => loadFiles(files).manifest

  it('has what they say, and its own over it', () => {
    expect(loaded()?.environments.get('prod')).toMatchObject({
      labels: { tier: 'prod', zone: 'b' },
      protected: true,
      variables: { region: 'eu', sizes: { small: 1, large: 10 } },
      env: { A: 'base', B: 'own' },
    })
  })

  it('finds each value where it was written', () => {
    const { locate } = loaded()!.environments.get('prod')!
    const at = (path: readonly string[]) => covered(environmentFile, locate(['spec', ...path]))
    expect([at(['variables', 'region']), at(['variables', 'sizes', 'large']), at(['env', 'A'])]).toEqual(['eu', '10', 'base'])
  })

  it('leaves out those that are abstract', () => {
    expect([...loaded()!.environments.keys()]).toEqual(['dev', 'prod'])
    expect([...loaded()!.resources.keys()]).toEqual(['dev', 'prod'])
  })

  it('lets the later ones win, and lays what two of them extend below both', () => {
    const environment = (name: string, spec: string) => `${header}kind: Environment\nmetadata: { name: ${name} }\nspec: ${spec}\n---\n`
    const text =
      environment('root', '{ abstract: true, variables: { a: root, b: root, c: root } }') +
      environment('one', '{ abstract: true, extends: [root], variables: { a: one, b: one } }') +
      environment('two', '{ abstract: true, extends: [root], variables: { b: two } }') +
      environment('own', '{ extends: [one, two] }')
    const { manifest } = loadFiles([{ path: 'genesis.yaml', text: `${header}kind: Project\nmetadata: { name: p }\n---\n${text}` }])
    expect(manifest?.environments.get('own')?.variables).toEqual({ a: 'one', b: 'two', c: 'root' })
  })
})

describe('layers in general', () => {
  const json = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<Json>(null, 1, 'x', true),
      fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
      fc.array(tie('value'), { maxLength: 2 }),
    ),
  })).value
  const object = fc.dictionary(fc.constantFrom('a', 'b', 'c'), json, { maxKeys: 3, noNullPrototype: true }) as fc.Arbitrary<JsonObject>

  it('leave a document as it is where there are no defaults', () => {
    fc.assert(
      fc.property(object, (document) => {
        expect(layOver({}, document)).toEqual(document)
      }),
    )
  })

  it('leave the nulls of a document alone that take nothing away', () => {
    expect(layOver({ a: 1, b: { c: 2 } }, { a: null, b: { c: null, d: null }, e: null })).toEqual({ b: { d: null }, e: null })
  })

  const kinds: readonly LayerKind[] = ['project-defaults', 'environment-defaults', 'document']

  function stacked(values: readonly JsonObject[]): { readonly layers: Layers; readonly texts: readonly string[] } {
    const texts = values.map((value) => JSON.stringify(value))
    const all = values.map((value, index): Layer => {
      const [source] = readYaml({ path: `${index}.yaml`, text: texts[index] ?? '' }, () => undefined).documents
      if (source === undefined) throw new Error('no document')
      return { kind: kinds[index] ?? 'override', environment: null, value, source, inDocument: (path) => path }
    })
    return { layers: new Layers(all), texts }
  }

  it('find every scalar of the result in the text of the layer that it comes from, which is the last to say something', () => {
    fc.assert(
      fc.property(fc.tuple(object, object, object, object), (values) => {
        const { layers, texts } = stacked(values)
        for (const { path, value } of leaves(layers.value, [])) {
          const place = layers.locate(path)
          const text = texts[Number.parseInt(place.file)] ?? ''
          expect(JSON.parse(covered(text, place))).toEqual(value)
          expect(layers.at(path).at(-1)).toMatchObject({ value, at: place })
        }
      }),
    )
  })
})

function leaves(value: Json, path: readonly (string | number)[]): readonly { readonly path: readonly (string | number)[]; readonly value: Json }[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }]
  return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, Array.isArray(value) ? Number(key) : key]))
}
