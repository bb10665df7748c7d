import { describe, expect, it } from 'vitest'
import type { TerraformDiagnostic } from '../../../../src/providers/terraform-stack/terraform/terraform-message.ts'
import {
  blamedBlocks,
  foundElsewhere,
  wayBackBlocks,
  wayBackFile,
  wayBackText,
  type WayBackBlock,
} from '../../../../src/providers/terraform-stack/way-back/way-back-blocks.ts'

const move: WayBackBlock = { kind: 'moved', from: 'x_y.b', to: 'module.m["k"].x_y.a[0]' }
const adoption: WayBackBlock = { kind: 'import', to: 'x_y.f', id: 'a/${b}"c' }

function mistake(detail: string, line?: number): TerraformDiagnostic {
  const at = { line: line ?? 0, column: 1, byte: 0 }
  const range = line === undefined ? null : { filename: wayBackFile, start: at, end: at }
  return { severity: 'error', summary: 'wrong', detail, range, snippet: null }
}

describe('the blocks of a way back', () => {
  it('are written in four lines each, and nothing in an id is evaluated', () => {
    expect(wayBackText([move, adoption])).toBe('moved {\n  from = x_y.b\n  to = module.m["k"].x_y.a[0]\n}\nimport {\n  to = x_y.f\n  id = "a/$${b}\\"c"\n}\n')
  })

  it.each(['x_y.a\n}', 'x_y', 'x_y.a["b', 'x_y.a[b]', 'data.x_y.a.b', 'x_y.a # c', 'module.m.x_y'])('are none for %j, which is no address', (address) => {
    expect(wayBackBlocks({ moved: [{ from: address, to: 'x_y.b' }], forgotten: [{ address, id: '1' }] })).toEqual([])
  })

  it('are none for what has no id, or one that cannot be written', () => {
    const forgotten = [null, 'a\u0007b'].map((id) => ({ address: 'x_y.a', id }))
    expect(wayBackBlocks({ moved: [], forgotten })).toEqual([])
  })
})

describe('blamedBlocks', () => {
  it.each([
    ['the line that the mistake is on', mistake('', 5), [adoption]],
    ['the address in the words', mistake('import an object to "x_y.f", but it is not there'), [adoption]],
    ['the address at the end of a sentence', mistake('moved to module.m["k"].x_y.a[0].'), [move]],
    ['no longer address that holds it', mistake('see x_y.f[0], module.a.x_y.f, x_y.fa, x_y.f.id'), []],
    ['the id in the words of a provider', mistake('no object is named a/${b}"c'), [adoption]],
    ['nothing', mistake('no luck'), []],
  ])('goes by %s', (_, said, blamed) => {
    expect([...blamedBlocks([move, adoption], [said])]).toEqual(blamed)
  })
})

describe('foundElsewhere', () => {
  const state = (type: string, ...names: readonly string[]): string =>
    JSON.stringify({ version: 4, resources: names.map((name) => ({ mode: 'managed', type, name, instances: [{ attributes: { id: '1' } }] })) })
  const block: WayBackBlock = { kind: 'import', to: 'x_y.a', id: '1' }

  it('moves what the state has under another address', () => {
    expect(foundElsewhere([block], state('x_y', 'a', 'b'))).toEqual([{ kind: 'moved', from: 'x_y.b', to: 'x_y.a' }])
  })

  it('leaves alone what it has not, or as something else', () => {
    expect([foundElsewhere([block], state('x_y', 'a')), foundElsewhere([block], state('x_z', 'b'))]).toEqual([[block], [block]])
  })
})
