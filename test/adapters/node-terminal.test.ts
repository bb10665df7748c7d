import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { askPerson, nodeTerminal } from '../../src/adapters/node-terminal.ts'

/** A stream that says it is a terminal, or that it is none. */
function stream(isTTY: boolean) {
  const through = Object.assign(new PassThrough(), { isTTY, columns: 80, rows: 24 })
  const written: string[] = []
  through.on('data', (chunk: Buffer) => written.push(chunk.toString()))
  return { through, written }
}

function asking(typed: string, { variables = {}, isTTY = true, signal = new AbortController().signal } = {}) {
  const input = Object.assign(new PassThrough(), { isTTY })
  const output = stream(isTTY)
  // A stream of any kind stands for a terminal's: only what readline uses of it counts.
  const ask = askPerson(input as never, output.through as never, variables)
  const answer = ask('Really? ', signal)
  input.write(typed)
  return answer
}

describe('askPerson', () => {
  it.each([
    ['yes\n', { kind: 'typed', text: 'yes' }],
    ['\n', { kind: 'typed', text: '' }],
    ['ye\u0003', { kind: 'interrupted' }],
    ['\u0004', { kind: 'nobody' }],
  ])('takes %j', async (typed, expected) => {
    expect(await asking(typed)).toEqual(expected)
  })

  it('asks nobody who cannot answer', async () => {
    expect(await asking('yes\n', { isTTY: false })).toEqual({ kind: 'nobody' })
    expect(await asking('yes\n', { variables: { CI: 'true' } })).toEqual({ kind: 'nobody' })
  })

  it('ends when a signal says so', async () => {
    const control = new AbortController()
    const answer = asking('', { signal: control.signal })
    control.abort()
    expect(await answer).toEqual({ kind: 'interrupted' })
    expect(await asking('yes\n', { signal: control.signal })).toEqual({ kind: 'interrupted' })
  })
})

describe('nodeTerminal', () => {
  const colour = { color: true, interactive: true, columns: 80 }
  const plain = { color: false, interactive: true, columns: 80 }
  const pipe = { color: false, interactive: false, columns: null }

  it.each([
    [true, {}, colour],
    [false, {}, pipe],
    [true, { NO_COLOR: '1' }, plain],
    [true, { NO_COLOR: '0' }, plain],
    [true, { NO_COLOR: '' }, colour],
    [true, { NO_COLOR: '1', FORCE_COLOR: '1' }, plain],
    [false, { FORCE_COLOR: '1' }, { ...pipe, color: true }],
    [true, { FORCE_COLOR: '0' }, plain],
    [true, { TERM: 'dumb' }, pipe],
    [true, { CI: 'true' }, { ...colour, interactive: false }],
    [true, { CI: 'false' }, colour],
  ])('terminal %j with %j', (isTTY, variables, expected) => {
    expect(nodeTerminal(stream(isTTY).through as never, variables)).toMatchObject(expected)
  })

  it('writes, and outlives its reader', () => {
    const { through, written } = stream(false)
    const terminal = nodeTerminal(through as never, {})
    terminal.write('x')
    through.emit('error', new Error('EPIPE'))
    expect(written).toEqual(['x'])
  })
})
