import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allCommands, bareProgram } from '../../scripts/cli-page.ts'
import { pathOf } from '../../src/cli/help.ts'
import { isJsonObject } from '../../src/events/json.ts'
import { genesis } from '../rig/cli.ts'
import { project } from '../rig/project.ts'
import { publishedValidator, readSchema } from '../rig/published-validator.ts'

/** Two Commands, one after the other, an output that is sensitive, an environment that reads another. */
const files = {
  'environments/prod.yaml': 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: prod, labels: { tier: prod } }\nspec: { protected: true }\n',
  'environments/empty.yaml': 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: empty }\nspec: { optIn: true }\n',
  'system/a.yaml': `apiVersion: genesis/v1
kind: Command
metadata: { name: dns, labels: { team: net } }
spec:
  inputs: { size: "\${environment.variables.?size.orValue(1)}" }
  create: [sh, -c, 'echo "{\\"zone\\":\\"z-1\\",\\"ports\\":[1]}"']
---
apiVersion: genesis/v1
kind: File
metadata: { name: app }
dependsOn: [dns]
spec: { path: "../out/\${environment.name}.txt", content: "\${resources.dns.outputs.zone}" }
---
apiVersion: genesis/v1
kind: Command
metadata: { name: broken }
environments: [dev]
dependsOn: [app]
spec: { create: ["false"] }
---
apiVersion: genesis/v1
kind: File
metadata: { name: last }
environments: [dev]
dependsOn: [broken]
spec: { path: ../out/last.txt, content: x }
`,
}

/** Whether a command only stands before others. */
function isGroup(word: string | undefined): boolean {
  return bareProgram().commands.some((command) => command.name() === word && command.commands.length > 0)
}

interface Asked {
  readonly words: readonly string[]
  /** The definition in schemas/output.schema.json. */
  readonly definition: string
  readonly code?: number
}

/** In this order, in one project. RUN is the first run. */
const asked: readonly Asked[] = [
  { words: ['validate'], definition: 'validate' },
  { words: ['validate', 'nowhere'], definition: 'refusal', code: 3 },
  { words: ['plan', 'dev'], definition: 'plan' },
  { words: ['plan', 'dev', 'app', '--exclude', 'broken'], definition: 'plan' },
  { words: ['plan', 'dev', '--out', 'x.plan'], definition: 'plan' },
  { words: ['show', 'x.plan'], definition: 'plan' },
  { words: ['plan', 'dev,empty'], definition: 'plans' },
  { words: ['plan', 'dev,empty', 'app', '--destroy'], definition: 'plans' },
  { words: ['apply', 'dev'], definition: 'refusal', code: 4 },
  { words: ['apply', 'dev', '--dry-run'], definition: 'plan' },
  { words: ['apply', 'dev', '--yes'], definition: 'apply', code: 6 },
  { words: ['apply', 'dev', 'app', '--yes'], definition: 'plan' },
  { words: ['apply', 'dev,empty', '--yes'], definition: 'applies', code: 6 },
  { words: ['outputs', 'dev'], definition: 'outputs' },
  { words: ['outputs', 'dev,empty'], definition: 'outputsOfSeveral' },
  { words: ['hold', 'place', 'empty', '--reason', 'moving'], definition: 'hold' },
  { words: ['hold', 'list'], definition: 'holds' },
  { words: ['runs'], definition: 'runs' },
  { words: ['hold', 'release', 'empty'], definition: 'holds' },
  { words: ['show', 'RUN'], definition: 'run' },
  { words: ['state', 'list'], definition: 'stateList' },
  { words: ['state', 'show', 'dev/dns'], definition: 'stateShow' },
  { words: ['state', 'mv', 'dev/last', 'dev/other'], definition: 'refusal', code: 3 },
  { words: ['state', 'mv', 'dev/dns', 'dev/names', '--dry-run'], definition: 'stateMove' },
  { words: ['state', 'mv', 'dev/dns', 'dev/names'], definition: 'stateMove' },
  { words: ['state', 'mv', 'dev/names', 'dev/dns'], definition: 'stateMove' },
  { words: ['state', 'resolve', 'dev/dns', '--applied'], definition: 'refusal', code: 3 },
  { words: ['state', 'verify'], definition: 'stateVerify' },
  { words: ['state', 'backup', 'kept.genesis-store'], definition: 'stateBackup' },
  { words: ['state', 'restore', 'kept.genesis-store'], definition: 'stateRestore' },
  { words: ['state', 'pull', 'dev/dns', '--out', 'x'], definition: 'refusal', code: 3 },
  { words: ['resume'], definition: 'nothingToResume' },
  { words: ['unlock', 'dev'], definition: 'unlock' },
  { words: ['graph'], definition: 'graph' },
  { words: ['graph', 'dev'], definition: 'graph' },
  { words: ['explain', 'dev/dns', 'outputs.zone'], definition: 'output' },
  { words: ['explain', 'dev/last'], definition: 'resource' },
  { words: ['explain', 'dev/dns'], definition: 'resource' },
  { words: ['explain', 'dev/app', 'content'], definition: 'value' },
  { words: ['explain', 'dev/dns', 'inputs'], definition: 'value' },
  { words: ['checkpoint', 'list', 'dev'], definition: 'checkpoints' },
  { words: ['checkpoint', 'show', 'dev.2'], definition: 'checkpoint' },
  { words: ['checkpoint', 'show', 'dev.99'], definition: 'refusal', code: 3 },
  { words: ['checkpoint', 'create', 'dev', '--note', 'by hand'], definition: 'checkpointCreated' },
  { words: ['checkpoint', 'diff', 'dev.1', 'dev.2'], definition: 'checkpointDifference' },
  { words: ['checkpoint', 'diff', 'dev.1'], definition: 'checkpointDifference' },
  { words: ['checkpoint', 'prune', 'dev', 'dev.1'], definition: 'checkpointsPruned' },
  { words: ['rollback', 'dev', '--to', 'dev.1'], definition: 'refusal', code: 3 },
  { words: ['rollback', 'dev', '--to', 'dev.2', '--dry-run'], definition: 'plan' },
  { words: ['doctor'], definition: 'doctor' },
  { words: ['schema'], definition: 'schemas' },
  { words: ['schema', '--out', 'written'], definition: 'writtenSchemas' },
  { words: ['state', 'rm', 'dev/dns', '--dry-run'], definition: 'stateRemove' },
  { words: ['state', 'rm', 'dev/dns'], definition: 'stateRemove' },
  { words: ['destroy', 'dev', '--yes'], definition: 'apply' },
  { words: ['init', 'new'], definition: 'init' },
  { words: ['frobnicate'], definition: 'refusal', code: 3 },
]

