import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { SourceText } from '../../src/manifest/source-text.ts'
import { plainLifecycle } from '../rig/declaration-builder.ts'
import { covered, loadFiles, loadText, projectFile } from './small-project.ts'

const stack = `apiVersion: genesis/v1
kind: TerraformStack
metadata: { name: app, labels: { team: web } }
dependsOn: [base]
lifecycle: { preventDestroy: true, onFailure: halt }
spec:
  source: ../stacks/app
  variables:
    size: 3
    tags: { a: one, b: two }
    list: [1, 2]
overrides:
  staging:
    variables: { size: 9, tags: { b: null, c: three }, list: [7] }
---
apiVersion: genesis/v1
kind: Command
metadata: { name: base }
spec: { create: [./create] }
`

describe('loadManifest', () => {
  it('declares a resource once for each environment, overrides laid over', () => {
    const { manifest, diagnostics } = loadText(stack)
    expect(diagnostics).toEqual([])
    const [app, base] = manifest?.resources.get('staging') ?? []
    expect(app).toMatchObject({
      address: 'staging/app',
      environment: 'staging',
      name: 'app',
      kind: 'TerraformStack',
      labels: { team: 'web' },
      folder: 'system',
      lifecycle: { preventDestroy: true, onFailure: 'halt' },
      dependsOn: [{ name: 'base', at: { start: { line: 4 } } }],
      at: { file: 'system/app.yaml', start: { line: 3 } },
    })
    expect(app?.spec).toEqual({ source: '../stacks/app', variables: { size: 9, tags: { a: 'one', c: 'three' }, list: [7] } })
    expect(base?.lifecycle).toEqual(plainLifecycle)
    expect(manifest?.resources.get('dev')?.map(({ address }) => address)).toEqual(['dev/app', 'dev/base'])
    expect(manifest?.resources.get('dev')?.[0]?.spec['variables']).toEqual({ size: 3, tags: { a: 'one', b: 'two' }, list: [1, 2] })
  })

  it.each([
    [['variables', 'size'], '9'],
    [['variables', 'tags', 'a'], 'one'],
    [['variables', 'tags', 'c'], 'three'],
    [['variables', 'list', 0], '7'],
    [['source'], '../stacks/app'],
    [['source', 'nothing', 'here'], '../stacks/app'],
  ])('finds %j of an overridden spec where it was written', (path, written) => {
    const app = loadText(stack).manifest?.resources.get('staging')?.[0]
    expect(covered(stack, app!.locate(path))).toBe(written)
  })

  it('reads the project and its environments', () => {
    const text = `apiVersion: genesis/v1
kind: Environment
metadata: { name: prod, labels: { tier: prod } }
spec: { protected: true, variables: { regions: [a, b] }, env: { AWS_PROFILE: shop } }
`
    const manifest = loadText(text).manifest
    expect(manifest?.project).toEqual({ name: 'shop', id: null })
    expect([...(manifest?.environments.keys() ?? [])]).toEqual(['dev', 'prod', 'staging'])
    const prod = manifest?.environments.get('prod')
    expect(prod).toMatchObject({ protected: true, labels: { tier: 'prod' }, variables: { regions: ['a', 'b'] }, env: { AWS_PROFILE: 'shop' } })
    expect(covered(text, prod!.locate(['spec', 'variables', 'regions', 1]))).toBe('b')
    expect(manifest?.resources.get('prod')).toEqual([])
  })

  it('takes an expression for a value of any type within spec', () => {
    const text = `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec: { inputs: "\${resources.x.outputs}", create: "\${environment.variables.create}", read: [./read, "\${resource.name}"] }
---
apiVersion: genesis/v1
kind: TerraformStack
metadata: { name: stack }
spec: { source: a, include: "\${[]}", variables: "\${environment.variables}", backend: { config: "\${{}}" } }
---
apiVersion: genesis/v1
kind: File
metadata: { name: file }
spec: { path: a, content: "\${1}", mode: "\${environment.variables.mode}" }
`
    expect(loadText(text).diagnostics).toEqual([])
  })

  it('repeats values by aliases, and finds them where they were written', () => {
    const text = `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec: { create: &program [./program, now], read: *program }
`
    const app = loadText(text).manifest?.resources.get('dev')?.[0]
    expect(app?.spec).toEqual({ create: ['./program', 'now'], read: ['./program', 'now'] })
    expect(covered(text, app!.locate(['read', 1]))).toBe('now')
  })

  it('keeps keys that mean something to JavaScript', () => {
    const text = `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec: { create: [a], inputs: { __proto__: { constructor: 1 }, toString: 2 } }
overrides: { dev: { inputs: { __proto__: { constructor: 3 } } } }
`
    const { manifest, diagnostics } = loadText(text)
    expect(diagnostics).toEqual([])
    expect(JSON.stringify(manifest?.resources.get('dev')?.[0]?.spec['inputs'])).toBe('{"toString":2,"__proto__":{"constructor":3}}')
    expect(Object.prototype).not.toHaveProperty('1')
  })

  it('reads the same whatever the order of keys, documents and files', () => {
    const entries = ['apiVersion: genesis/v1', 'kind: File', 'metadata: { name: app }', 'spec: { path: a, content: b }', 'environments: [staging]']
    const other = { path: 'system/b.yaml', text: 'apiVersion: genesis/v1\nkind: File\nmetadata: { name: other }\nspec: { path: c, content: d }\n' }
    const result = (lines: readonly string[], filesBackwards: boolean) => {
      const files = [projectFile, { path: 'system/app.yaml', text: `${lines.join('\n')}\n` }, other]
      return JSON.stringify(
        [...(loadFiles(filesBackwards ? files.toReversed() : files).manifest?.resources ?? [])].map(([name, list]) => [
          name,
          list.map(({ address, spec }) => [address, spec]),
        ]),
      )
    }
    const expected = result(entries, false)
    expect(expected).toContain('staging/app')
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), fc.boolean(), (lines, backwards) => {
        expect(result(lines, backwards)).toBe(expected)
      }),
      { numRuns: 30 },
    )
  })

  it('never throws, whatever the bytes', () => {
    const yamlish = fc.array(
      fc.constantFrom(
        'a',
        ': ',
        '\n',
        '  ',
        '- ',
        '[',
        ']',
        '{',
        '}',
        '"',
        "'",
        '&x ',
        '*x',
        '!t ',
        '|',
        '>',
        '#',
        '?',
        '---\n',
        '%',
        '${',
        ',',
        '\t',
        '1',
        '<<',
        '\r\n',
        '@',
      ),
      {
        maxLength: 60,
      },
    )
    const text = fc.oneof(
      yamlish.map((parts) => parts.join('')),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder().decode(bytes)),
      fc.string({ unit: 'binary', maxLength: 100 }),
    )
    fc.assert(
      fc.property(text, (bytes) => {
        const { complete, diagnostics } = loadText(bytes)
        expect(!complete).toBe(diagnostics.some(({ severity }) => severity === 'error'))
        for (const { at } of diagnostics) expect(at?.start.line ?? 1).toBeGreaterThan(0)
      }),
      { numRuns: 2000 },
    )
  })

  it('looks up the place of each document, once, and no other while it loads valid ones', () => {
    const lookups = vi.spyOn(SourceText.prototype, 'range')
    onTestFinished(() => lookups.mockRestore())
    const text = Array.from({ length: 200 }, (_, index) => stack.replaceAll('base', `base-${index}`).replace('name: app', `name: app-${index}`)).join('---\n')
    const { manifest } = loadText(text)
    expect(lookups).toHaveBeenCalledTimes(400)
    expect(manifest?.resources.get('dev')?.length).toBe(400)
    expect(manifest?.resources.get('dev')?.[0]?.at.start.line).toBeGreaterThan(1)
    expect(lookups).toHaveBeenCalledTimes(400)
  })
})
