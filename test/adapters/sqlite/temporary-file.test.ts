import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sqliteStoreFiles } from '../../../src/adapters/sqlite/copies/sqlite-store-files.ts'
import { removeLeftBehind, temporaryPath } from '../../../src/adapters/sqlite/temporary-file.ts'
import { tempFolder } from '../../rig/temp-folder.ts'
import { makeStore, openStore, project, restlessClock, storePath } from './support/test-store.ts'

/** A file as a process left it that is gone. */
function leftBehind(start: string, ending = ''): string {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const path = temporaryPath(start).replace(`${start}${process.pid}-`, `${start}${pid}-`) + ending
  writeFileSync(path, 'in clear')
  return path
}

describe('a file that a killed process was writing', () => {
  it('goes, and no other', () => {
    const folder = tempFolder()
    const start = join(folder, 'state.db.')
    const gone = [leftBehind(start), leftBehind(start, '-wal')]
    const staying = [temporaryPath(start), join(folder, 'state.db'), leftBehind(join(folder, 'other.')), `${start}before-restore-0a1b2c3d`]
    for (const path of staying) writeFileSync(path, '')
    removeLeftBehind(start)
    expect(gone.filter((path) => existsSync(path))).toEqual([])
    expect(readdirSync(folder).sort()).toEqual(staying.map((path) => basename(path)).sort())
  })

  it('does not matter where its folder is not there', () => {
    expect(() => removeLeftBehind(join(tempFolder(), 'none/state.db.'))).not.toThrow()
  })

  it('beside a state database goes when that is opened to be changed', async () => {
    const path = storePath()
    await makeStore(path)
    const left = leftBehind(`${path}.`)
    await openStore(path, { create: false })
    expect(existsSync(left)).toBe(true)
    await openStore(path)
    expect(existsSync(left)).toBe(false)
  })

  it('goes when the next copy is made', async () => {
    const path = storePath()
    await makeStore(path)
    const folder = tempFolder()
    await sqliteStoreFiles(restlessClock()).copy({ path, project }, join(folder, 'one'))
    const left = leftBehind(`${path}.`)
    await sqliteStoreFiles(restlessClock()).copy({ path, project }, join(folder, 'two'))
    expect([existsSync(left), readdirSync(folder).sort(), readdirSync(dirname(path)).some((name) => name.endsWith('.tmp'))]).toEqual([
      false,
      ['one', 'two'],
      false,
    ])
  })
})
