import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type * as NodeFilesModule from '../../src/adapters/node-files.ts'
import { Database } from '../../src/adapters/sqlite/database.ts'
import type * as SystemClockModule from '../../src/adapters/system-clock.ts'
import { genesis } from '../rig/cli.ts'
import { FakeCommand } from '../rig/fake-command.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { named } from './seen.ts'

const tiny = ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs']
const mayMount = canMount()

const trouble = vi.hoisted(() => ({ fullAt: '', impatient: false }))

vi.mock('../../src/adapters/node-files.ts', async (original) => {
  const { nodeFiles } = await original<typeof NodeFilesModule>()
  const { FileError } = await import('../../src/ports/files.ts')
  return {
    nodeFiles: (): ReturnType<typeof nodeFiles> => {
      const files = nodeFiles()
      return {
        ...files,
        write: (path, data, options) => (path === trouble.fullAt ? Promise.reject(new FileError('no-space', path)) : files.write(path, data, options)),
      }
    },
  }
})

// A locked database is tried for about ten seconds; the short waits between pass at once here.
vi.mock('../../src/adapters/system-clock.ts', async (original) => {
  const { systemClock } = await original<typeof SystemClockModule>()
  return {
    systemClock: (): ReturnType<typeof systemClock> => {
      const clock = systemClock()
      return {
        now: () => clock.now(),
        monotonicMs: () => clock.monotonicMs(),
        sleep: (ms, signal) => clock.sleep(trouble.impatient && ms <= 100 ? 0 : ms, signal),
      }
    },
  }
})

function causing(what: Partial<typeof trouble>): void {
  Object.assign(trouble, what)
  onTestFinished(() => void Object.assign(trouble, { fullAt: '', impatient: false }))
}

/** A project that was applied once, and then changed. */
async function applied(): Promise<string> {
  const folder = project({ 'system/a.yaml': fileDocument('a', 'one') })
  checkForLeaks(folder)
  expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
  writeFile(folder, 'system/a.yaml', fileDocument('a', 'two'))
  return folder
}

function expectUntouched(folder: string): void {
  expect(readFileSync(join(folder, 'out/a.txt'), 'utf8')).toBe('one')
}

/** Without the plan, which is not what these tests are about. Resources are planned side by side: which is done first is left to chance. */
async function refusal(folder: string, words: readonly string[] = ['apply', 'dev', '--yes']): Promise<string> {
  const { code, err } = await genesis(words, { folder })
  const text = named(err, folder).replaceAll(/(?:^dev\/\S+: planned: .*\n)+/gm, (lines) =>
    lines
      .split(/(?<=\n)/)
      .sort()
      .join(''),
  )
  return `${text}exit ${code}`
}

