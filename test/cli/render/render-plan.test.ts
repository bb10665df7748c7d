import { describe, expect, it } from 'vitest'
import { planTable } from '../../../src/cli/render/plan-table.ts'
import { renderPlan } from '../../../src/cli/render/render-plan.ts'
import type { TextStyle } from '../../../src/cli/render/terminal.ts'
import { textWidth } from '../../../src/cli/render/text-width.ts'
import { Sensitive } from '../../../src/expressions/value.ts'
import { inner, partialOf, planOf, resource } from '../../rig/plan-builder.ts'
import { drifted, everyAction, everyDiff, hostile, huge, partial, stacks } from './plan-samples.ts'

const style: TextStyle = { columns: null, color: false, unicode: true }

describe('planTable', () => {
  it.each([
    ['every-action', everyAction],
    ['stacks', stacks],
    ['partial', partial],
  ])('shows %s, a line for each', async (name, build) => {
    await expect(planTable(build(), style)).toMatchFileSnapshot(`golden/table-${name}.txt`)
  })
})

describe('renderPlan', () => {
  it.each([
    ['every-action', everyAction],
    ['every-diff', everyDiff],
    ['stacks', stacks],
    ['drift', drifted],
    ['hostile', hostile],
    ['partial', partial],
  ])('shows %s as people read it', async (name, build) => {
    await expect(renderPlan(build(), style)).toMatchFileSnapshot(`golden/plan-${name}.txt`)
  })

  it('breaks lines in a narrow terminal, further in', async () => {
    const text = renderPlan(everyDiff(), { ...style, columns: 50 })
    await expect(text).toMatchFileSnapshot('golden/plan-narrow.txt')
    expect(Math.max(...text.split('\n').map(textWidth))).toBeLessThanOrEqual(50)
  })

  it('colours marks, titles and remarks', async () => {
    await expect(JSON.stringify(renderPlan(stacks(), { ...style, color: true }).split('\n'), undefined, 1)).toMatchFileSnapshot('golden/plan-colour.txt')
  })

  it('uses ASCII alone where the terminal knows no more', () => {
    expect(renderPlan(everyAction(), { ...style, unicode: false })).toMatch(/^[\x20-\x7e\n]*$/)
  })

  it('folds thousands of creates and updates to a line each, and no delete', async () => {
    const text = renderPlan(huge(), style)
    await expect(
      text
        .split('\n')
        .filter((_, at, all) => at < 60 || at > all.length - 30)
        .join('\n'),
    ).toMatchFileSnapshot('golden/plan-huge-ends.txt')
    const lines = text.split('\n')
    expect(lines.filter((line) => line.endsWith('will be created'))).toHaveLength(100)
    expect(lines.filter((line) => line.endsWith('will be updated in place'))).toHaveLength(100)
    expect(lines.filter((line) => line.endsWith('will be deleted'))).toHaveLength(10)
    for (const index of [1, 4989, 4999]) expect(text).toContain(`File dev/r-${String(index).padStart(4, '0')}`)
  })

  it('folds nothing where everything is asked for', () => {
    const lines = renderPlan(huge(), style, { verbose: true }).split('\n')
    expect(lines.filter((line) => / will be (?:created|updated in place|deleted)$/.test(line))).toHaveLength(5000)
    expect(lines.some((line) => line.includes('in short'))).toBe(false)
  })

  it('folds changes inside a stack, but none that takes something away', () => {
    const changes = Array.from({ length: 500 }, (_, index) =>
      index % 5 === 0
        ? inner('dev/app', `terraform_data.d[${index}]`, ['delete'], { before: { id: String(index) } })
        : inner('dev/app', `terraform_data.c[${index}]`, ['create'], { after: { input: index } }),
    )
    const text = renderPlan(planOf([resource('dev/app', { kind: 'TerraformStack', action: 'update' })], { resource_changes: changes }), style)
    expect(text.match(/will be destroyed/g)).toHaveLength(100)
    expect(text.match(/will be created/g)).toHaveLength(100)
    expect(text).toContain('# 300 more changes, in short (in full: --verbose):\n      + terraform_data.c[126]\n')
    expect(text).toContain('      + terraform_data.c[499]\n    }\n')
    expect(text.indexOf('d[495] will be destroyed')).toBeLessThan(text.indexOf('c[1] will be created'))
  })

  it('puts a stack that deletes inside before everything that does not', () => {
    const document = planOf([resource('dev/a', { action: 'create', after: {} }), resource('dev/z', { kind: 'TerraformStack', action: 'update' })], {
      resource_changes: [inner('dev/z', 'x.y', ['delete'], { before: { id: '1' } })],
    })
    const text = renderPlan(document, style)
    expect(text.indexOf('# dev/z')).toBeLessThan(text.indexOf('# dev/a'))
  })

  it('never shows what a mask covers', () => {
    const secret = (value: string) => ({ a: new Sensitive(value), b: [1, new Sensitive(value)], c: new Sensitive({ d: value }) })
    const document = planOf([
      resource('dev/a', {
        action: 'update',
        before: secret('hunter1'),
        after: secret('hunter2'),
        reasons: [{ kind: 'desired-changed', paths: ['/a', '/b', '/c'] }],
      }),
      resource('dev/b', { action: 'create', after: secret('hunter3') }),
      resource('dev/c', { action: 'delete', before: secret('hunter4') }),
    ])
    const text = renderPlan(document, style)
    expect(text).not.toContain('hunter')
    expect(text.match(/\(sensitive value\)/g)).toHaveLength(9)
  })

  it.each([
    ['nothing to do', planOf([resource('dev/a'), resource('dev/b')]), 'No changes. dev is as declared (2 resources).\n'],
    ['one resource', planOf([resource('dev/a')]), 'No changes. dev is as declared (1 resource).\n'],
    ['nothing to destroy', planOf([], { mode: 'destroy' }), 'Nothing to destroy. dev has no recorded resources.\n'],
    [
      'a part as declared',
      planOf([resource('dev/a')], { partial: partialOf({ asked: ['dev/a'], total: 3 }) }),
      'This plan is partial: 1 of 3 resources of dev\nAsked for: dev/a\n\nNo changes among the 1 selected of 3 resources of dev.\n',
    ],
  ])('says %s in a line', (_, document, expected) => {
    expect(renderPlan(document, style)).toBe(expected)
  })

  it('counts on two levels', () => {
    const many = Array.from({ length: 55 }, (_, index) => resource(`dev/same-${index}`, { kind: 'TerraformStack' }))
    const open = ['a', 'b', 'c'].map((name) => resource(`dev/${name}`, { kind: 'TerraformStack', action: 'update' }))
    const late = ['d', 'e'].map((name) => resource(`dev/${name}`, { kind: 'TerraformStack', action: 'update', exactness: 'deferred' }))
    const changes = [
      ...Array.from({ length: 4 }, (_, index) => inner('dev/a', `x.c[${index}]`, ['create'], { after: {} })),
      ...Array.from({ length: 2 }, (_, index) => inner('dev/b', `x.u[${index}]`, ['update'], { before: { a: 1 }, after: { a: 2 } })),
      inner('dev/c', 'x.r', ['delete', 'create'], { before: {}, after: {} }),
    ]
    const text = renderPlan(planOf([...open, ...late, ...many], { resource_changes: changes }), style)
    expect(text.trimEnd().split('\n').at(-1)).toBe('Plan: 3 of 60 resources change, 2 deferred. Terraform: 4 to add, 2 to change, 1 to replace, 0 to destroy.')
  })
})
