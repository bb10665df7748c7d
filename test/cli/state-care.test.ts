import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { seen } from './seen.ts'

const settings = 'coordination:\n  store: { allowLocal: true, backup: ../copies }\n'
const protectedDev = 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\nspec: { protected: true }\n'

/** A project whose runs leave copies, applied once. */
async function applied(files: Readonly<Record<string, string>> = {}) {
  const folder = project({ 'system/a.yaml': fileDocument('a', 'one'), 'config/coordination.yaml': settings, ...files })
  checkForLeaks(folder)
  const run = (...words: readonly string[]) => genesis(words, { folder })
  expect((await run('apply', 'dev', '--yes')).code).toBe(0)
  const [copy = ''] = readdirSync(join(folder, 'copies'))
  return { folder, run, copy: join(folder, 'copies', copy), store: join(folder, '.genesis/state.db') }
}

function text(answer: string): string {
  return answer.replaceAll(/before-restore-[0-9a-f]{8}/g, 'before-restore-ID')
}

describe('a store whose runs leave sealed copies', () => {
  it('is put back when it is lost, and says what came later', async () => {
    const { folder, run, copy, store } = await applied()
    writeFile(folder, 'system/a.yaml', fileDocument('a', 'two'))
    expect((await run('apply', 'dev', '--yes')).code).toBe(0)
    truncateSync(store, 0)
    expect(await seen(['plan', 'dev'], { folder })).toMatchInlineSnapshot(`
      "error[store-unusable]: the state database PROJECT/.genesis/state.db is empty: it was cut off
        = hint: put a sealed copy back: "genesis state restore FILE"; Genesis does not start over by itself, for it would forget what it made; the newest one is PROJECT/copies/RUN.genesis-store

      1 error
      exit 3"
    `)
    expect(text(await seen(['state', 'restore', copy], { folder }))).toMatchInlineSnapshot(`
      "The state database is that of TIME again.
      What was there is in PROJECT/.genesis/state.db.before-restore-ID.
      These runs came later, so that what they did is not recorded any more; their logs are still in .genesis/runs:
        RUN
      Plan every environment before anything else: what they made would be made again.
      exit 0"
    `)
    expect((await run('apply', 'dev', '--yes')).code).toBe(0)
    expect((await run('plan', 'dev', '--detailed-exitcode')).code).toBe(0)
  })

  it('goes to another machine with its key', async () => {
    const { folder, copy } = await applied()
    const other = project({ 'system/a.yaml': fileDocument('a', 'one') })
    expect(await seen(['state', 'restore', copy], { folder: other }).then((answer) => answer.replaceAll(folder, 'OTHER'))).toMatchInlineSnapshot(`
      "error[store-unusable]: the key PROJECT/.genesis/key is missing, and nothing else opens OTHER/copies/RUN.genesis-store
        = hint: bring the file .genesis/key of the machine that wrote it, and name it: --key FILE

      1 error
      exit 3"
    `)
    expect((await genesis(['state', 'restore', copy, '--key', join(folder, '.genesis/key')], { folder: other })).code).toBe(0)
    expect((await genesis(['state', 'list'], { folder: other })).out).toContain('dev/a')
  })

  it('is looked at as a whole', async () => {
    const { folder, copy, store } = await applied()
    expect(await seen(['state', 'verify'], { folder })).toMatchInlineSnapshot(`
      "All is well: 1 resource, 1 run, 0 Terraform states, 2 checkpoints, 5 blobs; every page, seal and state was looked at.
      exit 0"
    `)
    expect(await seen(['state', 'verify', copy], { folder })).toMatchInlineSnapshot(`
      "All is well: 1 resource, 1 run, 0 Terraform states, 2 checkpoints, 5 blobs; every page, seal and state was looked at.
      exit 0"
    `)
    const database = new DatabaseSync(store)
    database.exec(`UPDATE resources SET dependencies = '["dev/gone"]'`)
    database.close()
    expect(await seen(['state', 'verify'], { folder })).toMatchInlineSnapshot(`
      "This is wrong:
        dev/a depends on dev/gone, which is not recorded
      Looked at: 1 resource, 1 run, 0 Terraform states, 2 checkpoints, 5 blobs.
      exit 1"
    `)
    writeFileSync(copy, readFileSync(copy).subarray(0, 1000))
    expect(await seen(['state', 'verify', copy], { folder })).toMatchInlineSnapshot(`
      "error[store-unusable]: the copy PROJECT/copies/RUN.genesis-store was changed or cut off
        = hint: take another copy; "genesis state verify FILE" looks at one

      1 error
      exit 3"
    `)
  })

  it('is not put back while somebody works with it', async () => {
    const { folder, copy } = await applied()
    const { kernelLocks } = await import('../../src/adapters/kernel-locks.ts')
    const held = await kernelLocks().tryAcquire(join(folder, '.genesis/locks/dev.lock'))
    expect((await genesis(['state', 'restore', copy], { folder })).code).toBe(5)
    await held?.release()
  })

  it('says when a copy could not be written, and that the run has ended', async () => {
    const { folder, run } = await applied()
    rmSync(join(folder, 'copies'), { recursive: true })
    writeFileSync(join(folder, 'copies'), 'a file')
    writeFile(folder, 'system/a.yaml', fileDocument('a', 'two'))
    const { code, err } = await run('apply', 'dev', '--yes')
    expect([
      code,
      err
        .split('\n')
        .find((line) => line.includes('sealed copy'))
        ?.replaceAll(folder, 'PROJECT'),
    ]).toMatchInlineSnapshot(`
      [
        0,
        "warning: the run has ended, but no sealed copy of the state database could be written to PROJECT/copies: EEXIST: file already exists, mkdir 'PROJECT/copies'",
      ]
    `)
    expect((await run('doctor')).out).toContain('warn  copies of the store: there is none in')
  })

  it('is copied on demand', async () => {
    const { folder } = await applied()
    const target = join(tempFolder(), 'x.genesis-store')
    expect((await seen(['state', 'backup', target], { folder })).replaceAll(target, 'TARGET')).toMatchInlineSnapshot(`
      "A sealed copy of the state database is in TARGET.
      It opens with .genesis/key alone: keep a copy of that in another place.
      exit 0"
    `)
    expect(existsSync(target)).toBe(true)
    expect((await genesis(['state', 'backup', target], { folder })).code).not.toBe(0)
  })
})

