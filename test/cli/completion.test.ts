import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { completionScript, type Shell } from '../../src/cli/render/completion-script.ts'
import { genesis } from '../rig/cli.ts'
import { fileDocument, project } from '../rig/project.ts'
import { tempFolder } from '../rig/temp-folder.ts'

const files = {
  'environments/prod.yaml': 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: prod }\n',
  'system/a.yaml': [
    fileDocument('app', 'x'),
    fileDocument('app-config', 'x'),
    fileDocument('network', 'x').replace('spec:', 'environments: [prod]\nspec:'),
  ].join('---\n'),
}

async function complete(folder: string, ...words: readonly string[]): Promise<readonly string[]> {
  const { code, out, err } = await genesis(['__complete', '--', ...words], { folder })
  expect([code, err]).toEqual([0, ''])
  return out.split('\n').filter((line) => line !== '')
}

describe('genesis __complete', () => {
  it.each([
    ['commands', ['pl'], ['plan']],
    ['commands below a command', ['state', ''], ['list', 'show', 'import', 'mv', 'rm', 'resolve', 'repair', 'verify', 'backup', 'restore', 'pull']],
    ['no hidden command', ['__'], []],
    ['environments', ['graph', ''], ['dev', 'prod']],
    ['environments and addresses where both may stand', ['plan', 'd'], ['dev', 'dev/app', 'dev/app-config']],
    ['targets after the environment', ['plan', 'prod', ''], ['app', 'app-config', 'network']],
    ['more targets', ['plan', 'prod', 'app', 'n'], ['network']],
    ['targets with an option in between', ['plan', '--out', 'x', 'prod', '--destroy', 'n'], ['network']],
    ['more environments behind a comma', ['graph', 'prod,d'], ['prod,dev']],
    ['targets of a list of environments', ['plan', 'prod,staging', 'ne'], ['network']],
    ['names that are left out', ['plan', 'prod', '--exclude', 'app,ne'], ['app,network']],
    ['targets of an environment that an option names', ['plan', '-e', 'prod', 'ne'], ['network']],
    ['the same written together', ['--environment=prod', 'plan', 'ne'], ['network']],
    ['one more environment of a list', ['plan', 'dev,'], ['dev,prod']],
    ['one more environment of an option', ['plan', '-e', 'prod,d'], ['prod,dev']],
    ['targets in several environments', ['plan', 'dev,prod', 'n'], ['network']],
    ['addresses', ['explain', 'prod/n'], ['prod/network']],
    ['what an option leaves out', ['plan', 'prod', '--exclude', 'n'], ['network']],
    ['what an option replaces, before its environment', ['plan', '--replace', 'prod/n'], ['prod/network']],
    ['the stack of a plan', ['show', 'x.plan', '--stack', 'prod/n'], ['prod/network']],
    ['both addresses of a move', ['state', 'mv', 'dev/app', 'prod/n'], ['prod/network']],
    ['what has a schema', ['schema', 'Te'], ['TerraformStack']],
    ['names alone where the environment is given', ['-e', 'prod', 'explain', 'n'], ['network']],
    ['the values of an option', ['graph', '--format', 'm'], ['mermaid']],
    ['the values of a global option', ['plan', '-o', 'ht'], ['html']],
    ['the environment of an option', ['plan', '-e', 'p'], ['prod']],
    ['the words of an argument', ['completion', ''], ['bash', 'zsh', 'fish']],
    ['options', ['plan', '--det'], ['--detailed-exitcode']],
    ['global options', ['plan', '--env'], ['--environment']],
    ['nothing where a file may stand', ['plan', '--out', ''], []],
    ['nothing behind the last argument', ['graph', 'dev', ''], []],
    ['words behind --', ['plan', '--', 'd'], ['dev', 'dev/app', 'dev/app-config']],
    ['no option behind --', ['plan', '--', '--o'], []],
    ['nothing for an unknown command', ['explode', ''], []],
  ])('gives %s', async (_, words, expected) => {
    expect(await complete(project(files), ...words)).toEqual(expected)
  })

  it('looks where --chdir says', async () => {
    expect(await complete(tempFolder(), '-C', project(files), 'graph', '')).toEqual(['dev', 'prod'])
  })

  it('says nothing where there is no project, and what it can where the project has mistakes', async () => {
    expect(await complete(tempFolder(), 'graph', '')).toEqual([])
    expect(await complete(project({ 'system/a.yaml': 'kind: [' }), 'graph', '')).toEqual(['dev'])
  })
})

