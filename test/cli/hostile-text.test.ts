import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { expectHarmless } from '../rig/harmless.ts'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { project, writeFile } from '../rig/project.ts'

/** Clears the screen, sets a title, hides a link, goes up, draws over the line, turns text around, hides. */
const attack = '\u001b[2J\u001b]0;owned\u0007\u001b]8;;http://evil\u001b\\x\u009b1A\r\b\u202egnp.exe\u200b\u2028\u0085'
/** The same as a JSON text, and as one for YAML's double quotes. */
const quoted = JSON.stringify(attack).replace('\u009b', '\\u009b').replace('\u0085', '\\u0085').replace('\u202e', '\\u202e').replace('\u200b', '\\u200b').replace('\u2028', '\\u2028') // prettier-ignore
/** What a file name and a branch may hold. */
const name = 'a\u202e\u200b\u2066b'

const files = {
  'environments/dev.yaml': `apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev, labels: { tier: ${quoted} } }\nspec:\n  variables: { text: ${quoted} }\n`,
  [`system/${name}.yaml`]: `apiVersion: genesis/v1
kind: Command
metadata: { name: talks, labels: { team: ${quoted} } }
spec:
  inputs: { text: "\${environment.variables.text}", ${quoted}: 1 }
  create: [./talk.sh]
---
apiVersion: genesis/v1
kind: File
metadata: { name: file }
spec: { path: "../out/${name}", content: "\${resources.talks.outputs.said}\${git.branch}" }
---
apiVersion: genesis/v1
kind: Command
metadata: { name: fails }
dependsOn: [file]
spec: { create: [./fail.sh], inputs: { x: ${quoted} } }
`,
}

function hostileProject(more: Readonly<Record<string, string>> = {}): string {
  const folder = project({ ...files, ...more })
  const printed = JSON.stringify({ said: attack, [attack]: [attack] })
  writeFile(folder, 'system/talk.sh', `#!/bin/sh\ncat >/dev/null\nprintf '%s\\n' ${shellQuoted(attack)} >&2\nprintf '%s' ${shellQuoted(printed)}\n`)
  writeFile(folder, 'system/fail.sh', `#!/bin/sh\ncat >/dev/null\nprintf '%s\\n' ${shellQuoted(attack)} >&2\nexit 1\n`)
  for (const script of ['talk.sh', 'fail.sh']) execFileSync('chmod', ['+x', join(folder, 'system', script)])
  const git = (...words: string[]) => execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@y', ...words], { cwd: folder, stdio: 'pipe' })
  git('init', '-q', '-b', `b-${name}`)
  git('add', '-A')
  git('commit', '-qm', 'x')
  return folder
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

it('cannot draw, whatever command shows it in whatever form', async () => {
  const folder = hostileProject()
  const seen: string[] = []
  const run = async (...words: readonly string[]) => {
    const { code, out, err } = await genesis(words, { folder })
    // Our own sign in Markdown has a selector that nobody sees.
    expectHarmless(out.replaceAll('\ufe0f', ''))
    expectHarmless(err)
    seen.push(out + err)
    return { code, out }
  }
  for (const form of ['text', 'json', 'jsonl', 'markdown', 'html']) expect((await run('plan', 'dev', '-o', form)).code).toBe(0)
  expect((await run('apply', 'dev', '--yes', '--verbose')).code).toBe(6)
  const { out } = await run('runs', '-o', 'json')
  const { runs } = JSON.parse(out) as { runs: readonly { id: string }[] }
  const id = runs[0]?.id ?? ''
  for (const form of ['text', 'json', 'jsonl']) {
    for (const words of [
      ['validate'],
      ['apply', 'dev', '--yes'],
      ['outputs', 'dev'],
      ['runs'],
      ['show', id],
      ['logs', id],
      ['state', 'list'],
      ['state', 'show', 'dev/talks'],
      ['state', 'show', 'dev/file'],
      ['explain', 'dev/talks'],
      ['explain', 'dev/talks', 'inputs'],
      ['explain', 'dev/file', 'content'],
      ['doctor'],
      ['unlock', 'dev'],
      ['destroy', 'dev', '--dry-run'],
    ]) {
      await run(...words, '-o', form)
    }
  }
  for (const format of ['text', 'svg', 'dot', 'mermaid', 'json', 'html']) expect((await run('graph', '--format', format)).code).toBe(0)
  for (const words of [
    ['plan', attack],
    ['plan', 'dev', attack],
    [attack],
    ['plan', `--${attack}`],
    ['explain', `dev/${attack}`],
    ['explain', 'dev/talks', attack],
    ['show', attack],
    ['logs', attack],
    ['state', 'show', attack],
    ['state', 'rm', `dev/${attack}`],
    ['schema', attack],
    ['plan', 'dev', '-o', attack],
    ['output', attack],
    ['plan', `-var`, attack],
    ['unlock', attack],
    ['init', join(folder, name)],
    ['schema', '--out', name],
    ['plan', 'dev', '--out', `${name}.plan`],
    ['show', `${name}.plan`],
    ['plan', '-C', name, 'dev'],
  ]) {
    await run(...words)
  }
  expect(seen.some((text) => text.includes(String.raw`\u{1b}[2J`))).toBe(true)
})

it('cannot draw where a document is wrong', async () => {
  const wrong = {
    [`system/${name}2.yaml`]: `apiVersion: genesis/v1\nkind: ${quoted}\nmetadata: { name: x }\n---\napiVersion: genesis/v1\nkind: File\nmetadata: { name: ${quoted} }\n${quoted}: ${quoted}\nspec: { path: "\${nothing}", content: ${quoted}, ${quoted}: 1 }\n`,
  }
  const { code, out, err } = await genesis(['validate'], { folder: hostileProject(wrong) })
  expect({ code, out }).toEqual({ code: 3, out: '' })
  expectHarmless(err)
})

it.skipIf(!hasTerraform)(withTerraform('cannot draw from a state of Terraform'), async () => {
  const folder = hostileProject({
    'system/stack.yaml': 'apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: stack }\nspec: { source: ../stacks/app }\n',
    'stacks/app/main.tf': `resource "terraform_data" "x" {\n  input = ${JSON.stringify(attack).replaceAll('\\b', '\\u0008')}\n}\noutput "text" { value = terraform_data.x.input }\n`,
  })
  const state = { version: 4, terraform_version: '1.9.0', serial: 1, lineage: attack, outputs: {}, resources: [{ mode: 'managed', type: 'terraform_data', name: 'old', provider: 'provider["terraform.io/builtin/terraform"]', instances: [{ index_key: attack, schema_version: 0, attributes: { id: attack, input: null, output: null, triggers_replace: null } }] }] } // prettier-ignore
  writeFile(folder, 'old.tfstate', JSON.stringify(state))
  for (const words of [
    ['state', 'import', 'dev/stack', 'old.tfstate'],
    ['plan', 'dev', 'stack'],
    ['plan', 'dev', 'stack', '-o', 'markdown'],
    ['plan', 'dev', 'stack', '--out', 'x.plan'],
    ['show', 'x.plan', '--stack', 'dev/stack', '--terraform-json'],
    ['apply', 'dev', 'stack', '--yes', '-v'],
    ['outputs', 'dev'],
    ['state', 'show', 'dev/stack'],
  ]) {
    const { code, out, err } = await genesis(words, { folder })
    expectHarmless(out.replaceAll('\ufe0f', ''))
    expectHarmless(err)
    expect({ words, code }, out + err).toEqual({ words, code: 0 })
  }
})