describe('without copies', () => {
  it('every plan of a protected environment warns, and so does doctor', async () => {
    const folder = project({
      'system/a.yaml': fileDocument('a', 'one'),
      'environments/dev.yaml': protectedDev,
      'config/coordination.yaml': 'coordination:\n  store: { allowLocal: true }\n',
    })
    const { code, err } = await genesis(['plan', 'dev'], { folder })
    expect(`${err.slice(err.indexOf('warning['))}exit ${code}`).toMatchInlineSnapshot(`
      "warning[no-backup]: dev is protected, and no run leaves a copy of its state database
       --> environments/dev.yaml:3:19
        |
      3 | metadata: { name: dev }
        |                   ^^^
        = hint: name a folder on another disk as coordination.store.backup in config/coordination.yaml

      1 warning in 1 file
      exit 0"
    `)
    expect((await genesis(['doctor'], { folder })).out).toContain(
      'warn  copies of the store: the state database is the only record, and no run leaves a copy of it',
    )
    expect(await seen(['state', 'backup'], { folder })).toMatchInlineSnapshot(`
      "error[usage]: it is not said where the copy is to go
        = hint: genesis state backup FILE, or name a folder as coordination.store.backup in config/coordination.yaml

      1 error
      exit 3"
    `)
  })
})

describe('a Terraform state', () => {
  it('is given out only where it is said where to', async () => {
    const { folder } = await applied()
    expect(await seen(['state', 'pull', 'dev/a'], { folder })).toMatchInlineSnapshot(`
      "error[usage]: a Terraform state holds secrets, and it is not said where it is to go
        = hint: genesis state pull dev/a --out FILE writes it to a file that only you can read; --show-sensitive shows it

      1 error
      exit 3"
    `)
    expect(await seen(['state', 'pull', 'dev/a', '--out', 'x'], { folder })).toMatchInlineSnapshot(`
      "error[unknown-target]: no Terraform state of dev/a is in the state database
        = hint: genesis state list shows what is recorded; of other kinds, and before the first apply, there is none

      1 error
      exit 3"
    `)
  })
})