/** Commands that answer with something else: a script, events, a schema. */
const others = ['completion', 'logs']
/** They take a state of Terraform: test/cli/shop.test.ts and damaged-state.test.ts have one. */
const elsewhere = ['state import', 'state repair']

describe('the document of -o json', () => {
  it('is what its schema says, alone on stdout', async () => {
    const folder = project(files)
    writeFileSync(join(folder, '.gitignore'), 'written\n')
    let run = ''
    for (const { words, definition, code = 0 } of asked) {
      const given = [...words.map((word) => (word === 'RUN' ? run : word)), '-o', 'json']
      const answer = await genesis(given, { folder })
      expect(answer.code, `${given.join(' ')}\n${answer.out}${answer.err}`).toBe(code)
      const document = JSON.parse(answer.out) as { readonly run?: string; readonly format_version: string }
      const validate = publishedValidator('output.schema.json', definition)
      expect(validate(document), `${given.join(' ')}: ${JSON.stringify(validate.errors)}\n${answer.out}`).toBe(true)
      expect(document.format_version).toMatch(/^1\.\d+$/)
      if (words[0] === 'apply' && definition === 'apply') run = document.run ?? ''
    }
  })

  it('is the last line of the stream of -o jsonl', async () => {
    const folder = project(files)
    const validate = publishedValidator('event.schema.json')
    for (const { words, definition, code = 0 } of asked.filter(({ words: [first = ''] }) =>
      ['validate', 'plan', 'apply', 'runs', 'destroy', 'doctor'].includes(first),
    )) {
      const answer = await genesis([...words, '-o', 'jsonl'], { folder })
      expect(answer.code).toBe(code)
      const lines = answer.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { readonly type: string; readonly document?: unknown })
      for (const line of lines) expect(validate(line), JSON.stringify([line, validate.errors])).toBe(true)
      expect(lines.map(({ type }) => type).indexOf('result')).toBe(lines.length - 1)
      expect(publishedValidator('output.schema.json', definition)(lines.at(-1)?.document)).toBe(true)
    }
  })

  it('is tried here of every command', () => {
    const leaves = allCommands(bareProgram()).filter((command) => command.parent !== null && command.commands.length === 0)
    const tried = new Set(asked.map(({ words }) => (isGroup(words[0]) ? words.slice(0, 2).join(' ') : words[0])))
    const missing = leaves.map((command) => pathOf(command).join(' ')).filter((path) => !tried.has(path))
    expect(missing.sort()).toEqual([...others, ...elsewhere].sort())
    const schema = readSchema('output.schema.json')
    const definitions = isJsonObject(schema) && isJsonObject(schema['definitions']) ? Object.entries(schema['definitions']) : []
    const titled = definitions.filter(([, one]) => isJsonObject(one) && 'title' in one).map(([name]) => name)
    expect([...new Set([...asked.map(({ definition }) => definition), 'stateImport', 'stateResolve', 'stateRepair', 'statePull'])].sort()).toEqual(
      titled.sort(),
    )
  })
})

describe('what goes where', () => {
  it('answers go to stdout, with nothing else; progress to stderr', async () => {
    const folder = project(files)
    const { out, err } = await genesis(['apply', 'dev', 'app', '--yes'], { folder })
    expect(out).toMatch(/^Plan for dev\n[^]*\nApply complete.*: 2 succeeded, 0 failed, 0 skipped in \S+\.\n$/)
    expect(err.split('\n').every((line) => /^(planning |applying |note: |dev\/\w+: |$)/.test(line))).toBe(true)
    const silent = [['validate'], ['outputs', 'dev'], ['runs'], ['state', 'list'], ['state', 'show', 'dev/dns'], ['graph'], ['explain', 'dev/app', 'content'], ['doctor'], ['schema'], ['schema', 'File'], ['completion', 'bash'], ['init', 'new']] // prettier-ignore
    for (const words of silent) {
      const answer = await genesis(words, { folder })
      expect({ words, code: answer.code, err: answer.err, silent: answer.out === '' }).toEqual({ words, code: 0, err: '', silent: false })
    }
  })

  it('refusals go to stderr alone', async () => {
    const folder = project(files)
    for (const words of [
      ['plan', 'nowhere'],
      ['apply'],
      ['outputs', 'nowhere'],
      ['show', 'nothing'],
      ['logs', 'nothing'],
      ['state', 'show', 'x'],
      ['explain', 'x'],
      ['schema', 'x'],
      ['unlock', 'x'],
    ]) {
      const { code, out, err } = await genesis(words, { folder })
      expect({ words, code, out, err: err.startsWith('error[') }).toEqual({ words, code: 3, out: '', err: true })
    }
  })
})
