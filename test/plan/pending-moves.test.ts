import { describe, expect, it } from 'vitest'
import { movedRecords } from '../../src/plan/moved-records.ts'
import { pendingMoves } from '../../src/plan/pending-moves.ts'
import { recordedResource } from '../rig/planned-resource-builder.ts'

import { resolveText } from './resolving.ts'

const header = 'apiVersion: genesis/v1\n'

/** A document: its name, its old names, its keys. */
type Document = readonly [name: string, movedFrom?: readonly string[] | Readonly<Record<string, readonly string[]>> | undefined, keys?: readonly string[]]

const project = `${header}kind: Project\nmetadata: { name: shop }\n---\n${header}kind: Environment\nmetadata: { name: dev }\n---\n`

function search(documents: readonly Document[], recorded: readonly string[], kind = 'Command'): readonly string[] {
  const text = documents.map(([name, movedFrom, keys]) => {
    const metadata = JSON.stringify({ name, ...(movedFrom === undefined ? {} : { movedFrom }) })
    return `${header}kind: Command\nmetadata: ${metadata}\n${keys === undefined ? '' : `forEach: ${JSON.stringify(keys)}\n`}spec: { create: [./a] }\n`
  })
  const environment = resolveText(text.join('---\n'), project).environments.get('dev')
  if (environment === null || environment === undefined) throw new Error('not resolved')
  const found = pendingMoves(
    environment,
    recorded.map((name) => recordedResource(name, { kind })),
  )
  const moves = [...found.moves].map(([now, old]) => `${old.slice(4)} → ${now.slice(4)}`)
  return [
    ...moves,
    ...found.problems.map(({ diagnostic, names }) => `${diagnostic.severity} about ${names.join(' ')}: ${diagnostic.message} (${diagnostic.hint})`),
  ]
}

describe('what moves', () => {
  it.each<[string, readonly Document[], readonly string[], readonly string[]]>([
    ['nothing where nothing is left over', [['b', ['a']]], ['b'], []],
    ['nothing where nothing was recorded', [['b', ['a']]], [], []],
    ['nothing that no document claims', [['b']], ['a'], []],
    ['what has the old name', [['b', ['a']]], ['a'], ['a → b']],
    ['what has any of the old names', [['c', ['b', 'a']]], ['a'], ['a → c']],
    ['no old half of a replacement', [['b', ['a']]], ['a~1'], []],
    [
      'two that both were renamed',
      [
        ['c', ['a']],
        ['d', ['b']],
      ],
      ['a', 'b'],
      ['a → c', 'b → d'],
    ],
    ['instances with the same keys', [['web', ['app'], ['x', 'y', 'z']]], ['app@x', 'app@y'], ['app@x → web@x', 'app@y → web@y']],
    [
      'only instances that have left the other document',
      [
        ['old', undefined, ['x']],
        ['new', ['old'], ['y']],
      ],
      ['old@x', 'old@y'],
      ['old@y → new@y'],
    ],
    ['a single one to the only key', [['app', undefined, ['x']]], ['app'], ['app → app@x']],
    ['a single one to the only key, with a new name', [['web', ['app'], ['x']]], ['app'], ['app → web@x']],
    ['a single one to the key that is said', [['app', { y: ['app'] }, ['x', 'y']]], ['app'], ['app → app@y']],
    ['the only instance to a single one', [['app']], ['app@x'], ['app@x → app']],
    ['the only instance to a single one, with a new name', [['web', ['app']]], ['app@x'], ['app@x → web']],
    ['the instance that is said', [['app', ['app@y']]], ['app@x', 'app@y'], ['app@y → app']],
    ['not what is said to be something else: a list', [['app', []]], ['app@x'], []],
    ['not what is said to be something else: a mapping', [['app', {}, ['x']]], ['app'], []],
    ['not what another document claims by name', [['app'], ['web', ['app@x']]], ['app@x'], ['app@x → web']],
    ['with an old list left in place', [['app', ['older'], ['x']]], ['app'], ['app → app@x']],
  ])('%s', (_, documents, recorded, expected) => {
    expect(search(documents, recorded)).toEqual(expected)
  })

  it.each<[string, readonly Document[], readonly string[]]>([
    ['a single one and several keys', [['app', undefined, ['x', 'y']]], ['app']],
    ['a renamed single one and several keys', [['web', ['app'], ['x', 'y']]], ['app']],
    ['several instances and a single one', [['app']], ['app@x', 'app@y']],
    ['several old names', [['c', ['b', 'a']]], ['a', 'b']],
    ['an old name and the new one', [['b', ['a']]], ['a', 'b']],
  ])('not without a word: %s', (_, documents, recorded) => {
    expect(search(documents, recorded)).toMatchSnapshot()
  })

  it('not to another kind', () => {
    expect(search([['b', ['a']]], ['a'], 'File')).toMatchSnapshot()
    expect(search([['app', undefined, ['x']]], ['app'], 'File')).toMatchSnapshot()
    expect(search([['app']], ['app'], 'File')).toMatchSnapshot()
  })
})

describe('records after moves', () => {
  it('stand under their new addresses, in order, and are referred to by them', () => {
    const records = [recordedResource('a'), recordedResource('c', { dependencies: ['dev/a', 'prod/a'] })]
    const moved = movedRecords(records, new Map([['dev/z', 'dev/a']]), () => null)
    expect([...moved]).toEqual([
      ['dev/c', { ...recordedResource('c'), dependencies: ['dev/z', 'prod/a'] }],
      ['dev/z', recordedResource('z')],
    ])
  })
})
