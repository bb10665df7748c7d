import { describe, expect, it } from 'vitest'
import { loadFiles, shownText } from './small-project.ts'

const header = 'apiVersion: genesis/v1\n'
const environment = (name: string, more = '') => `---\n${header}kind: Environment\nmetadata: { name: ${name} }\n${more}\n`
const file = (more: string) => `---\n${header}kind: File\nmetadata: { name: app }\n${more}\n`
const stack = (more: string) => `---\n${header}kind: TerraformStack\nmetadata: { name: app }\n${more}\n`
const right = 'spec: { path: a, content: b }\n'

/** What a person sees of a `genesis.yaml` that holds the whole project. */
function shown(documents: string, defaults = ''): string {
  const files = [
    {
      path: 'genesis.yaml',
      text: `${header}kind: Project\nmetadata: { name: shop }\n${defaults === '' ? '' : `spec: { defaults: ${defaults} }\n`}${documents}`,
    },
  ]
  return shownText(loadFiles(files).diagnostics, files)
}

describe('what is wrong with environments', () => {
  it.each([
    ['extending nothing', environment('dev', 'spec: { extends: [bsae] }') + environment('base')],
    ['extending itself', environment('dev', 'spec: { extends: [dev] }')],
    [
      'extending each other',
      environment('a', 'spec: { extends: [b] }') + environment('b', 'spec: { extends: [c] }') + environment('c', 'spec: { extends: [a] }'),
    ],
    [
      'extending each other for ever',
      Array.from({ length: 40 }, (_, index) => environment(`e${index}`, `spec: { extends: [e${index + 1}] }`)).join('') + environment('e40'),
    ],
    [
      'an abstract one that a resource names',
      environment('base', 'spec: { abstract: true }') + environment('dev', 'spec: { extends: [base] }') + file(`environments: [base]\n${right}`),
    ],
    [
      'an override for an abstract one',
      environment('base', 'spec: { abstract: true }') + environment('dev') + file(`${right}overrides: { base: { content: x } }`),
    ],
    [
      'labels that none has',
      `${environment('dev')}${environment('prod').replace('name: prod', 'name: prod, labels: { tier: prod }')}${file(`environments: { matchLabels: { tier: prd } }\n${right}`)}`,
    ],
    ['labels where none has any', environment('dev') + file(`environments: { matchLabels: { tier: prod, zone: a } }\n${right}`)],
    ['a choice that is none', environment('dev') + file(`environments: { labels: { tier: prod } }\n${right}`)],
    ['a choice of nothing', environment('dev') + file(`environments: { matchLabels: {} }\n${right}`)],
    ['one that nothing is in, and an override for it', environment('dev', 'spec: { optIn: true }') + file(`${right}overrides: { dev: { content: x } }`)],
  ])('%s', (_, documents) => {
    expect(shown(documents)).toMatchSnapshot()
  })
})

describe('what is wrong with defaults', () => {
  it.each([
    ['an unknown kind', '{ Fiel: {} }', environment('dev')],
    ['a kind that is to come', '{ VmPool: {} }', environment('dev')],
    ['an unknown field', '{ File: { spec: { moed: "0600" } } }', environment('dev') + file(right)],
    ['a value of the wrong type', '{ File: { spec: { mode: 600 }, lifecycle: { onFailure: never } } }', environment('dev') + file(right)],
    ['a field that contradicts the document', '{ File: { spec: { source: x } } }', environment('dev') + environment('prod') + file(right)],
    ['a document that needs more', '{ File: { spec: { mode: "0600" } } }', environment('dev') + file('spec: { path: a }')],
    ['a document without spec', '{ File: { lifecycle: { onFailure: halt } } }', environment('dev') + file('')],
    [
      'mistakes in the document beside them',
      '{ File: { spec: { path: a, content: b } } }',
      environment('dev') + file('spec: { content: 1, colour: red }\nlifecycle: { onFailure: hlat }\ncolor: red'),
    ],
    ['null in the document where there is nothing to take away', '{ File: { spec: { path: a } } }', environment('dev') + file('spec: { content: null }')],
    [
      'a resource that is right in one environment only',
      '',
      environment('dev', 'spec: { defaults: { File: { spec: { content: x } } } }') + environment('prod') + file('spec: { path: a }'),
    ],
    ['an override that contradicts them', '{ File: { spec: { path: a, content: b } } }', environment('dev') + file('overrides: { dev: { source: c } }')],
  ])('%s', (_, defaults, documents) => {
    expect(shown(documents, defaults)).toMatchSnapshot()
  })

  it('nothing is said of documents below which defaults are wrong', () => {
    expect(shown(environment('dev') + file('spec: { path: a }'), '{ File: { spec: { content: 1 } } }')).toContain('1 error in 1 file')
  })

  it('an environment may take away what the project gives', () => {
    const taken = environment('dev', 'spec: { defaults: { File: { spec: { mode: null, content: x } } } }') + file('spec: { path: a }')
    expect(shown(taken, '{ File: { spec: { mode: "0600" } } }')).toBe('')
  })
})

describe('what is wrong with a lifecycle, names and keys', () => {
  it.each([
    ['ignoreChanges that is no pointer', file(`lifecycle: { ignoreChanges: [mode, /spec, /spec/, /mode, "/spec/a~2", 7] }\n${right}`)],
    [
      'ignoreChanges of a field that is not there',
      file(`lifecycle: { ignoreChanges: [/spec/mod, /spec/contents/x, /spec/content/x, /spec/variables/x] }\n${right}`),
    ],
    ['ignoreChanges of what makes it what it is', file(`lifecycle: { ignoreChanges: [/spec/path] }\n${right}`)],
    ['timeout', stack('spec: { source: a }\nlifecycle: { timeout: 2 hours }') + file(`lifecycle: { timeout: 90 }\n${right}`)],
    ['a timeout longer than timers last', stack('spec: { source: a }\nlifecycle: { timeout: 25d }')],
    ['a timeout for what runs no program', file(`lifecycle: { timeout: 2h }\n${right}`)],
    ['onRemove', file(`lifecycle: { onRemove: destory }\n${right}`)],
    ['patterns for what has no inside', file(`lifecycle: { preventDestroy: ["a.*"] }\n${right}`)],
    ['patterns that are none', stack('spec: { source: a }\nlifecycle: { preventDestroy: ["", "a\\nb", 1] }')],
    ['preventDestroy that is no expression', file(`lifecycle: { preventDestroy: "true" }\n${right}`)],
    ['a movedFrom that is one name', file(right).replace('name: app', 'name: app, movedFrom: old')],
    ['old names that are none', file(right).replace('name: app', 'name: app, movedFrom: [Old, dev/app, "a@b@c", 7]')],
    ['old names of keys that are none', file(`forEach: [eu]\n${right}`).replace('name: app', 'name: app, movedFrom: { eu: old }')],
    ['dependsOn', file(`dependsOn: ["a@B", "nothing@x"]\n${right}`)],
    ['forEach', file(`forEach: text\n${right}`)],
    ['items of forEach', file(`forEach: [true, {}]\n${right}`)],
  ])('%s', (_, documents) => {
    expect(shown(environment('dev') + documents)).toMatchSnapshot()
  })
})
