import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/events/json.ts'
import { resolveText } from './resolving.ts'

const header = 'apiVersion: genesis/v1\n'
const command = (name: string, more: string) => `${header}kind: Command\nmetadata: { name: ${name} }\n${more}\n---\n`

/** dev with regions, prod with one more and a resource of its own. */
const project = `${header}kind: Project
metadata: { name: shop }
---
${header}kind: Environment
metadata: { name: dev, labels: { tier: test } }
spec: { variables: { regions: [eu, us], sizes: { eu: 3 }, none: [] } }
---
${header}kind: Environment
metadata: { name: prod, labels: { tier: prod } }
spec: { variables: { regions: [eu, us, ap], sizes: { eu: 9 }, none: [] } }
`

const names = (text: string, environment = 'dev') => [...(resolveText(text, project).environments.get(environment)?.resources.keys() ?? [])].sort()

describe('forEach makes one resource for each', () => {
  it.each([
    ['item of a list', 'forEach: [eu, us]', ['app@eu', 'app@us']],
    ['number', 'forEach: [1, 22]', ['app@1', 'app@22']],
    ['key of a mapping', 'forEach: { eu: { size: 1 }, us: null }', ['app@eu', 'app@us']],
    ['item of a list that an expression gives', 'forEach: "${environment.variables.regions}"', ['app@eu', 'app@us']],
    ['key of a mapping that an expression gives', 'forEach: "${environment.variables.sizes}"', ['app@eu']],
    ['item, computed', 'forEach: ["${environment.name}", x]', ['app@dev', 'app@x']],
    ['item of nothing', 'forEach: []', []],
    ['item of an empty list that an expression gives', 'forEach: "${environment.variables.none}"', []],
  ])('%s', (_, forEach, expected) => {
    expect(names(command('app', `${forEach}\nspec: { create: [./a] }`))).toEqual(expected)
  })

  it('with each in scope, in its spec and its lifecycle', () => {
    const text = command(
      'app',
      `forEach: { eu: { size: 3 }, us: { size: 1 } }
lifecycle: { preventDestroy: "\${each.value.size > 2 && resource.name == 'app@eu'}" }
spec: { create: [./a], inputs: { region: "\${each.key}", size: "\${each.value.size}", name: "\${resource.name}" } }`,
    )
    const { spec, resource, shown } = resolveText(text, project)
    expect(shown).toBe('')
    expect(spec('dev/app@eu')).toMatchObject({ inputs: { region: 'eu', size: 3, name: 'app@eu' } })
    expect(spec('dev/app@us')).toMatchObject({ inputs: { region: 'us', size: 1, name: 'app@us' } })
    expect(resource('dev/app@eu').declaration).toMatchObject({ base: 'app', each: { key: 'eu', value: { size: 3 } }, lifecycle: { preventDestroy: true } })
    expect(resource('dev/app@us').declaration).toMatchObject({ address: 'dev/app@us', lifecycle: { preventDestroy: false } })
  })

  it('keeps the type of an item as each.value, and makes text of it for each.key', () => {
    const { spec } = resolveText(command('app', 'forEach: [7]\nspec: { create: [./a], inputs: { key: "${each.key}", value: "${each.value}" } }'), project)
    expect(spec('dev/app@7')).toMatchObject({ inputs: { key: '7', value: 7 } })
  })

  it('in each environment by itself', () => {
    const text = command('app', 'forEach: "${environment.variables.regions}"\nspec: { create: [./a] }')
    expect(names(text, 'dev')).toEqual(['app@eu', 'app@us'])
    expect(names(text, 'prod')).toEqual(['app@ap', 'app@eu', 'app@us'])
  })
})

