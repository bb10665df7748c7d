import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { kernelLocks } from '../../src/adapters/kernel-locks.ts'
import { genesis } from '../rig/cli.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'

/** A project that was applied once. */
async function applied(): Promise<string> {
  const folder = project({ 'system/a.yaml': fileDocument('a', 'one') })
  expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
  writeFile(folder, 'system/a.yaml', fileDocument('a', 'two'))
  return folder
}

/** What a person sees when the next apply is refused; nothing may have changed. */
async function refusal(folder: string, words: readonly string[] = ['apply', 'dev', '--yes']): Promise<string> {
  const { code, err } = await genesis(words, { folder })
  if (existsSync(join(folder, 'out/a.txt'))) expect(readFileSync(join(folder, 'out/a.txt'), 'utf8')).toBe('one')
  const errors = err.slice(err.indexOf('error['))
  return `${errors
    .replaceAll(folder, 'PROJECT')
    .replaceAll(/\b[0-9a-z]{26}\b/g, 'RUN')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/process \d+/g, 'process PID')}exit ${code}`
}

const database = (folder: string): string => join(folder, '.genesis/state.db')

function change(folder: string, sql: string): void {
  const opened = new DatabaseSync(database(folder))
  opened.exec(sql)
  opened.close()
}

describe('a state database', () => {
  it('cut off', async () => {
    const folder = await applied()
    truncateSync(database(folder), 5000)
    expect(await refusal(folder)).toMatchInlineSnapshot(`
      "error[store-unusable]: the state database PROJECT/.genesis/state.db is damaged: database disk image is malformed
        = hint: put a sealed copy back: "genesis state restore FILE"; Genesis does not start over by itself, for it would forget what it made

      1 error
      exit 3"
    `)
  })

  it('emptied', async () => {
    const folder = await applied()
    truncateSync(database(folder), 0)
    expect(await refusal(folder)).toMatchInlineSnapshot(`
      "error[store-unusable]: the state database PROJECT/.genesis/state.db is empty: it was cut off
        = hint: put a sealed copy back: "genesis state restore FILE"; Genesis does not start over by itself, for it would forget what it made

      1 error
      exit 3"
    `)
  })

  it('that is none', async () => {
    const folder = await applied()
    writeFileSync(database(folder), 'hello, I am no database at all, but long enough to look at'.repeat(20))
    expect(await refusal(folder)).toMatchInlineSnapshot(`
      "error[store-unusable]: the state database PROJECT/.genesis/state.db is not a SQLite database
        = hint: put a sealed copy back: "genesis state restore FILE"; Genesis does not start over by itself, for it would forget what it made

      1 error
      exit 3"
    `)
  })

  it('from the future', async () => {
    const folder = await applied()
    change(folder, 'PRAGMA user_version = 99')
    expect((await refusal(folder)).replace(/up to \d+/u, 'up to NEWEST')).toMatchInlineSnapshot(`
      "error[store-newer]: the state database PROJECT/.genesis/state.db has version 99, and this Genesis knows versions up to NEWEST
        = hint: use the newer Genesis that wrote it, or put back a sealed copy from before: "genesis state restore FILE"

      1 error
      exit 3"
    `)
  })

  it('of another project', async () => {
    const folder = await applied()
    writeFile(folder, 'genesis.yaml', 'apiVersion: genesis/v1\nkind: Project\nmetadata: { name: other, id: "99999999" }\n')
    expect(await refusal(folder)).toMatchInlineSnapshot(`
      "error[store-foreign]: the state database PROJECT/.genesis/state.db belongs to the project "test" (id 1234abcd), and this is "other" (id 99999999)
        = hint: work in the project it belongs to; if the project was renamed, give it the former name and id in genesis.yaml

      1 error
      exit 3"
    `)
  })

  it('whose key is lost, is used as long as it holds no secret', async () => {
    const folder = await applied()
    expect(existsSync(join(folder, '.genesis/key'))).toBe(false)
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
  })
})

