import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { FakeCommand } from '../rig/fake-command.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'
import { RunningGenesis } from '../rig/running-genesis.ts'
import { seen } from './seen.ts'

const environment = (mode: string): string => `apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\nspec: { mode: ${mode} }\n`

/** A project that was applied, and has a mistake in a document since. */
async function broken(): Promise<string> {
  const folder = project({ 'environments/dev.yaml': environment('manage'), 'system/a.yaml': fileDocument('a', 'x'), 'system/b.yaml': fileDocument('b', 'y') })
  expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
  writeFile(folder, 'system/b.yaml', fileDocument('b', '${resources.nothing.outputs.path}'))
  expect((await genesis(['validate'], { folder })).code).toBe(3)
  return folder
}

describe('records of a project with mistakes in its documents', () => {
  it('are listed, shown, moved and forgotten', async () => {
    const folder = await broken()
    const run = async (...words: readonly string[]) => (await genesis(words, { folder })).out
    expect(await run('state', 'list')).toMatch(/dev\/a .*\n.*dev\/b /)
    expect(await run('state', 'show', 'dev/a')).toContain('dev/a')
    expect(await run('runs', 'dev')).toContain('succeeded')
    const [id = ''] = /^\S{26}/m.exec(await run('runs', 'dev')) ?? []
    expect(await run('show', id)).toContain('dev/a')
    expect(await run('logs', id)).toContain('dev/a')
    expect(await run('outputs', 'dev')).toContain('digest')
    expect(await run('state', 'mv', 'dev/a', 'dev/c')).toBe('dev/a has moved to dev/c; the real thing stays as it is.\n')
    expect(await run('state', 'rm', 'dev/c')).toBe('dev/c is forgotten; the real thing stays as it is.\n')
    expect(await run('unlock', 'dev')).toBe('dev is not locked: every run ended.\n')
    expect(await seen(['unlock', 'dve'], { folder })).toContain('did you mean "dev"?')
  })

  it('stay as they are where only observing is allowed, or nobody can tell', async () => {
    const folder = await broken()
    writeFile(folder, 'environments/dev.yaml', environment('observe'))
    expect((await genesis(['state', 'rm', 'dev/a'], { folder })).err).toContain('error[observed-only]')
    writeFile(folder, 'environments/dev.yaml', environment('[observe'))
    expect(await seen(['state', 'rm', 'dev/a'], { folder })).toMatchInlineSnapshot(`
      "error[observed-only]: whether dev may be changed cannot be told: its document cannot be read
        = hint: genesis validate says what is wrong

      1 error
      exit 3"
    `)
    expect((await genesis(['state', 'list'], { folder })).out).toContain('dev/a')
    rmSync(join(folder, 'environments/dev.yaml'))
    expect((await genesis(['state', 'rm', 'dev/a'], { folder })).code).toBe(0)
    rmSync(join(folder, 'genesis.yaml'))
    expect((await genesis(['state', 'list'], { folder })).err).toContain('error[project-not-found]')
  })

  it('are changed only once it is known what became of an interrupted run, which takes the documents', async () => {
    const command = await FakeCommand.create('make-dns')
    const folder = project({ 'system/dns.yaml': `apiVersion: genesis/v1\nkind: Command\nmetadata: { name: dns }\nspec:\n  create: [${command.path}]\n` })
    writeFile(folder, 'system/a.yaml', fileDocument('a', 'x'))
    const running = new RunningGenesis(folder, ['apply', 'dev', '--yes'])
    const invocation = await command.nextInvocation()
    running.signal('SIGKILL')
    await running.ended
    await invocation.exit(0)
    writeFile(folder, 'system/a.yaml', fileDocument('a', '${nothing}'))
    expect((await genesis(['state', 'rm', 'dev/a'], { folder })).err).toContain('error[unknown-reference]')
    const dry = await genesis(['unlock', 'dev', '--dry-run'], { folder })
    expect(dry.out).toMatch(/^Run \S+ of dev would be closed: neither its engine nor a program of it runs any more\.\n$/)
    expect((await genesis(['unlock', 'dev'], { folder })).out).toContain('dev is free: run ')
  })
})

describe('--dry-run of what changes records', () => {
  it('says what would be done, or why not, and does nothing', async () => {
    const folder = project({ 'system/a.yaml': fileDocument('a', 'x') })
    await genesis(['apply', 'dev', '--yes'], { folder })
    const before = (await genesis(['state', 'show', 'dev/a', '-o', 'json'], { folder })).out
    expect(await seen(['state', 'mv', 'dev/a', 'dev/b', '--dry-run'], { folder })).toBe('dev/a would move to dev/b; the real thing stays as it is.\nexit 0')
    expect(await seen(['state', 'rm', 'dev/a', '--dry-run'], { folder })).toBe('dev/a would be forgotten; the real thing stays as it is.\nexit 0')
    expect(JSON.parse((await genesis(['state', 'rm', 'dev/a', '--dry-run', '-o', 'json'], { folder })).out)).toMatchObject({ removed: false, dryRun: true })
    expect((await genesis(['state', 'rm', 'dev/c', '--dry-run'], { folder })).err).toContain('nothing is recorded as dev/c')
    expect((await genesis(['state', 'mv', 'dev/a', 'prod/a', '--dry-run'], { folder })).err).toContain('a record stays in its environment')
    expect((await genesis(['state', 'resolve', 'dev/a', '--applied', '--dry-run'], { folder })).err).toContain('no step of dev/a is unsettled')
    expect((await genesis(['state', 'show', 'dev/a', '-o', 'json'], { folder })).out).toBe(before)
    expect((await genesis(['runs', '-o', 'json'], { folder })).out.match(/"mode"/g)).toHaveLength(1)
  })
})