describe('references to instances', () => {
  const app = command('app', 'forEach: "${environment.variables.regions}"\nspec: { create: [./a] }')
  const reader = (inputs: string, more = '') => app + command('reader', `${more}\nspec: { create: [./a], inputs: { x: "${inputs}" } }`)

  it.each([
    ['by a key', "${resources.app['eu'].outputs.url}", ['app@eu']],
    ['by a member', '${resources.app.us.outputs.url}', ['app@us']],
    ['in brackets throughout', "${resources['app']['eu'].outputs.url}", ['app@eu']],
    ['by a key of the environment', '${resources.app[environment.variables.regions[1]].outputs.url}', ['app@us']],
    ['as a whole', '${resources.app}', ['app@eu', 'app@us']],
    ['over all', '${resources.app.map(key, resources.app[key].outputs.url)}', ['app@eu', 'app@us']],
    ['to the spec alone', "${resources.app['eu'].spec.create}", ['app@eu']],
  ])('%s', (_, expression, upstream) => {
    const { resource, shown } = resolveText(reader(expression), project)
    expect(shown).toBe('')
    expect(resource('dev/reader').upstream).toEqual(upstream)
  })

  it('by each.key lead each instance to its own', () => {
    const text =
      app + command('reader', 'forEach: "${environment.variables.regions}"\nspec: { create: [./a], inputs: { x: "${resources.app[each.key].outputs.url}" } }')
    const { resource } = resolveText(text, project)
    expect(resource('dev/reader@eu').upstream).toEqual(['app@eu'])
    expect(resource('prod/reader@ap').upstream).toEqual(['app@ap'])
    expect(resource('prod/reader@ap').outputReads).toEqual([{ name: 'app@ap', path: ['url'] }])
  })

  it('may lead from one instance to another', () => {
    const { resource, shown } = resolveText(
      command('app', `forEach: [first, second]\nspec: { create: [./a], inputs: { x: "\${each.key == 'first' ? null : resources.app.first.outputs.x}" } }`),
      project,
    )
    expect(shown).toContain('"app@first" depends on itself')
    expect(() => resource('dev/app@second')).toThrow('no dev/app@second')
  })

  it('evaluate to the specs of the instances before anything is applied', () => {
    const { spec } = resolveText(reader('${resources.app.map(key, resources.app[key].spec.create[0])}'), project)
    expect(spec('dev/reader')).toMatchObject({ inputs: { x: ['./a', './a'] } })
  })

  it('of nothing are an empty map', () => {
    const none = command('app', 'forEach: []\nspec: { create: [./a] }')
    const { spec, shown } = resolveText(none + command('reader', 'spec: { create: [./a], inputs: { x: "${size(resources.app)}" } }'), project)
    expect(shown).toBe('')
    expect(spec('dev/reader')).toMatchObject({ inputs: { x: 0 } })
  })

  it('lead to other environments, too', () => {
    const whole =
      app +
      command(
        'reader',
        'environments: [prod]\nspec: { create: [./a], inputs: { x: "${environments.dev.resources.app}", y: "${environments[\'dev\'].resources.app[\'eu\'].outputs.z}" } }',
      )
    expect(resolveText(whole, project).resource('prod/reader')).toMatchObject({ foreign: ['dev/app@eu', 'dev/app@us'], foreignGroups: ['dev/app'] })
  })

  it('of dependsOn name all or one', () => {
    const one = resolveText(reader('x', 'dependsOn: ["app@us"]'), project)
    expect(one.shown).toBe('')
    expect(one.resource('dev/reader').upstream).toEqual(['app@us'])
    expect(resolveText(reader('x', 'dependsOn: [app]'), project).resource('prod/reader').upstream).toEqual(['app@ap', 'app@eu', 'app@us'])
  })
})

describe('what reads git', () => {
  it.each([
    ['a spec', command('a', 'spec: { create: [./a], inputs: { x: "${git.commit}" } }'), true],
    ['a forEach', command('a', 'forEach: ["${git.branch}"]\nspec: { create: [./a] }'), true],
    ['a lifecycle', command('a', 'lifecycle: { preventDestroy: "${git.branch == \'main\'}" }\nspec: { create: [./a] }'), true],
    ['nothing', command('a', 'spec: { create: [./a] }'), false],
  ])('is noted: %s', (_, text, expected) => {
    expect(resolveText(text, project).environments.get('dev')?.readsGit).toBe(expected)
  })

  it('is noted in the variables of an environment, too', () => {
    const text = project.replace('none: [] } }', 'none: [], tag: "${git.commit}" } }')
    const { environments } = resolveText(command('a', 'spec: { create: [./a] }'), text)
    expect([environments.get('dev')?.readsGit, environments.get('prod')?.readsGit]).toEqual([true, false])
  })
})

