import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'

const secret = 'correct-horse-battery-staple'

function environment(spec: string): string {
  return `apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\nspec:\n${spec}`
}

function withSecret(source: string): string {
  return project({
    'environments/dev.yaml': environment(`  secrets:\n    token: ${source}\n`),
    'system/a.yaml': fileDocument('a', 'token=${secrets.token}'),
    'system/b.yaml': fileDocument('b', 'nothing secret'),
  })
}

/** The files below a folder that hold a text, but for those named. */
function holding(folder: string, text: string, allowed: readonly string[]): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile())
  return paths.filter((path) => !allowed.includes(path) && readFileSync(join(folder, path)).includes(text))
}

describe('a secret', () => {
  it('reaches what it is for, and nothing that anybody reads', async () => {
    const folder = withSecret('{ fromEnv: TOKEN }')
    const said: string[] = []
    const run = async (...words: readonly string[]) => {
      const { code, out, err } = await genesis(words, { folder, variables: { TOKEN: secret } })
      said.push(out, err)
      return code
    }
    expect(await run('validate')).toBe(0)
    for (const form of ['text', 'json', 'markdown', 'html']) expect(await run('plan', 'dev', '-o', form)).toBe(0)
    expect(await run('plan', 'dev', '--out', 'dev.plan')).toBe(0)
    expect(await run('apply', 'dev.plan', '--yes')).toBe(0)
    expect(readFileSync(join(folder, 'out/a.txt'), 'utf8')).toContain(secret)
    expect(await run('plan', 'dev', '--detailed-exitcode')).toBe(0)
    for (const words of [['outputs', 'dev'], ['state', 'show', 'dev/a'], ['explain', 'dev/a'], ['explain', 'dev/a', 'content'], ['runs']]) await run(...words)
    expect(said.filter((text) => text.includes(secret))).toEqual([])
    expect(holding(folder, secret, ['out/a.txt']).filter((path) => !path.startsWith('.git/'))).toEqual([])
  })

  it('is asked for only where something selected needs it, and named when it cannot be had', async () => {
    const folder = withSecret('{ fromEnv: NO_SUCH_VARIABLE }')
    expect((await genesis(['apply', 'dev', 'b', '--yes'], { folder })).code).toBe(0)
    const { code, err } = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(code).not.toBe(0)
    expect(err).toContain('NO_SUCH_VARIABLE')
    expect((await genesis(['plan', 'dev'], { folder, variables: { NO_SUCH_VARIABLE: secret } })).code).toBe(0)
  })

  it('comes out of a part of a file', async () => {
    const folder = withSecret('{ fromFile: ../secrets.json, pointer: /db/password }')
    writeFile(folder, 'secrets.json', JSON.stringify({ db: { password: secret } }))
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    expect(readFileSync(join(folder, 'out/a.txt'), 'utf8')).toContain(secret)
  })

  it('makes a saved plan stale when it is another one', async () => {
    const folder = withSecret('{ fromEnv: TOKEN }')
    const first = { folder, variables: { TOKEN: secret } }
    expect((await genesis(['plan', 'dev', '--out', 'dev.plan'], first)).code).toBe(0)
    const { code, err } = await genesis(['apply', 'dev.plan', '--yes'], { folder, variables: { TOKEN: 'another-secret-value' } })
    expect([code, err.includes('stale')]).toEqual([3, true])
  })

  it('that does not exist is a mistake with a suggestion', async () => {
    const folder = withSecret('{ fromEnv: TOKEN }')
    writeFile(folder, 'system/a.yaml', fileDocument('a', '${secrets.tokne}'))
    const { code, err } = await genesis(['validate'], { folder })
    expect(code).toBe(3)
    expect(err).toContain('did you mean "token"')
  })
})

describe('variables and credentials from elsewhere', () => {
  const command = (words: string) => `apiVersion: genesis/v1\nkind: Command\nmetadata: { name: who }\nspec: { create: [sh, -c, ${words}] }\n`

  it('reach the programs of the environment: those of apply when it is applied', async () => {
    const folder = project({
      'environments/dev.yaml': environment(
        `  env: { PROFILE: { fromEnv: SHOP_PROFILE } }\n  credentials:\n    plan: { fromCommand: [printf, '{"ROLE":"reader-credential"}'] }\n    apply: { fromCommand: [printf, '{"ROLE":"writer-credential"}'] }\n`,
      ),
      'system/who.yaml': command(`'echo "$PROFILE $ROLE" > who.txt; echo "{}"'`),
    })
    const { code, out, err } = await genesis(['apply', 'dev', '--yes'], { folder, variables: { SHOP_PROFILE: 'shop' } })
    expect(code, err).toBe(0)
    const [written = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('who.txt'))
    expect(readFileSync(join(folder, written), 'utf8')).toBe('shop writer-credential\n')
    expect(`${out}${err}`).not.toContain('writer-credential')
  })
})