describe('a full disk', () => {
  it('where a File is to be written: it fails, the others do not, and the next apply makes good', async () => {
    const folder = project({
      'system/a.yaml': [fileDocument('a', 'one'), fileDocument('b', '"${resources.a.outputs.path}"'), fileDocument('c', 'three')].join('---\n'),
    })
    checkForLeaks(folder)
    causing({ fullAt: join(folder, 'out/a.txt') })
    const { code, out } = await genesis(['apply', 'dev', '--yes', '--concurrency', '1'], { folder })
    expect(`${named(out.slice(out.indexOf('Plan: ')), folder)}exit ${code}`).toMatchInlineSnapshot(`
      "Plan: 3 of 3 resources change.
      error: dev/a failed while creating
        out/a.txt: no space is left on the device
        hint: free some space, then apply again

      done and recorded:
        dev/c created

      not started:
        dev/b: it waits for dev/a, which failed

      Apply partly done: 1 succeeded, 1 failed, 1 skipped in DURATION.
      To go on with the rest, mend the cause and run: genesis apply dev
      What happened is kept: genesis show RUN
      exit 6"
    `)
    expect(readdirSync(join(folder, 'out'))).toEqual(['c.txt'])
    causing({ fullAt: '' })
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).out).toContain('Apply complete: 2 succeeded')
  })

  it('where the state is kept, in the middle of a run: nothing new starts, and the next command says what may have happened', async () => {
    const command = await FakeCommand.create()
    const last = fileDocument('z', 'x')
    const folder = project({
      'system/a.yaml': `apiVersion: genesis/v1\nkind: Command\nmetadata: { name: a }\nspec:\n  create: [${command.path}]\n---\n${last}`,
    })
    checkForLeaks(folder, command.folder)
    const opened = spyOnDatabases()
    const running = genesis(['apply', 'dev', '--yes', '--concurrency', '1'], { folder })
    const invocation = await command.nextInvocation()
    opened.at(-1)?.exec('PRAGMA max_page_count = 1')
    await invocation.stdout(JSON.stringify({ big: 'x'.repeat(200_000) }))
    await invocation.exit(0)
    const { code, out } = await running
    expect(`${named(out.slice(out.indexOf('Plan: ')), folder)}exit ${code}`).toMatchInlineSnapshot(`
      "Plan: 2 of 2 resources change.
      error: dev/a failed while creating
        the state database PROJECT/.genesis/state.db has no space left to grow (database or disk is full); what could not be written is kept in PROJECT/.genesis/errored-RUN.sealed, and goes in with the next run
        nobody can say whether it took effect
        hint: nothing new was started; once the cause is gone, "genesis apply dev" finds out what happened and goes on

      not started:
        dev/z: the run could not go on

      Apply failed: 0 succeeded, 1 failed, 1 skipped, 1 indeterminate in DURATION.
      The end of this run could not be recorded. Mend the state database first (genesis doctor); what had begun: genesis show RUN
      The next apply finds out what became of it and goes on: genesis apply dev
      exit 6"
    `)
    expect(existsSync(join(folder, 'out/z.txt'))).toBe(false)
    expect((await refusal(folder)).replaceAll(/by \S+@[\w.-]+/g, 'by SOMEBODY')).toMatchInlineSnapshot(`
      "note: run RUN (apply) did not end: the ends of 1 step that it could not write are recorded now
      planning dev: 2 resources
      dev/z: planned: create
      applying dev: 1 step (run RUN)
      dev/z: creating
      dev/z: created after DURATION
      exit 0"
    `)
    expect((await genesis(['unlock', 'dev'], { folder })).code).toBe(0)
  })

  it.skipIf(!mayMount)(withMount('where the state is to be made'), async () => {
    const folder = project({ 'system/a.yaml': fileDocument('a', 'one') })
    checkForLeaks(folder)
    mountTiny(join(folder, '.genesis'))
    expect(await refusal(folder)).toMatchInlineSnapshot(`
      "planning dev: 1 resource
      dev/a: planned: create
      error[store-unusable]: the state database PROJECT/.genesis/state.db cannot be made: disk I/O error
        = hint: see to it that the folder can be written and the disk has space

      1 error
      exit 3"
    `)
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })
})

/** Every database that is opened from now on. */
function spyOnDatabases(): readonly Database[] {
  const opened: Database[] = []
  const open = Database.open.bind(Database)
  const spy = vi.spyOn(Database, 'open').mockImplementation(async (path) => {
    const database = await open(path)
    opened.push(database)
    return database
  })
  onTestFinished(() => spy.mockRestore())
  return opened
}

function canMount(): boolean {
  try {
    const folder = execFileSync('mktemp', ['-d'], { encoding: 'utf8', stdio: 'pipe' }).trim()
    execFileSync('mount', [...tiny, folder], { stdio: 'pipe' })
    execFileSync('umount', [folder], { stdio: 'pipe' })
    execFileSync('rmdir', [folder])
    return true
  } catch {
    return false
  }
}

function withMount(name: string): string {
  return mayMount ? name : `${name} (skipped: this user may not mount a small file system)`
}

function mountTiny(folder: string): void {
  mkdirSync(folder)
  execFileSync('mount', [...tiny, folder], { stdio: 'pipe' })
  onTestFinished(() => void execFileSync('umount', [folder], { stdio: 'pipe' }))
}

