import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { genesis, type CliResult } from '../rig/cli.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'

const environments = {
  'environments/staging.yaml': 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: staging }\nspec: { optIn: true }\n',
}

function declare(folder: string, ...documents: readonly string[]): void {
  writeFile(folder, 'system/files.yaml', documents.join('---\n'))
}

async function ok(folder: string, ...words: readonly string[]): Promise<CliResult> {
  const result = await genesis(words, { folder })
  expect(result.code, `${words.join(' ')}\n${result.out}${result.err}`).toBe(0)
  return result
}

async function refusal(folder: string, ...words: readonly string[]): Promise<{ readonly code: number; readonly err: string }> {
  const { code, err } = await genesis(words, { folder })
  return { code, err }
}

function text(folder: string, name: string): string | null {
  const path = join(folder, 'out', `${name}.txt`)
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

/** `app` with one content, applied, then another with a new file beside it and an old one gone. */
async function upgraded(): Promise<string> {
  const folder = project(environments)
  declare(folder, fileDocument('app', 'one'), fileDocument('old', 'kept'))
  await ok(folder, 'apply', 'dev', '--yes')
  declare(folder, fileDocument('app', 'two'), fileDocument('new', 'fresh'))
  await ok(folder, 'apply', 'dev', '--yes')
  return folder
}

describe('a rollback', () => {
  it('brings back what changed, makes again what was deleted, and takes away what is new', async () => {
    const folder = await upgraded()
    const { out } = await ok(folder, 'rollback', 'dev', '--yes')
    expect(out).toContain('Plan to roll dev back to dev.2, taken ')
    expect(out).toContain('# 3 of 3 things come back as they were')
    expect(out).toContain('Rollback complete: 3 succeeded, 0 failed, 0 skipped')
    expect([text(folder, 'app'), text(folder, 'old'), text(folder, 'new')]).toEqual(['one', 'kept', null])
    expect((await ok(folder, 'rollback', 'dev', '--to', 'dev.2', '--dry-run')).out).toContain('Nothing to roll back. dev is as it was at dev.2.\n')
  })

  it('puts the environment on hold, until somebody releases it', async () => {
    const folder = await upgraded()
    await ok(folder, 'rollback', 'dev', '--yes')
    expect((await ok(folder, 'hold', 'list', 'dev')).out).toContain('rolled back to dev.2')
    expect((await refusal(folder, 'apply', 'dev', '--yes')).code).toBe(4)
    await ok(folder, 'hold', 'release', 'dev')
    await ok(folder, 'apply', 'dev', '--yes')
    expect([text(folder, 'app'), text(folder, 'old'), text(folder, 'new')]).toEqual(['two', null, 'fresh'])
  })

  it('needs neither the history nor the documents of today', async () => {
    const folder = await upgraded()
    for (const gone of ['system', '.git']) rmSync(join(folder, gone), { recursive: true, force: true })
    await ok(folder, 'rollback', 'dev', '--yes')
    expect([text(folder, 'app'), text(folder, 'old'), text(folder, 'new')]).toEqual(['one', 'kept', null])
  })

  it('touches nothing that is as it was', async () => {
    const folder = project(environments)
    declare(folder, fileDocument('app', 'one'), fileDocument('same', 'x'))
    await ok(folder, 'apply', 'dev', '--yes')
    declare(folder, fileDocument('app', 'two'), fileDocument('same', 'x'))
    await ok(folder, 'apply', 'dev', '--yes')
    writeFileSync(join(folder, 'out/same.txt'), 'edited by hand')
    await ok(folder, 'rollback', 'dev', '--yes')
    expect([text(folder, 'app'), text(folder, 'same')]).toEqual(['one', 'edited by hand'])
  })

  it('gives back what was edited by hand since, and says so', async () => {
    const folder = await upgraded()
    writeFileSync(join(folder, 'out/app.txt'), 'edited by hand')
    const { out } = await ok(folder, 'rollback', 'dev', '--yes')
    expect(out).toContain('edited by hand')
    expect(text(folder, 'app')).toBe('one')
  })

  it('gives things their old names back', async () => {
    const folder = project(environments)
    declare(folder, fileDocument('app', 'one'))
    await ok(folder, 'apply', 'dev', '--yes')
    declare(folder, fileDocument('app', 'one').replace('name: app', 'name: web, movedFrom: [app]'))
    await ok(folder, 'apply', 'dev', '--yes')
    const { out } = await ok(folder, 'rollback', 'dev', '--yes')
    expect(out).toContain('dev/app')
    expect((await ok(folder, 'state', 'list')).out).toMatch(/dev\/app/)
    expect((await ok(folder, 'state', 'list')).out).not.toMatch(/dev\/web/)
    expect(text(folder, 'app')).toBe('one')
  })

  it('of a rollback goes forward again', async () => {
    const folder = await upgraded()
    await ok(folder, 'rollback', 'dev', '--yes')
    await ok(folder, 'rollback', 'dev', '--yes')
    expect([text(folder, 'app'), text(folder, 'old'), text(folder, 'new')]).toEqual(['two', null, 'fresh'])
  })

  it('is saved, read, and applied exactly once', async () => {
    const folder = await upgraded()
    await ok(folder, 'rollback', 'dev', '--out', 'back.plan')
    expect(text(folder, 'app')).toBe('two')
    expect((await ok(folder, 'show', 'back.plan')).out).toContain('Plan to roll dev back to dev.2')
    await ok(folder, 'apply', 'back.plan', '--yes')
    expect(text(folder, 'app')).toBe('one')
    expect((await refusal(folder, 'apply', 'back.plan', '--yes')).err).toContain('error[plan-used]')
    expect((await ok(folder, 'hold', 'list', 'dev')).out).toContain('rolled back to dev.2')
  })

  it('that was interrupted is finished by resume, not turned into going forward', async () => {
    const folder = await upgraded()
    await ok(folder, 'rollback', 'dev', '--yes')
    writeFileSync(join(folder, 'out/app.txt'), 'as an engine leaves it that was killed')
    const database = new DatabaseSync(join(folder, '.genesis/state.db'))
    database.exec("UPDATE runs SET ended_at = NULL, outcome = NULL WHERE mode = 'rollback'; UPDATE resources SET revision = revision + 1 WHERE name = 'app'")
    database.close()
    await ok(folder, 'resume', '--yes')
    expect([text(folder, 'app'), text(folder, 'old'), text(folder, 'new')]).toEqual(['one', 'kept', null])
  })

  it('goes on where a half of it failed', async () => {
    const folder = await upgraded()
    rmSync(join(folder, 'out/app.txt'))
    writeFile(folder, 'out/app.txt/in-the-way', 'x')
    const { code } = await genesis(['rollback', 'dev', '--yes'], { folder })
    expect([1, 3, 6]).toContain(code)
    rmSync(join(folder, 'out/app.txt'), { recursive: true })
    await ok(folder, 'rollback', 'dev', '--to', 'dev.2', '--yes')
    expect([text(folder, 'app'), text(folder, 'old'), text(folder, 'new')]).toEqual(['one', 'kept', null])
  })
})

/** A Command whose program fails; it waits for everything else. */
function failing(after: readonly string[], more = ''): string {
  return `apiVersion: genesis/v1\nkind: Command\nmetadata: { name: check }\n${more}dependsOn: [${after.join(', ')}]\nspec: { create: [node, -e, process.exit(1)] }\n`
}

describe('a run that fails', () => {
  it('takes back what the run did, and nothing else, where it is told to', async () => {
    const folder = project(environments)
    declare(folder, fileDocument('app', 'one'), fileDocument('same', 'x'))
    await ok(folder, 'apply', 'dev', '--yes')
    writeFileSync(join(folder, 'out/same.txt'), 'edited by hand')
    declare(folder, fileDocument('app', 'two'), fileDocument('new', 'fresh'), failing(['app', 'new']))
    const { code, out, err } = await genesis(['apply', 'dev', 'check', '--yes', '--on-failure', 'rollback'], { folder })
    expect({ code, out }).toEqual({ code: 7, out: expect.stringContaining('error: dev/check failed while creating') as string })
    expect(err).toContain('dev/check: was made since and stays: nothing says how to delete it')
    expect(out).toMatch(/Apply partly done[^]*Rollback complete[^]*is taken back\. dev is on hold/)
    expect([text(folder, 'app'), text(folder, 'new'), text(folder, 'same')]).toEqual(['one', null, 'edited by hand'])
  })

  it('takes it back, too, where the resource that failed says so', async () => {
    const folder = project(environments)
    declare(folder, fileDocument('app', 'one'))
    await ok(folder, 'apply', 'dev', '--yes')
    declare(folder, fileDocument('app', 'two'), failing(['app'], 'lifecycle: { onFailure: rollback }\n'))
    expect((await genesis(['apply', 'dev', '--yes', '-o', 'json'], { folder })).code).toBe(7)
    expect(text(folder, 'app')).toBe('one')
    expect((await genesis(['apply', 'dev', '--yes', '--on-failure', 'continue', '--release-hold'], { folder })).code).toBe(6)
    expect(text(folder, 'app')).toBe('two')
  })

  it('leaves to a person what would be made anew with loss', async () => {
    const folder = project(environments)
    const made = (size: number): string =>
      `apiVersion: genesis/v1\nkind: Command\nmetadata: { name: thing }\nspec: { inputs: { size: ${size} }, create: [node, -e, ""], delete: [node, -e, ""] }\n`
    declare(folder, made(1))
    await ok(folder, 'apply', 'dev', '--yes')
    declare(folder, made(2), failing(['thing']))
    const { code, err } = await genesis(['apply', 'dev', '--yes', '--on-failure', 'rollback'], { folder })
    expect(code).toBe(6)
    expect(err).toContain('error[confirmation-needed]: taking it back is not done without a question, because it would delete, replace or make anew:')
    expect(err).toContain('  dev/thing is replaced: what it held is lost')
    const { out } = await ok(folder, 'rollback', 'dev', '--yes')
    expect(out).toContain('1 made anew, with what it held lost')
  })
})

describe('a rollback is refused', () => {
  it('to a checkpoint of another environment, and to one that never was', async () => {
    const folder = await upgraded()
    expect(await refusal(folder, 'rollback', 'dev', '--to', 'staging.1')).toEqual({
      code: 3,
      err: 'error[unknown-checkpoint]: staging.1 is a checkpoint of staging, not of dev\n  = hint: environments go back by themselves: genesis checkpoint list dev shows those of dev\n\n1 error\n',
    })
    expect((await refusal(folder, 'rollback', 'dev', '--to', '99')).err).toContain('no checkpoint of dev is named "99"')
  })

  it('to one that was pruned', async () => {
    const folder = await upgraded()
    await ok(folder, 'checkpoint', 'prune', 'dev', 'dev.2')
    expect((await refusal(folder, 'rollback', 'dev', '--to', 'dev.2')).err).toMatch(/^error\[checkpoint-unusable\]: the checkpoint dev\.2 was pruned on /)
  })

  it('with a blob missing, by the names of the files', async () => {
    const folder = await upgraded()
    const database = new DatabaseSync(join(folder, '.genesis/state.db'))
    database.exec('DELETE FROM blobs WHERE digest NOT IN (SELECT tree FROM checkpoints WHERE tree IS NOT NULL)')
    database.close()
    rmSync(join(folder, '.cache'), { recursive: true, force: true })
    const { code, err } = await refusal(folder, 'rollback', 'dev')
    expect(code).toBe(3)
    expect(err).toContain('the sources of the checkpoint dev.2 are not complete any more:')
    expect(err).toContain('  system/files.yaml')
    expect(text(folder, 'app')).toBe('two')
  })

  it('to where nothing was, unless that is said twice', async () => {
    const folder = project(environments)
    declare(folder, fileDocument('app', 'one'))
    await ok(folder, 'apply', 'dev', '--yes')
    expect((await refusal(folder, 'rollback', 'dev', '--yes')).err).toContain('has no stable checkpoint from before run')
    expect((await refusal(folder, 'rollback', 'dev', '--to', 'dev.1', '--yes')).code).toBe(4)
    await ok(folder, 'rollback', 'dev', '--to', 'dev.1', '--allow-destroy', '--yes')
    expect(text(folder, 'app')).toBeNull()
  })

  it('before anything ran', async () => {
    const folder = project(environments)
    declare(folder, fileDocument('app', 'one'))
    expect((await refusal(folder, 'rollback', 'dev')).err).toContain('no run of dev has carried out a plan yet')
  })
})
