import { describe, expect, it } from 'vitest'
import { OutsideValues, type OutsideOptions } from '../../../src/coordinator/outside/outside-values.ts'
import type { Diagnostic } from '../../../src/events/diagnostic.ts'
import type { ValueSource } from '../../../src/manifest/value-source.ts'
import { OutsideError } from '../../../src/plan/outside-error.ts'
import { CollectingSink } from '../../rig/collecting-sink.ts'
import { somewhere } from '../../rig/declaration-builder.ts'
import { MemoryFiles } from '../../rig/memory-files.ts'
import { ScriptedProcesses, type Ending, type Start } from '../../rig/scripted-processes.ts'
import { fromCommand, fromEnv, fromFile } from '../../rig/value-sources.ts'
import { VirtualClock } from '../../rig/virtual-clock.ts'

/** A machine with files, variables and programs, and one environment that takes values from it. */
class Machine {
  readonly files = new MemoryFiles()
  readonly processes = new ScriptedProcesses()
  readonly clock = new VirtualClock()
  readonly events = new CollectingSink()
  readonly controller = new AbortController()
  variables: Record<string, string> = { PATH: '/bin', HOME: '/home/me', UNRELATED: 'x' }

  async write(path: string, text: string | Uint8Array, mode = 0o600): Promise<void> {
    await this.files.makeDirectory(path.slice(0, path.lastIndexOf('/')), { mode: 0o755 })
    await this.files.write(path, text, { mode, durable: false })
  }

  install(name: string, script: Ending | ((start: Start) => Ending)): void {
    this.processes.install(name, typeof script === 'function' ? script : () => script)
  }

  values(said: Partial<OutsideOptions['declaration']>): OutsideValues {
    const declaration = { name: 'dev', env: {}, credentials: { plan: null, apply: null }, secrets: {}, ...said }
    const { signal } = this.controller
    return new OutsideValues({ declaration, ports: this, outside: this.variables, projectRoot: '/project', folder: '/cache/work', signal, events: this.events })
  }

  /** The value of one secret; the message where there is none. */
  async secret(source: ValueSource): Promise<unknown> {
    const fetched = await this.values({ secrets: { s: source } }).secrets(needed('s'))
    return fetched.ok ? fetched.values.get('s') : fetched.diagnostics.map(text).join('\n')
  }
}

async function machine(): Promise<Machine> {
  const made = new Machine()
  await made.files.makeDirectory('/project/environments', { mode: 0o755 })
  return made
}

function needed(...names: readonly string[]): Map<string, { address: string; at: typeof somewhere }[]> {
  return new Map(names.map((name) => [name, [{ address: 'dev/app', at: somewhere }]]))
}

function text({ message, hint }: Diagnostic): string {
  return hint === undefined ? message : `${message} | ${hint}`
}

async function failure(asked: Promise<unknown>): Promise<string> {
  try {
    await asked
    return 'none'
  } catch (error) {
    return error instanceof OutsideError ? error.diagnostics.map(text).join('\n') : String(error)
  }
}