describe('an environment', () => {
  it('that somebody holds', async () => {
    const folder = await applied()
    const held = await kernelLocks().tryAcquire(join(folder, '.genesis/locks/dev.lock'))
    expect(await refusal(folder)).toMatchInlineSnapshot(`
      "error[environment-held]: dev is held by another process
        = hint: one run at a time: wait for it to end, or stand in line with --lock-timeout 10m

      1 error
      exit 5"
    `)
    await held?.release()
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
  })

  it('whose last run did not end: named by plan and doctor, closed by the next apply or by unlock', async () => {
    const folder = await applied()
    const crash = () => {
      change(folder, 'UPDATE runs SET ended_at = NULL, outcome = NULL, counts = NULL')
      change(folder, "DELETE FROM journal WHERE type = 'end'")
    }
    crash()
    expect((await genesis(['plan', 'dev'], { folder })).err).toContain('warning[run-interrupted]')
    expect((await genesis(['doctor'], { folder })).out).toContain('1 step began and did not end')
    expect((await genesis(['unlock', 'dev'], { folder })).out).toContain('dev is free: run ')
    expect((await genesis(['unlock', 'dev'], { folder })).out).toBe('dev is not locked: every run ended.\n')
    crash()
    const next = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(next.err).toContain('every step that had begun had ended, so nothing was lost')
    expect(next.code).toBe(0)
  })

  it('that declares nothing any more is not emptied by mistake', async () => {
    const folder = await applied()
    writeFile(folder, 'system/a.yaml', '# moved elsewhere?\n')
    expect(await refusal(folder)).toMatchInlineSnapshot(`
      "error[protected]: no resource is declared for dev any more, but 1 are recorded: applying this would delete them all
       --> environments/dev.yaml:3:19
        |
      3 | metadata: { name: dev }
        |                   ^^^
        = hint: if that is meant: genesis destroy dev, or --allow-empty

      1 error in 1 file
      exit 3"
    `)
    expect((await genesis(['apply', 'dev', '--yes', '--allow-empty'], { folder })).code).toBe(0)
    expect(existsSync(join(folder, 'out/a.txt'))).toBe(false)
  })
})