describe('genesis completion', () => {
  it.each(['bash', 'zsh', 'fish'] as const)('prints the script for %s', async (shell) => {
    const { code, out } = await genesis(['completion', shell], { folder: tempFolder() })
    expect([code, out]).toEqual([0, completionScript(shell)])
  })

  it('knows no other shell', async () => {
    const { code, err } = await genesis(['completion', 'tcsh'], { folder: tempFolder() })
    expect(code).toBe(3)
    expect(err).toContain('it takes bash, zsh, fish')
  })

  /** What a shell offers, line by line, and the words that it asked about; the program answers with `answer`. */
  function inShell(
    shell: Shell,
    run: readonly string[],
    answer: readonly string[],
  ): { readonly offered: readonly string[]; readonly asked: readonly string[] } {
    const folder = tempFolder()
    writeFileSync(join(folder, 'script'), completionScript(shell))
    writeFileSync(join(folder, 'a.plan'), '')
    const print = answer.length === 0 ? '' : `printf '%s\\n' ${answer.map((word) => `'${word}'`).join(' ')}\n`
    writeFileSync(join(folder, 'genesis'), `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/asked'\n${print}`)
    chmodSync(join(folder, 'genesis'), 0o755)
    const [program = '', ...args] = run
    const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, XDG_CACHE_HOME: folder }
    const output = execFileSync(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], env, encoding: 'utf8' })
    const [offered = '', asked = ''] = output.split('---\n')
    const words = (text: string) => text.replace(/\n$/, '').split('\n')
    return { offered: words(offered), asked: words(asked) }
  }

  it.each(['bash', 'zsh', 'fish'] as const)('asks in %s the program that is typed, and serves both of its names', (shell) => {
    const script = completionScript(shell)
    expect(script).toContain('__complete --')
    for (const name of ['genesis', 'g']) expect(script).toMatch(new RegExp(`^.*(complete|compdef).*\\b${name}\\b`, 'm'))
  })

  const bash = ['bash', '--norc', '--noprofile', '-c', 'source ./script; COMP_LINE=$1; COMP_POINT=${#1}; _genesis; printf "%s\\n" "${COMPREPLY[@]}"; echo ---; cat asked', 'bash'] // prettier-ignore
  const inBash = (line: string, answer: readonly string[]) => inShell('bash', [...bash, line], answer)

  it('asks in bash about the words up to the cursor', () => {
    expect(inBash('genesis plan dev ap', ['app', 'app-config'])).toEqual({ offered: ['app', 'app-config'], asked: ['__complete', '--', 'plan', 'dev', 'ap'] })
    expect(inBash('genesis  plan ', ['dev']).asked).toEqual(['__complete', '--', 'plan', ''])
  })

  it('completes in bash what it splits into words of its own', () => {
    expect(inBash('genesis plan dev/app@eu', ['dev/app@eu-west-1', 'dev/app@eu-north-1']).offered).toEqual(['eu-west-1', 'eu-north-1'])
  })

  // Outside of a line that is edited zsh completes nothing: what it would be given is printed.
  const zsh = 'compadd() { shift; print -l -- "$@" }; _files() { print files }; source ./script; words=("$@"); CURRENT=$#; _genesis; print -- ---; cat asked'
  const inZsh = (words: readonly string[], answer: readonly string[]) => inShell('zsh', ['zsh', '-f', '-c', zsh, 'zsh', ...words], answer)

  it.skipIf(!has('zsh'))('asks in zsh, and offers files where there is no answer (skipped without zsh)', () => {
    expect(inZsh(['genesis', 'plan', 'dev', 'ap'], ['app', 'app-config'])).toEqual({
      offered: ['app', 'app-config'],
      asked: ['__complete', '--', 'plan', 'dev', 'ap'],
    })
    expect(inZsh(['genesis', 'plan', ''], ['dev/app@eu-west-1'])).toEqual({ offered: ['dev/app@eu-west-1'], asked: ['__complete', '--', 'plan', ''] })
    expect(inZsh(['genesis', 'plan', '--out', 'a'], []).offered).toEqual(['files'])
  })

  const inFish = (line: string, answer: readonly string[]) =>
    inShell('fish', ['fish', '--no-config', '-c', 'source ./script; complete -C $argv[1]; echo ---; cat asked', line], answer)

  it.skipIf(!has('fish'))('asks in fish, and offers files where there is no answer (skipped without fish)', () => {
    expect(inFish('genesis plan dev ap', ['app', 'app-config'])).toEqual({ offered: ['app', 'app-config'], asked: ['__complete', '--', 'plan', 'dev', 'ap'] })
    expect(inFish('genesis plan ', ['dev/app@eu-west-1'])).toEqual({ offered: ['dev/app@eu-west-1'], asked: ['__complete', '--', 'plan', ''] })
    expect(inFish('genesis plan --out a', []).offered).toEqual(['a.plan', 'asked'])
  })
})

function has(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined
}