describe('a secret', () => {
  it('is a variable, a file, or what a program prints, without one line end', async () => {
    const at = await machine()
    at.variables['DB'] = 'pass word '
    await at.write('/secrets/db', 'two\nlines\n\n')
    at.install('vault', { stdout: 'from-vault\r\n' })
    expect(await at.secret(fromEnv('DB'))).toBe('pass word ')
    expect(await at.secret(fromFile('../../secrets/db'))).toBe('two\nlines\n')
    expect(await at.secret(fromFile('/secrets/db'))).toBe('two\nlines\n')
    expect(await at.secret(fromCommand(['vault', 'get']))).toBe('from-vault')
  })

  it('is what a pointer leads to, of any type but null', async () => {
    const at = await machine()
    await at.write('/project/environments/s.json', '{ "db": { "password": "x/y", "port": 5432 }, "none": null, "empty": "" }')
    expect(await at.secret(fromFile('s.json', '/db/password'))).toBe('x/y')
    expect(await at.secret(fromFile('s.json', '/db'))).toEqual({ password: 'x/y', port: 5432 })
    expect(await at.secret(fromFile('s.json', '/db/passwort'))).toBe(
      'the secret "s" could not be had: the file s.json gives JSON, but there is nothing at /db/passwort of it | did you mean "password"?',
    )
    expect(await at.secret(fromFile('s.json', '/none'))).toBe('the secret "s" could not be had: the file s.json gives null at /none')
    expect(await at.secret(fromFile('s.json', '/empty'))).toBe('the secret "s" could not be had: the file s.json gives an empty text at /empty')
  })

  it.each<[string, ValueSource, string]>([
    ['a variable is not set', fromEnv('NOPE'), 'the variable NOPE is not set | set NOPE where Genesis is started'],
    ['a variable is empty', fromEnv('EMPTY'), 'the variable EMPTY gives nothing'],
    ['a file is missing', fromFile('nope'), 'nope: it does not exist'],
    ['a file is a folder', fromFile('..'), '.. is no file'],
    ['a file is no text', fromFile('binary'), 'binary is no UTF-8 text'],
    ['a file is no JSON', fromFile('plain', '/a'), 'the file plain gives no JSON, which a pointer needs'],
    ['a file is too large', fromFile('large'), 'large: it is too large'],
    ['a program is missing', fromCommand(['nope']), 'no nope | install it, or write ./ before a script of the project'],
    ['a script is missing', fromCommand(['./nope']), 'no ./nope | the path starts at the folder of the file that says it'],
    [
      'a script lies outside',
      fromCommand(['../../x']),
      'the program ../../x leads out of the project | name an installed program, or copy the script into the project',
    ],
    ['a program prints nothing', fromCommand(['silent']), 'the program silent gives nothing'],
    ['a program prints too much', fromCommand(['loud']), 'loud prints more than 1 MiB'],
    ['a program fails', fromCommand(['failing', 'arg']), 'failing ended with exit code 2:\n  permission denied'],
  ])('is not to be had when %s', async (_, source, said) => {
    const at = await machine()
    at.variables['EMPTY'] = ''
    await at.write('/project/environments/binary', Uint8Array.of(0xff, 0xfe, 0x00))
    await at.write('/project/environments/plain', 'plain')
    await at.write('/project/environments/large', 'x'.repeat(1024 * 1024 + 1))
    at.install('silent', { stdout: '\n' })
    at.install('loud', { stdout: 'x'.repeat(1024 * 1024 + 1) })
    at.install('failing', { stderr: 'permission denied\n', code: 2 })
    expect(await at.secret(source)).toBe(`the secret "s" could not be had: ${said}`)
  })

  it('is taken out of the complaints of a program that printed it', async () => {
    const at = await machine()
    at.variables['OTHER'] = 'other-secret'
    at.install('clumsy', { stdout: 'half-printed\n', stderr: 'cannot use half-printed with other-secret\n', code: 1 })
    const values = at.values({ secrets: { a: fromEnv('OTHER') } })
    await values.secrets(needed('a'))
    const second = at.values({ secrets: { a: fromEnv('OTHER'), b: fromCommand(['clumsy']) } })
    await second.secrets(needed('a'))
    const fetched = await second.secrets(needed('b'))
    expect(fetched.ok ? '' : fetched.diagnostics.map(text)).toEqual([
      'the secret "b" could not be had: clumsy ended with exit code 1:\n  cannot use (sensitive) with (sensitive)',
    ])
  })

  it('that takes longer than a minute is not waited for', async () => {
    const at = await machine()
    at.install('slow', { hangs: 'polite' })
    const asked = at.secret(fromCommand(['slow']))
    await at.clock.advance(60_000)
    expect(await asked).toBe('the secret "s" could not be had: slow took longer than 60 s')
    expect(at.clock.sleepers).toBe(0)
  })

  it('is not waited for when somebody interrupts', async () => {
    const at = await machine()
    at.install('slow', { hangs: 'polite' })
    const asked = at.secret(fromCommand(['slow']))
    await at.clock.advance(0)
    at.controller.abort()
    expect(await asked).toBe('the secret "s" could not be had: slow was interrupted')
  })

  it('is fetched only where it is needed, and one source once', async () => {
    const at = await machine()
    at.install('vault', { stdout: '{ "a": "one", "b": "two" }' })
    const get = (pointer: string): ValueSource => fromCommand(['vault', 'get'], pointer)
    const values = at.values({ secrets: { a: get('/a'), b: get('/b'), c: fromCommand(['never']) } })
    const fetched = await values.secrets(needed('a', 'b'))
    expect(fetched.ok ? [...fetched.values] : fetched).toEqual([
      ['a', 'one'],
      ['b', 'two'],
    ])
    expect(at.processes.starts).toHaveLength(1)
  })

  it('is told missing with all others, and with who needs it', async () => {
    const at = await machine()
    const fetched = await at.values({ secrets: { a: fromEnv('A'), b: fromEnv('B') } }).secrets(needed('a', 'b'))
    expect(fetched.ok ? [] : fetched.diagnostics.map(({ message, related }) => [message, related?.[0]?.message])).toEqual([
      ['the secret "a" could not be had: the variable A is not set', 'dev/app needs it'],
      ['the secret "b" could not be had: the variable B is not set', 'dev/app needs it'],
    ])
  })

  it('in a file that everybody may read gets a warning', async () => {
    const at = await machine()
    await at.write('/project/environments/open', 'value', 0o644)
    expect(await at.secret(fromFile('open'))).toBe('value')
    expect(at.events.events).toMatchObject([
      { type: 'notice', level: 'warning', code: 'value-exposed', message: 'everybody on this machine may read open: chmod 600 keeps it to you' },
    ])
  })

  it('leaves nothing of its program behind', async () => {
    const at = await machine()
    at.install('vault', { stdout: 'value' })
    await at.secret(fromCommand(['vault']))
    expect(await at.files.list('/cache/work')).toEqual([])
  })
})

