import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Hold } from '../../src/ports/hold-store.ts'
import { genesis, type CliResult } from '../rig/cli.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'

interface Held {
  readonly folder: string
  readonly run: (...words: readonly string[]) => Promise<CliResult>
  /** With somebody who answers the question. */
  readonly asked: (answer: string, ...words: readonly string[]) => Promise<CliResult>
  readonly holds: () => Promise<readonly Hold[]>
}

/** An applied project with something to do, on hold. */
async function held(): Promise<Held> {
  const folder = project({ 'system/a.yaml': fileDocument('a', 'one') })
  const run: Held['run'] = (...words) => genesis(words, { folder })
  expect((await run('apply', 'dev', '--yes')).code).toBe(0)
  writeFile(folder, 'system/a.yaml', fileDocument('a', 'two'))
  expect((await run('hold', 'place', 'dev', '--reason', 'the disk is full')).code).toBe(0)
  return {
    folder,
    run,
    asked: (answer, ...words) => genesis(words, { folder, answers: [answer] }),
    holds: async () => (JSON.parse((await run('hold', 'list', '--all', '-o', 'json')).out) as { holds: readonly Hold[] }).holds,
  }
}

const times = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, 'THEN')

describe('an environment on hold', () => {
  it('is not applied by what asks nobody: nothing is touched, exit code 4, and it is said how to go on', async () => {
    const { run } = await held()
    const { code, err } = await run('apply', 'dev', '--yes')
    expect([code, times(err.slice(err.indexOf('error[')))]).toEqual([
      4,
      [
        'error[on-hold]: dev is on hold, and nobody who knows of it was asked:',
        '    #1 since THEN by tester@test-host: the disk is full',
        '  = hint: read the plan and answer the question without --yes; or end the hold: genesis hold release dev, or --release-hold with this command',
        '',
        '1 error',
        '',
      ].join('\n'),
    ])
    expect((await run('plan', 'dev', '--detailed-exitcode')).code).toBe(2)
    expect((await run('destroy', 'dev', '--yes')).code).toBe(4)
    const refusal = await run('apply', 'dev', '--yes', '-o', 'json')
    expect(JSON.parse(refusal.out)).toMatchObject({ ok: false, exitCode: 4, diagnostics: [{ code: 'on-hold' }] })
  })

  it('is applied by whoever read of the hold and says yes, and stays on hold', async () => {
    const { run, asked, holds } = await held()
    const { code, out, err } = await asked('yes', 'apply', 'dev')
    expect(code).toBe(0)
    expect(times(out)).toContain('Plan for dev (on hold)\n\ndev is on hold since THEN by tester@test-host (#1): the disk is full\n')
    expect(err).toContain('dev is on hold, see above. Apply this plan to dev? Only "yes" is taken: yes')
    expect((await holds()).map(({ released }) => released)).toEqual([null])
    const unchanged = await run('plan', 'dev')
    expect(times(unchanged.out)).toContain('dev is on hold since THEN')
    // Nothing is applied, so nothing is refused.
    expect((await run('apply', 'dev', '--yes')).code).toBe(0)
  })

  it('is applied with --release-hold, which ends the hold as the run starts', async () => {
    const { run, holds } = await held()
    expect((await run('apply', 'dev', '--yes', '--release-hold')).code).toBe(0)
    expect(await holds()).toMatchObject([{ number: 1, released: { by: 'tester@test-host' } }])
  })

  it('is shown by plan, runs and hold list, in JSON, too', async () => {
    const { run, holds } = await held()
    const [hold] = await holds()
    expect(hold).toMatchObject({ environment: 'dev', number: 1, reason: 'the disk is full', author: 'tester@test-host', run: null, released: null })
    expect(JSON.parse((await run('plan', 'dev', '-o', 'json')).out)).toMatchObject({ holds: [hold] })
    expect(JSON.parse((await run('runs', 'dev', '-o', 'json')).out)).toMatchObject({ holds: [hold] })
    expect(times((await run('runs')).out)).toMatch(/^dev is on hold since THEN by tester@test-host \(#1\): the disk is full\n\nRUN/)
    for (const form of ['markdown', 'html']) expect((await run('plan', 'dev', '-o', form)).out).toContain('on hold')
    expect((await run('plan', 'dev', '-o', 'table')).out).toContain('the disk is full')
  })

  it('is not applied from a saved plan either, whenever the plan was made', async () => {
    const { run } = await held()
    await run('hold', 'release', 'dev')
    expect((await run('plan', 'dev', '--out', 'dev.plan')).code).toBe(0)
    await run('hold', 'place', 'dev', '--reason', 'again')
    expect((await run('apply', 'dev.plan', '--yes')).code).toBe(4)
    await run('hold', 'release', 'dev')
    expect((await run('apply', 'dev.plan', '--yes')).code).toBe(0)
  })

  it('keeps no other environment from being applied', async () => {
    const document = 'apiVersion: genesis/v1\nkind: File\nmetadata: { name: a }\nspec: { path: "../out/${environment.name}.txt", content: one }\n'
    const other = 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: other }\nspec: {}\n'
    const folder = project({ 'environments/other.yaml': other, 'system/a.yaml': document })
    await genesis(['hold', 'place', 'dev', '--reason', 'x'], { folder })
    const { code, err } = await genesis(['apply', '--all', '--yes'], { folder })
    expect([code, existsSync(join(folder, 'out/other.txt')), existsSync(join(folder, 'out/dev.txt'))]).toEqual([6, true, false])
    expect(err).toContain('error[on-hold]: dev is on hold')
  })
})

describe('a protected environment on hold', () => {
  const prod = 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\nspec: { protected: true }\n'
  const settings = { 'config/coordination.yaml': 'coordination: { store: { allowLocal: true } }\n', 'environments/dev.yaml': prod }

  it('takes its name typed, but not given beforehand', async () => {
    const folder = project({ 'system/a.yaml': fileDocument('a', 'one'), ...settings })
    const run = (words: readonly string[], answers: readonly string[] = []) => genesis(words, { folder, answers })
    await run(['plan', 'dev', '--out', 'dev.plan'])
    await run(['hold', 'place', 'dev', '--reason', 'x'])
    expect((await run(['apply', 'dev.plan', '--confirm', 'dev'])).code).toBe(4)
    expect((await run(['apply', 'dev.plan'], ['dev'])).code).toBe(0)
  })
})

describe('genesis hold', () => {
  it.each([
    [['hold', 'place', 'nowhere', '--reason', 'x'], 'no environment is named "nowhere"'],
    [['hold', 'place', 'dev', '--reason', '  '], 'a hold without a reason tells nobody when it may end'],
    [['hold', 'place', 'dev', '--reason', 'x'.repeat(501)], 'the reason of a hold has at most 500 characters'],
    [['hold', 'place', 'dev'], "required option '--reason <text>' not specified"],
    [['hold', 'release', 'dev', 'x'], '"x" is no number of a hold'],
    [['hold', 'release', 'dev', '7'], 'dev never had a hold #7'],
    [['hold', 'list', 'nowhere'], 'no environment is named "nowhere"'],
  ])('%j is refused: %s', async (words, message) => {
    const { run } = await held()
    const { code, err } = await run(...words)
    expect([code, err]).toEqual([3, expect.stringContaining(message)])
  })

  it('releases one or all, and says when there is none', async () => {
    const { run } = await held()
    await run('hold', 'place', 'dev', '--reason', 'second')
    const said = [
      (await run('hold', 'release', 'dev', '#1')).out,
      (await run('hold', 'release', 'dev', '1')).out,
      (await run('hold', 'release', 'dev')).out,
      (await run('hold', 'release', 'dev')).out,
      (await run('hold', 'list', 'dev')).out,
      (await run('hold', 'list')).out,
    ]
    expect(said).toEqual([
      'dev: released #1, the disk is full\n',
      'dev: #1 was released before.\n',
      'dev: released #2, second\n',
      'dev is not on hold.\n',
      'dev is not on hold.\n',
      'Nothing is on hold.\n',
    ])
  })

  it('says with --dry-run what it would do', async () => {
    const { run, holds } = await held()
    const before = await holds()
    const said = [(await run('hold', 'place', 'dev', '--reason', 'x', '--dry-run')).out, (await run('hold', 'release', 'dev', '--dry-run')).out]
    expect(said).toEqual(['dev would be on hold (#2): x\n', 'dev: would release #1, the disk is full\n'])
    expect(await holds()).toEqual(before)
  })

  it('works while documents have mistakes, for that is when it is needed', async () => {
    const { run, folder } = await held()
    writeFile(folder, 'system/a.yaml', 'nonsense: [')
    expect((await run('hold', 'place', 'dev', '--reason', 'main is broken')).code).toBe(0)
    expect((await run('runs', 'dev')).out).toContain('main is broken')
    expect((await run('hold', 'release', 'dev')).code).toBe(0)
  })

  it('needs nothing to have been applied', async () => {
    const folder = project({ 'system/a.yaml': fileDocument('a', 'one') })
    expect((await genesis(['hold', 'release', 'dev'], { folder })).out).toBe('dev is not on hold.\n')
    expect((await genesis(['hold', 'place', 'dev', '--reason', 'x'], { folder })).code).toBe(0)
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(4)
  })
})
