import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { programPath } from '../../src/adapters/program-path.ts'
import { tempFolder } from '../rig/temp-folder.ts'

function folders(): string {
  const root = tempFolder()
  for (const [path, mode] of [
    ['one/data', 0o644],
    ['two/data', 0o755],
    ['two/tool', 0o755],
    ['one/notes', 0o600],
    ['three/tool', 0o755],
  ] as const) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), '')
    chmodSync(join(root, path), mode)
  }
  mkdirSync(join(root, 'one/tool'))
  return root
}

describe('program path', () => {
  it.each([
    { name: 'tool', found: 'two/tool', why: 'a folder is no program, and the first one counts' },
    { name: 'data', found: 'two/data', why: 'what may not be executed is passed over' },
    { name: './tool', found: 'three/tool', why: 'a slash makes it a path from the working directory' },
    { name: '../two/tool', found: 'two/tool', why: 'also upwards' },
  ])('finds $name: $why', ({ name, found }) => {
    const root = folders()
    const search = { environment: { PATH: `${root}/one:${root}/two:${root}/three` }, workingDirectory: `${root}/three` }
    expect(programPath(name, search)).toEqual({ kind: 'found', path: join(root, found) })
  })

  it('finds by absolute path, and by folders relative to the working directory', () => {
    const root = folders()
    const found = { kind: 'found', path: join(root, 'three/tool') }
    expect(programPath(join(root, 'three/tool'), { environment: {}, workingDirectory: '/' })).toEqual(found)
    expect(programPath('tool', { environment: { PATH: 'nothing:three' }, workingDirectory: root })).toEqual(found)
    expect(programPath('tool', { environment: { PATH: ':/nonexistent' }, workingDirectory: join(root, 'three') })).toEqual(found)
  })

  it('tells what may not be executed from what is not there', () => {
    const root = folders()
    const search = { environment: { PATH: `${root}/one` }, workingDirectory: root }
    expect(programPath('notes', search)).toEqual({ kind: 'not-executable', path: join(root, 'one/notes') })
    for (const name of ['tool', 'other', '', './one', 'one/notes/x', 'a\0b', './a\0b']) expect(programPath(name, search)).toEqual({ kind: 'missing' })
    expect(programPath('tool', { environment: {}, workingDirectory: root })).toEqual({ kind: 'missing' })
  })
})
