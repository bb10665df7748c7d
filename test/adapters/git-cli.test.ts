import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gitCli } from '../../src/adapters/git-cli.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { tempFolder } from '../rig/temp-folder.ts'

const environment = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.org',
}

function git(folder: string, ...argv: string[]): string {
  return execFileSync('git', argv, { cwd: folder, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}

function newRepository(): string {
  const folder = tempFolder()
  git(folder, 'init', '-q', '-b', 'trunk/one')
  return folder
}

function put(folder: string, ...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), path)
  }
}

function commitAll(folder: string): string {
  git(folder, 'add', '-A')
  git(folder, 'commit', '-q', '-m', 'x')
  return git(folder, 'rev-parse', 'HEAD')
}

describe('git: the repository', () => {
  it('knows top folder, commit and branch from anywhere inside', async () => {
    const root = newRepository()
    put(root, 'deep/down/file')
    const commit = commitAll(root)
    expect(await gitCli({ environment }).repository(join(root, 'deep/down'))).toEqual({ root, commit, branch: 'trunk/one' })
  })

  it('asks for the commit each time, and for the top folder once', async () => {
    const root = newRepository()
    put(root, 'deep/file')
    const first = commitAll(root)
    const asked = gitCli({ environment })
    expect((await asked.repository(join(root, 'deep')))?.commit).toBe(first)
    put(root, 'other')
    const second = commitAll(root)
    expect((await asked.repository(join(root, 'deep')))?.commit).toBe(second)
    expect([await asked.root(root), await asked.root(tempFolder())]).toEqual([root, null])
    rmSync(join(root, '.git'), { recursive: true })
    expect([await asked.root(join(root, 'deep')), await asked.root(root)]).toEqual([root, root])
    expect(await asked.repository(root)).toBeNull()
    expect(await asked.root(root)).toBeNull()
  })

  it('has a branch but no commit before the first one', async () => {
    const root = newRepository()
    expect(await gitCli({ environment }).repository(root)).toEqual({ root, commit: null, branch: 'trunk/one' })
  })

  it('has a commit but no branch when none is checked out', async () => {
    const root = newRepository()
    put(root, 'file')
    const commit = commitAll(root)
    git(root, 'checkout', '-q', '--detach')
    expect(await gitCli({ environment }).repository(root)).toEqual({ root, commit, branch: null })
  })

  it('is not asked where there is none', async () => {
    const folder = tempFolder()
    const asked = join(folder, 'asked')
    writeFileSync(join(folder, 'git'), `#!/bin/sh\ntouch ${asked}\nexit 128\n`, { mode: 0o755 })
    const fake = gitCli({ environment: { ...environment, PATH: `${folder}:${environment.PATH}` } })
    expect(await fake.repository(folder)).toBeNull()
    expect(existsSync(asked)).toBe(false)
    mkdirSync(join(folder, '.git'))
    expect(await fake.repository(folder)).toBeNull()
    expect(existsSync(asked)).toBe(true)
  })

  it('is null outside of any, in a missing folder, and without git', async () => {
    checkForLeaks()
    const folder = tempFolder()
    expect(await gitCli({ environment }).repository(folder)).toBeNull()
    expect(await gitCli({ environment }).repository(join(folder, 'missing'))).toBeNull()
    writeFileSync(join(folder, 'file'), '')
    expect(await gitCli({ environment }).repository(join(folder, 'file'))).toBeNull()
    expect(await gitCli({ environment: { PATH: '/nonexistent' } }).repository(newRepository())).toBeNull()
  })

  it('is the one of the folder, also inside of a hook of another', async () => {
    const root = newRepository()
    const other = newRepository()
    const inHook = { ...environment, GIT_DIR: join(other, '.git'), GIT_WORK_TREE: other, GIT_INDEX_FILE: join(other, '.git/index') }
    expect((await gitCli({ environment: inHook }).repository(root))?.root).toBe(root)
  })

  it('shows its real path when it is entered through a symlink', async () => {
    const root = newRepository()
    const link = join(tempFolder(), 'link')
    symlinkSync(root, link)
    expect((await gitCli({ environment }).repository(link))?.root).toBe(root)
  })
})

describe('git: the files', () => {
  it('lists tracked and new ones, without deleted and ignored ones, sorted', async () => {
    const root = newRepository()
    put(root, 'b', 'a b', 'gone', 'tracked-though-ignored', 'sub/inner', 'B', '-dash', 'tab\there', 'line\nbreak', 'ünï')
    commitAll(root)
    put(root, 'new', 'ignored', 'sub/new')
    writeFileSync(join(root, '.gitignore'), 'ignored\ntracked-though-ignored\n')
    rmSync(join(root, 'gone'))
    const expected = ['-dash', '.gitignore', 'B', 'a b', 'b', 'line\nbreak', 'new', 'sub/inner', 'sub/new', 'tab\there', 'tracked-though-ignored', 'ünï']
    expect(await gitCli({ environment }).files(root)).toEqual(expected)
    expect(await gitCli({ environment }).files(join(root, 'sub'))).toEqual(['inner', 'new'])
  })

  it('leaves out other repositories inside, tracked as sub-modules or not', async () => {
    const root = newRepository()
    put(root, 'file')
    for (const name of ['module', 'nested']) {
      mkdirSync(join(root, name))
      git(join(root, name), 'init', '-q')
      put(join(root, name), 'inner')
      commitAll(join(root, name))
    }
    git(root, 'add', 'file', 'module')
    git(root, 'commit', '-q', '-m', 'x')
    expect(await gitCli({ environment }).files(root)).toEqual(['file'])
  })

  it('lists a file once while a merge is in conflict about it', async () => {
    const root = newRepository()
    put(root, 'file')
    commitAll(root)
    git(root, 'checkout', '-q', '-b', 'other')
    writeFileSync(join(root, 'file'), 'theirs')
    commitAll(root)
    git(root, 'checkout', '-q', 'trunk/one')
    writeFileSync(join(root, 'file'), 'ours')
    commitAll(root)
    expect(() => git(root, 'merge', 'other')).toThrow()
    expect(await gitCli({ environment }).files(root)).toEqual(['file'])
  })

  it('fails with the folder where there is no repository', async () => {
    const folder = tempFolder()
    await expect(gitCli({ environment }).files(folder)).rejects.toMatchObject({ name: 'FileError', path: folder })
  })
})
