import { describe, expect, it } from 'vitest'
import { compiled, scope } from './evaluating.ts'

function references(expression: string): readonly string[] {
  const { tree, diagnostics } = compiled(expression, scope)
  expect(diagnostics).toEqual([])
  return tree.references.map(({ path, optional, range }) => `${JSON.stringify(path)}${optional ? '?' : ''} @${range.start.offset}-${range.end.offset}`)
}

describe('references', () => {
  it.each([
    ['plain', []],
    ['${1 + 2}', []],
    ['${resources.network.outputs.ids[0]}', ['["resources","network","outputs","ids",0] @2-34']],
    ['${environments["global"].resources.dns.outputs.zone_id}', ['["environments","global","resources","dns","outputs","zone_id"] @2-54']],
    ['a ${git.commit} ${project.name}', ['["git","commit"] @4-14', '["project","name"] @18-30']],
    ['${resources.a.outputs.x + resources.b.outputs.y}', ['["resources","a","outputs","x"] @2-23', '["resources","b","outputs","y"] @26-47']],
    ['${has(resources.a.outputs.x)}', ['["resources","a","outputs","x"]? @6-27']],
    ['${resources.a.?outputs.x}', ['["resources","a","outputs","x"]? @2-24']],
    ['${resources[?"a"]}', ['["resources","a"]? @2-17']],
    ['${has(resources.a.x[resources.b.y])}', ['["resources","a","x"]? @6-19', '["resources","b","y"] @20-33']],
    ['${resources.a.outputs.x[environment.name].y}', ['["resources","a","outputs","x"] @2-23', '["environment","name"] @24-40']],
    ['${resources[environment.name + "-x"].outputs}', ['["resources","prod-eu-x","outputs"] @2-44']],
    ['${environments[environment.name].resources["a" + git.branch].outputs}', ['["environments","prod-eu","resources","amain","outputs"] @2-68']],
    ['${resources["a" + "b"]}', ['["resources","ab"] @2-22']],
    ['${resources}', ['["resources"] @2-11']],
    ['${resources.a.outputs.list.map(x, x + environment.name)}', ['["resources","a","outputs","list"] @2-26', '["environment","name"] @38-54']],
    ['${cel.bind(x, resources.a, x.outputs.y)}', ['["resources","a"] @14-25']],
    ['${(true ? resources.a : resources.b).outputs}', ['["resources","a"] @10-21', '["resources","b"] @24-35']],
    ['${ {"a": resources.a}.a }', ['["resources","a"] @9-20']],
    ['${[git.commit][0]}', ['["git","commit"] @3-13']],
    ['${resources.a.outputs.?x.orValue(git.branch)}', ['["resources","a","outputs","x"]? @2-24', '["git","branch"] @33-43']],
    ['$${resources.a}', []],
  ])('of %s', (template, expected) => expect(references(template)).toEqual(expected))

  it('know the value they stand in', () => {
    const { tree } = compiled({ a: { b: ['', '${git.commit}'] }, c: '${git.branch}' })
    expect(tree.references.map(({ range }) => range.file)).toEqual(['a/b/1', 'c'])
  })
})

describe('a constant tree', () => {
  it.each([[{ a: [1, 'x', { b: null }] }], ['$ { }'], [[]], [null]])('%j evaluates to itself', (tree) => {
    const result = compiled(tree).tree
    const evaluated = result.evaluate({})
    expect(result.constant).toBe(true)
    expect(evaluated.ok && evaluated.value).toBe(tree)
  })

  it.each([['$${a}'], [{ '$${a}': 1 }], ['${1}']])('%j is none', (tree) => expect(compiled(tree).tree.constant).toBe(false))
})