describe('protection', () => {
  it('of an environment wants a state that outlives this machine', async () => {
    const folder = project({
      'environments/dev.yaml': 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\nspec: { protected: true }\n',
      'system/a.yaml': fileDocument('a', 'one'),
    })
    expect(await refusal(folder, ['plan', 'dev'])).toMatchInlineSnapshot(`
      "error[store-unusable]: dev is protected, and its state would be kept in a local database: PROJECT/.genesis/state.db
       --> environments/dev.yaml:3:19
        |
      3 | metadata: { name: dev }
        |                   ^^^
        = hint: if this machine is the only one that works on it, and is backed up, set coordination.store.allowLocal in config/coordination.yaml

      1 error in 1 file
      exit 3"
    `)
  })

  it('of a resource outlives its document', async () => {
    const folder = project({ 'system/a.yaml': `${fileDocument('a', 'one')}lifecycle: { preventDestroy: true }\n`, 'system/b.yaml': fileDocument('b', 'x') })
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    expect(await refusal(folder, ['destroy', 'dev', '--yes'])).toMatchInlineSnapshot(`
      "error[protected]: dev/a: preventDestroy is set, but the plan would take away:
          - delete dev/a
        = hint: put its document back with lifecycle.preventDestroy: false, apply, and take it away then

      1 error
      exit 3"
    `)
    writeFile(folder, 'system/a.yaml', '')
    expect(await refusal(folder)).toMatchInlineSnapshot(`
      "error[protected]: dev/a: preventDestroy is set, but the plan would take away:
          - delete dev/a
        = hint: put its document back with lifecycle.preventDestroy: false, apply, and take it away then

      1 error
      exit 3"
    `)
    writeFile(folder, 'system/a.yaml', fileDocument('a', 'one'))
    const unprotected = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(unprotected.out).toContain('  # dev/a will no longer be protected against deletion\n')
    expect(unprotected.out).toContain('Apply complete: 1 succeeded')
    const [last] = (JSON.parse((await genesis(['runs', 'dev', '-o', 'json'], { folder })).out) as { runs: readonly { id: string }[] }).runs
    expect((await genesis(['show', last?.id ?? ''], { folder })).out).toMatch(/^dev\/a +unprotect +.* succeeded$/m)
    writeFile(folder, 'system/a.yaml', '')
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    expect(existsSync(join(folder, 'out/a.txt'))).toBe(false)
  })

  it('that changes with its thing is said in the plan and in the history, and the old one of a replacement can go later', async () => {
    const lasting = 'lifecycle: { preventDestroy: true }\n'
    const waiting = `apiVersion: genesis/v1\nkind: Command\nmetadata: { name: b }\ndependsOn: [a]\nspec: { inputs: { n: 1 }, create: ["true"] }\n`
    const folder = project({ 'system/a.yaml': `${fileDocument('a', 'one')}${lasting}`, 'system/b.yaml': waiting })
    const run = (...words: readonly string[]) => genesis(words, { folder })
    expect((await run('apply', 'dev', '--yes')).code).toBe(0)
    writeFile(folder, 'system/a.yaml', fileDocument('a', 'one').replace('out/a.txt', 'out/elsewhere.txt'))
    writeFile(folder, 'system/b.yaml', waiting.replace('n: 1', 'n: 2').replace('"true"', '"false"'))
    const replaced = await run('apply', 'dev', '--yes')
    expect(replaced.code).toBe(6)
    expect(replaced.out).toContain('# dev/a must be replaced: no longer protected against deletion; ')
    const [last] = (JSON.parse((await run('runs', 'dev', '-o', 'json')).out) as { runs: readonly { id: string }[] }).runs
    expect((await run('show', last?.id ?? '')).out).toMatch(/^dev\/a +replace, unprotect +.* succeeded$/m)
    writeFile(folder, 'system/b.yaml', waiting)
    expect((await run('apply', 'dev', '--yes')).code).toBe(0)
    expect([existsSync(join(folder, 'out/a.txt')), existsSync(join(folder, 'out/elsewhere.txt'))]).toEqual([false, true])
  })

  it('of an environment takes a saved plan, its name, and a word more for deletes', async () => {
    const folder = project({
      'environments/dev.yaml': 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\nspec: { protected: true }\n',
      'config/coordination.yaml': 'coordination: { store: { allowLocal: true } }\n',
      'system/a.yaml': fileDocument('a', 'one'),
      'system/b.yaml': `${fileDocument('b', 'one')}lifecycle: { onRemove: destroy }\n`,
    })
    expect(await refusal(folder)).toMatchInlineSnapshot(`
      "error[confirmation-needed]: dev is protected: it takes only a saved plan
        = hint: genesis plan dev --out dev.plan, read it, then genesis apply dev.plan

      error[confirmation-needed]: dev is protected: its name has to be confirmed
        = hint: type it when asked, or give --confirm dev

      2 errors
      exit 4"
    `)
    expect((await genesis(['plan', 'dev', '--out', 'p'], { folder })).code).toBe(0)
    copyFileSync(join(folder, 'p'), join(folder, 'p2'))
    expect(await refusal(folder, ['apply', 'p', '--yes'])).toMatchInlineSnapshot(`
      "error[confirmation-needed]: dev is protected: its name has to be confirmed
        = hint: type it when asked, or give --confirm dev

      1 error
      exit 4"
    `)
    expect((await genesis(['apply', 'p'], { folder, answers: ['dve'] })).err).toContain('its name has to be confirmed, not "dve"')
    expect((await genesis(['apply', 'p', '--confirm', 'dev'], { folder })).code).toBe(0)
    expect((await genesis(['apply', 'p2', '--confirm', 'dev'], { folder })).code).toBe(3)
    writeFile(folder, 'system/b.yaml', '')
    await genesis(['plan', 'dev', '--out', 'q'], { folder })
    expect(await refusal(folder, ['apply', 'q', '--confirm', 'dev'])).toMatchInlineSnapshot(`
      "error[confirmation-needed]: dev is protected, and the plan deletes or replaces:
          dev/b
        = hint: give --allow-destroy if that is meant

      1 error
      exit 4"
    `)
    expect((await genesis(['apply', 'q', '--allow-destroy'], { folder, answers: ['dev'] })).code).toBe(0)
    expect(existsSync(join(folder, 'out/b.txt'))).toBe(false)
  })
})