describe('the programs that are asked', () => {
  it('see the base and env, but nothing of other programs, and run where they are said', async () => {
    const at = await machine()
    Object.assign(at.variables, { VAULT_TOKEN: 'root-token' })
    at.install('vault', { stdout: 'value' })
    at.install('/project/environments/creds', { stdout: '{ "TOKEN": "abcd" }' })
    const env = { PLAIN: 'p', VAULT_TOKEN: fromEnv('VAULT_TOKEN'), MADE: fromCommand(['vault', 'made']) }
    const values = at.values({ env, credentials: { plan: fromCommand(['./creds']), apply: null }, secrets: { s: fromCommand(['vault', 'get']) } })
    await values.secrets(needed('s'))
    expect(await values.childEnvironment('plan')).toEqual({
      PATH: '/bin',
      HOME: '/home/me',
      PLAIN: 'p',
      VAULT_TOKEN: 'root-token',
      MADE: 'value',
      TOKEN: 'abcd',
    })
    for (const { environment, workingDirectory } of at.processes.starts) {
      expect(environment).toEqual({ PATH: '/bin', HOME: '/home/me', PLAIN: 'p', VAULT_TOKEN: 'root-token' })
      expect(workingDirectory).toBe('/project/environments')
    }
  })
})

describe('the environment of programs', () => {
  it('has what comes from elsewhere, fetched once', async () => {
    const at = await machine()
    at.variables['OUTER'] = 'profile'
    await at.write('/project/environments/f', 'file-value\n')
    at.install('tool', { stdout: '{ "port": 5432 }' })
    const values = at.values({ env: { A: fromEnv('OUTER'), B: fromFile('f'), C: fromCommand(['tool'], '/port') } })
    const both = await Promise.all([values.childEnvironment('plan'), values.childEnvironment('apply')])
    for (const one of both) expect(one).toMatchObject({ A: 'profile', B: 'file-value', C: '5432' })
    expect(at.processes.starts).toHaveLength(1)
  })

  it('is missing as a whole when one of its values is, and says all of them', async () => {
    const at = await machine()
    await at.write('/project/environments/list.json', '[1]')
    const values = at.values({ env: { A: fromEnv('NOPE'), B: fromFile('list.json', ''), C: fromCommand(['never']) } })
    const said = await failure(values.childEnvironment('plan'))
    expect(said.split('\n').toSorted()).toEqual([
      'the variable A for the programs of dev could not be had: the variable NOPE is not set | set NOPE where Genesis is started',
      'the variable B for the programs of dev could not be had: the file list.json gives a list or a mapping, and a variable is a text',
    ])
    expect(at.processes.starts).toEqual([])
  })

  it('hides what is secret, and leaves names of profiles alone', async () => {
    const at = await machine()
    Object.assign(at.variables, { OUTER: 'dev-profile', OUTER_TOKEN: 'tok-12345' })
    at.install('tool', { stdout: 'made-12345' })
    const values = at.values({ env: { AWS_PROFILE: fromEnv('OUTER'), X: fromEnv('OUTER_TOKEN'), Y: fromCommand(['tool']) } })
    await values.childEnvironment('plan')
    expect(values.redactor.redact('dev-profile tok-12345 made-12345')).toBe('dev-profile (sensitive) (sensitive)')
  })

  it('has credentials over it, those of its purpose alone', async () => {
    const at = await machine()
    at.install('creds', ({ argv: [, which] }) => ({ stdout: JSON.stringify({ KEY: `key-of-${which ?? ''}` }) }))
    const credentials = { plan: fromCommand(['creds', 'plan']), apply: fromCommand(['creds', 'apply']) }
    const values = at.values({ env: { KEY: 'plain' }, credentials })
    expect((await values.childEnvironment('plan'))['KEY']).toBe('key-of-plan')
    expect(at.processes.starts.map(({ argv }) => argv[1])).toEqual(['plan'])
    expect((await values.childEnvironment('apply'))['KEY']).toBe('key-of-apply')
    expect(values.redactor.redact('key-of-plan, key-of-apply')).toBe('(sensitive), (sensitive)')
    expect((await at.values({ env: { KEY: 'plain' }, credentials: { ...credentials, apply: null } }).childEnvironment('apply'))['KEY']).toBe('plain')
  })

  it.each<[string, Ending, string]>([
    ['are no JSON', { stdout: 'hunter2-hunter2' }, 'the program creds is wrong: it gives no JSON object'],
    ['are of the wrong shape', { stdout: '{ "A": 1 }' }, 'the program creds is wrong: its A is no text'],
    [
      'expired already',
      { stdout: '{ "A": "abcd", "Expiration": "2029-12-31T23:59:59Z" }' },
      'the program creds gives some that expired at 2029-12-31T23:59:59.000Z',
    ],
    ['could not be made', { stderr: 'who are you?', code: 1 }, 'creds ended with exit code 1:\n  who are you?'],
  ])('cannot be had where credentials %s', async (_, ending, said) => {
    const at = await machine()
    at.install('creds', ending)
    const values = at.values({ credentials: { plan: null, apply: fromCommand(['creds']) } })
    const message = await failure(values.childEnvironment('apply'))
    expect(message).toContain(`the credentials to apply in dev could not be had: ${said}`)
    expect(message).not.toContain('hunter2')
  })
})