describe('what is wrong with forEach', () => {
  const app = command('app', 'forEach: [eu, us]\nspec: { create: [./a] }')
  const reader = (more: string) => app + command('reader', more)

  it.each([
    ['an output', command('a', 'forEach: "${resources.b.outputs.list}"\nspec: { create: [./a] }') + command('b', 'spec: { create: [./b] }')],
    ['no list', command('a', 'forEach: "${environment.name}"\nspec: { create: [./a] }')],
    ['items that are no keys', command('a', 'forEach: ["${environment.variables.sizes}", Upper, "", 1.5, -1]\nspec: { create: [./a] }')],
    ['keys that stand twice', command('a', 'forEach: [1, x, "1"]\nspec: { create: [./a] }')],
    ['each where there is none', command('a', 'spec: { create: [./a], inputs: { x: "${each.key}" } }')],
    ['each in forEach itself', command('a', 'forEach: ["${each.key}"]\nspec: { create: [./a] }')],
    ['an instance that is not there', reader('spec: { create: [./a], inputs: { x: "${resources.app[\'ue\'].outputs.y}" } }')],
    ['the outputs of several', reader('spec: { create: [./a], inputs: { x: "${resources.app.outputs.y}" } }')],
    ['an address for a reference', reader('spec: { create: [./a], inputs: { x: "${resources[\'app@eu\'].outputs.y}" } }')],
    ['an instance of a single resource', command('a', 'spec: { create: [./a] }') + command('b', 'dependsOn: ["a@x"]\nspec: { create: [./a] }')],
    ['an instance that dependsOn does not find', reader('dependsOn: ["app@ap"]\nspec: { create: [./a] }')],
    [
      'preventDestroy of an output',
      command('a', 'lifecycle: { preventDestroy: "${resources.b.outputs.x}" }\nspec: { create: [./a] }') + command('b', 'spec: { create: [./b] }'),
    ],
    ['preventDestroy of a text', command('a', 'lifecycle: { preventDestroy: "${environment.name}" }\nspec: { create: [./a] }')],
  ])('%s', (_, text) => {
    expect(resolveText(text, project).shown).toMatchSnapshot()
  })
})

/** A Command with old names; `more` is the rest of its document. */
const renamed = (name: string, movedFrom: Json, more = '') =>
  `${header}kind: Command\nmetadata: { name: ${name}, movedFrom: ${JSON.stringify(movedFrom)} }\n${more}\nspec: { create: [./a] }\n---\n`

describe('what is wrong with movedFrom', () => {
  it.each([
    ['a mapping without forEach', renamed('a', { x: ['b'] })],
    ['not saying which', renamed('a', ['a'], 'forEach: [x, y]')],
    ['what is still there', renamed('a', ['b']) + command('b', 'spec: { create: [./b] }')],
    ['an instance that is still there', renamed('a', ['b@x']) + command('b', 'forEach: [x]\nspec: { create: [./b] }')],
    ['a document that is still there, with a forEach', renamed('a', ['b']) + command('b', 'forEach: [x]\nspec: { create: [./b] }')],
    ['what two claim', renamed('a', ['c']) + renamed('b', ['c'])],
    ['a misspelt key', renamed('a', { eu1: ['b'], gone: ['c'] }, 'forEach: [eu, us]')],
  ])('%s', (_, text) => {
    expect(resolveText(text, project).shown).toMatchSnapshot()
  })
})

describe('movedFrom', () => {
  it.each([
    ['is not said', null, '', [['app', [], ['app']]]],
    ['says that it was nothing', [], '', [['app', [], []]]],
    ['of a single resource', ['old', 'many@eu'], '', [['app', ['old', 'many@eu'], ['old', 'app']]]],
    [
      'of all instances',
      ['old'],
      'forEach: [eu, us]',
      [
        ['app@eu', ['old@eu'], ['old', 'app']],
        ['app@us', ['old@us'], ['old', 'app']],
      ],
    ],
    ['of the only instance', ['app', 'old', 'many@us'], 'forEach: [eu]', [['app@eu', ['app', 'old@eu', 'many@us'], ['old', 'app']]]],
    [
      'of one instance',
      { eu: ['app'] },
      'forEach: [eu, us]',
      [
        ['app@eu', ['app'], []],
        ['app@us', [], []],
      ],
    ],
  ])('%s', (_, movedFrom, forEach, expected) => {
    const text = movedFrom === null ? command('app', 'spec: { create: [./a] }') : renamed('app', movedFrom, forEach)
    const { environments } = resolveText(text, project)
    const moved = [...(environments.get('dev')?.resources.values() ?? [])].map(({ declaration }) => {
      return [declaration.name, declaration.movedFrom, declaration.formerDocuments]
    })
    expect(moved).toEqual(expected)
  })
})