describe('a state database that is locked', () => {
  it('for writing', async () => {
    const folder = await applied()
    causing({ impatient: true })
    const unlock = hold(folder, 'BEGIN EXCLUSIVE')
    expect(await refusal(folder)).toMatchInlineSnapshot(`
      "planning dev: 1 resource
      dev/a: planned: update
      error[store-unusable]: the state database PROJECT/.genesis/state.db is locked by another program (database is locked)
        = hint: nothing was applied: close what has it open, or make room on the disk, and try again

      1 error
      exit 1"
    `)
    expectUntouched(folder)
    unlock()
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
  })

  it('for reading, too', async () => {
    const folder = await applied()
    causing({ impatient: true })
    const unlock = hold(folder, 'PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE runs SET environment = environment; COMMIT')
    expect(await refusal(folder)).toMatchInlineSnapshot(`
      "error[store-unusable]: the state database PROJECT/.genesis/state.db is locked by another program
        = hint: close what has it open, for example a "sqlite3" shell, and try again

      1 error
      exit 3"
    `)
    expect(await refusal(folder, ['state', 'list'])).toMatchInlineSnapshot(`
      "error[store-unusable]: the state database PROJECT/.genesis/state.db is locked by another program
        = hint: close what has it open, for example a "sqlite3" shell, and try again

      1 error
      exit 3"
    `)
    expectUntouched(folder)
    unlock()
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
  })
})

/** Another program with the database open, until it is told to let go. */
function hold(folder: string, sql: string): () => void {
  const other = new DatabaseSync(join(folder, '.genesis/state.db'))
  other.exec(sql)
  onTestFinished(() => {
    if (other.isOpen) other.close()
  })
  return () => other.close()
}

const main = join(import.meta.dirname, '../../src/cli/main.ts')
const nobody = 65_534

/** Root may write whatever the modes say, so it lets somebody else try. */
const isRoot = process.getuid?.() === 0
const plainUser = isRoot ? { uid: nobody, gid: nobody } : {}
const hasPlainUser = canBePlain()

function canBePlain(): boolean {
  try {
    execFileSync(process.execPath, [main, '--version'], { ...plainUser, cwd: '/', stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

describe.skipIf(!hasPlainUser)(
  `a state that cannot be written${hasPlainUser ? '' : ' (skipped: root ignores modes, and nobody else can read this folder)'}`,
  () => {
    it.each([
      ['the database', '.genesis/state.db', 0o444],
      ['its folder', '.genesis', 0o555],
    ])('%s is read-only', async (_, path, mode) => {
      const folder = await applied()
      if (isRoot) giveAway(folder)
      chmodSync(join(folder, path), mode)
      expect(plain(folder, 'apply', 'dev', '--yes')).toMatchSnapshot()
      expect(plain(folder, 'state', 'list')).toMatchSnapshot()
      expectUntouched(folder)
      chmodSync(join(folder, path), 0o700)
      expect(plain(folder, 'apply', 'dev', '--yes')).toContain('exit 0')
    })

    it('the project is read-only, and has no state yet', () => {
      const folder = project({ 'system/a.yaml': fileDocument('a', 'one') })
      checkForLeaks(folder)
      if (isRoot) giveAway(folder)
      chmodSync(folder, 0o555)
      expect(plain(folder, 'apply', 'dev', '--yes')).toMatchInlineSnapshot(`
        "planning dev: 1 resource
        dev/a: planned: create
        error[store-unusable]: the folder PROJECT cannot be written
          = hint: the state database makes files beside itself: give yourself permission, "chmod u+rwx PROJECT"

        1 error
        exit 3"
      `)
      chmodSync(folder, 0o755)
      expect(existsSync(join(folder, '.genesis'))).toBe(false)
    })
  },
)

function giveAway(folder: string): void {
  for (const path of [folder, ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))]) chownSync(path, nobody, nobody)
}

/** Runs the program as a user for whom modes count; what it says beside the plan, and its exit code. */
function plain(folder: string, ...words: readonly string[]): string {
  const cache = tempFolder()
  if (isRoot) chownSync(cache, nobody, nobody)
  const env = { PATH: process.env['PATH'], HOME: cache, XDG_CACHE_HOME: cache, LANG: 'C.UTF-8' }
  try {
    execFileSync(process.execPath, [main, '-C', folder, ...words], { ...plainUser, env, cwd: '/', stdio: 'pipe' })
    return 'exit 0'
  } catch (error) {
    const { status, stderr } = error as { readonly status: number; readonly stderr: Buffer }
    return `${named(stderr.toString('utf8'), folder)}exit ${status}`
  }
}
