import { chmodSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { genesis } from '../rig/cli.ts'
import { fileDocument, project } from '../rig/project.ts'

const files = { 'system/a.yaml': `${fileDocument('a', 'x')}---\n${fileDocument('b', '"${resources.a.outputs.path}"')}` }

describe('-o yaml', () => {
  it('is the document of -o json', async () => {
    const folder = project(files)
    for (const words of [
      ['validate'],
      ['plan', 'nowhere'],
      ['frobnicate'],
      ['graph'],
      ['schema'],
      ['apply', 'dev', '--yes'],
      ['apply', 'dev', '--dry-run'],
      ['outputs', 'dev'],
      ['state', 'list'],
      ['state', 'show', 'dev/a'],
      ['explain', 'dev/b', 'content'],
      ['runs'],
    ]) {
      const yaml = await genesis([...words, '-o', 'yaml'], { folder })
      if (words.includes('--yes')) {
        expect(parse(yaml.out)).toMatchObject({ format_version: '1.0', outcome: 'succeeded', counts: { succeeded: 2 } })
        continue
      }
      const json = await genesis([...words, '-o', 'json'], { folder })
      expect({ code: yaml.code, out: parse(yaml.out) as unknown }, words.join(' ')).toEqual({
        code: json.code,
        out: withoutPlan(JSON.parse(json.out) as object, parse(yaml.out) as object),
      })
    }
  })

  it('is one document for each event of a log', async () => {
    const folder = project(files)
    const { out } = await genesis(['apply', 'dev', '--yes', '-o', 'json'], { folder })
    const { run } = JSON.parse(out) as { run: string }
    const lines = (await genesis(['logs', run, '-o', 'json'], { folder })).out.trimEnd().split('\n')
    const documents = parseAllDocuments((await genesis(['logs', run, '-o', 'yaml'], { folder })).out)
    expect(documents.map((document) => document.toJS() as unknown)).toEqual(lines.map((line) => JSON.parse(line) as unknown))
  })
})

/** Two plans of one thing have different names. */
function withoutPlan(json: object, other: object): object {
  return 'createdAt' in json && 'createdAt' in other && 'id' in json && 'id' in other ? { ...json, id: other.id, createdAt: other.createdAt } : json
}

describe('-o table', () => {
  it('is a line for each resource of a plan', async () => {
    const folder = project(files)
    const { code, out } = await genesis(['plan', 'dev', '-o', 'table'], { folder })
    expect({ code, out }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "out": "   ADDRESS  KIND  INSIDE  WHY
      +  dev/a    File  -       -
      +  dev/b    File  -       -

      Plan: 2 of 2 resources change.
      ",
      }
    `)
    const applied = await genesis(['apply', 'dev', '--yes', '-o', 'table'], { folder })
    expect(applied.out).toMatch(/^ {3}ADDRESS[^]*\nApply complete: 2 succeeded/)
    expect((await genesis(['plan', 'dev', '-o', 'table'], { folder })).out).toMatchInlineSnapshot(`
      "No changes. dev is as declared (2 resources).
      "
    `)
  })

  it('is the text of lists', async () => {
    const folder = project(files)
    await genesis(['apply', 'dev', '--yes'], { folder })
    for (const words of [['state', 'list'], ['runs'], ['schema']]) {
      const table = await genesis([...words, '-o', 'table'], { folder })
      expect(table).toEqual(await genesis(words, { folder }))
    }
  })

  it('is refused where there is none', async () => {
    const { code, err } = await genesis(['doctor', '-o', 'table'], { folder: project(files) })
    expect({ code, err }).toEqual({ code: 3, err: 'error[usage]: --output does not take "table"\n  = hint: it takes text, json, jsonl, yaml\n\n1 error\n' })
  })
})

describe('--log-level', () => {
  const trouble = {
    'system/a.yaml': `${fileDocument('a', 'x')}---\napiVersion: genesis/v1\nkind: Command\nmetadata: { name: fails }\nspec: { create: [./fail.sh], inputs: { version: 1.30 } }\n---\n${fileDocument('after', 'x')}dependsOn: [fails]\n`,
  }

  it.each([
    ['error', ['dev/fails: failed']],
    ['warning', ['dev/after: skipped', 'dev/fails: failed', 'warning[number-out-of-range]']],
    ['info', ['applying', 'dev/a: created', 'dev/after: skipped', 'dev/fails: failed', 'planning', 'warning[number-out-of-range]']],
    ['debug', ['applying', 'dev/a: created', 'dev/a: planning', 'dev/after: skipped', 'dev/fails: failed', 'planning', 'warning[number-out-of-range]']],
  ])('%s', async (level, expected) => {
    const folder = project(trouble)
    writeFileSync(`${folder}/system/fail.sh`, '#!/bin/sh\nexit 1\n')
    chmodSync(`${folder}/system/fail.sh`, 0o755)
    const { code, err } = await genesis(['apply', 'dev', '--yes', '--log-level', level], { folder })
    expect(code).toBe(6)
    const known = ['applying', 'planning', 'dev/a: created', 'dev/a: planning', 'dev/fails: failed', 'dev/after: skipped', 'warning[number-out-of-range]']
    expect(known.filter((start) => err.split('\n').some((line) => line.startsWith(start))).sort()).toEqual(expected)
  })
})
