import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutPicture } from '../../../../src/cli/layout-picture.ts'
import { fenced } from '../../../../src/cli/render/markdown/fenced.ts'
import { planMarkdown } from '../../../../src/cli/render/markdown/plan-markdown.ts'
import { pictureSvg } from '../../../../src/cli/render/picture/picture-svg.ts'
import { plansHtml } from '../../../../src/cli/render/plan-html.ts'
import { pictureEntries, planPicture, plansPicture, stepWaits, type PlanWait } from '../../../../src/cli/render/plan-picture.ts'
import { Sensitive } from '../../../../src/expressions/value.ts'
import type { PlanDocument } from '../../../../src/plan/plan-document.ts'
import { actions } from '../../../../src/plan/action.ts'
import { inner, partialOf, planOf, resource } from '../../../rig/plan-builder.ts'
import { drifted, everyAction, everyDiff, hostile, huge, partial, stacks } from '../plan-samples.ts'
import { expectHarmless } from '../../../rig/harmless.ts'
import { hostileText } from './hostile.ts'
import { pageProblems, readMarkup } from './markup.ts'

async function page(document: PlanDocument, waits: readonly PlanWait[] | null = null): Promise<string> {
  return pageOf([{ document, waits }], null)
}

async function pageOf(plans: Parameters<typeof plansPicture>[0], totals: readonly string[] | null): Promise<string> {
  const { picture, drawn } = plansPicture(plans)
  return plansHtml(drawn, pictureSvg(picture, await layoutPicture(picture), pictureEntries(drawn)), totals)
}

const step = (address: string, ...after: readonly string[]) =>
  ({
    id: `${address}#update`,
    address,
    kind: 'File',
    action: 'update',
    exactness: 'exact',
    phase: 'main',
    after: after.map((other) => `${other}#update`),
    timeoutMs: null,
    onFailure: 'continue',
  }) as const

const hostilePlan: fc.Arbitrary<PlanDocument> = fc
  .record({
    a: hostileText,
    b: hostileText,
    action: fc.constantFrom(...actions),
    exactness: fc.constantFrom('exact' as const, 'conditional' as const, 'deferred' as const),
    innerActions: fc.constantFrom(['create'] as const, ['delete', 'create'] as const, ['update'] as const),
  })
  .map(({ a, b, action, exactness, innerActions }) =>
    planOf(
      [
        resource(`dev/${a}`, {
          kind: b,
          action,
          exactness,
          before: { [a]: b, text: `x\n${a}\ny` },
          after: { [a]: a, text: `x\n${b}\ny` },
          waitsFor: [a, b],
          reasons: [{ kind: 'desired-changed', paths: [`/${a}`] }],
          drift: [{ path: [a], recorded: a, observed: b, sensitive: false, conflict: false }],
        }),
      ],
      {
        environment: a,
        project: { name: b, id: null },
        createdAt: a,
        genesisVersion: b,
        partial: partialOf({ asked: [a], broughtAlong: [b], excluded: [a], excludedWith: [b], selector: b }),
        steps: [step(a, b), step(b)],
        resource_changes: [inner(`dev/${a}`, b, innerActions, { before: { [b]: a }, after: { [b]: b }, previous_address: a, action_reason: b })],
      },
    ),
  )

/** Markdown without its fenced blocks, read as CommonMark reads them: a fence closes with at least as many of the same character, and nothing else. */
function outsideFences(markdown: string): { readonly text: string; readonly open: boolean } {
  let fence = null as string | null
  const lines = markdown.split('\n').filter((line) => {
    const run = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line)
    if (fence === null) {
      if (run === null || (run[1]!.startsWith('`') && run[2]!.includes('`'))) return true
      fence = run[1]!
      return false
    }
    if (run !== null && run[1]!.startsWith(fence) && run[2]!.trim() === '') fence = null
    return false
  })
  return { text: lines.join('\n'), open: fence !== null }
}

describe('planMarkdown', () => {
  it.each([
    ['every-action', everyAction],
    ['every-diff', everyDiff],
    ['stacks', stacks],
    ['drift', drifted],
    ['hostile', hostile],
    ['partial', partial],
  ])('writes %s for a pull request', async (name, build) => {
    await expect(planMarkdown(build())).toMatchFileSnapshot(`golden/plan-${name}.md.txt`)
  })

  it('says in a line that nothing changes', () => {
    expect(planMarkdown(planOf([resource('dev/a')]))).toBe(
      '<h2>Plan for <code>dev</code></h2>\n\n<p><strong>No changes. dev is as declared (1 resource).</strong></p>\n',
    )
  })

  it('keeps to what forges take, and still names every delete', () => {
    const text = planMarkdown(huge())
    expect(text.length).toBeLessThan(65_536)
    expect(text.match(/- File dev\/r-\d+<\/code> will be deleted/g)).toHaveLength(10)
    expect(text).toMatch(/<p>… and \d+ more resources\.<\/p>\n\n<p>The differences of \d+ resources are left out here: the plan is too long\.<\/p>\n$/)
  })

  it('never shows what a mask covers', () => {
    const document = planOf([resource('dev/a', { action: 'update', before: { a: new Sensitive('hunter1') }, after: { a: new Sensitive('hunter2') } })])
    expect(planMarkdown(document)).not.toContain('hunter')
  })

  it('lets no text out of its fence or become Markdown or HTML', () => {
    fc.assert(
      fc.property(hostilePlan, (document) => {
        // Our own sign has a selector that nobody sees.
        expectHarmless(planMarkdown(document).replaceAll('\ufe0f', ''))
        const { text, open } = outsideFences(planMarkdown(document))
        expect(open).toBe(false)
        expect(readMarkup(text).problems).toEqual([])
        // Outside of fences every line is a heading of ours or begins with an element, in which Markdown means nothing.
        for (const line of text.split('\n')) expect(line).toMatch(/^(?:|### (?:Deletes and replaces|Changes|Deferred)|<(?:h2|p|details|\/details)>?.*)$/)
      }),
      { numRuns: 300 },
    )
  })

  it('makes fences longer than what they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('`', '``````', '\n', 'a', ' '), { maxLength: 12 }), (parts) => {
        expect(outsideFences(fenced(parts.join(''), 'diff'))).toEqual({ text: '', open: false })
      }),
    )
  })
})

describe('plansHtml', () => {
  it('is one well-formed page for several plans, in which each box leads to its own entry', async () => {
    const plans = [everyAction(), { ...partial(), environment: 'prod', protected: true }, hostile()]
    const html = await pageOf(
      plans.map((document) => ({ document, waits: null })),
      ['In all: <3> environments'],
    )
    expect(readMarkup(html).problems).toEqual([])
    expect(pageProblems(html)).toEqual([])
    expect(html).toContain('<b>In all: &lt;3&gt; environments</b>')
    expect(html).toContain('<h2>Plan for prod (protected)</h2>')
    const ids = [...html.matchAll(/<details class="item" id="(item-\d+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const links = [...html.matchAll(/<a href="#(item-\d+)">/g)].map(([, id]) => id)
    expect(links.toSorted()).toEqual(ids.toSorted())
  })

  it.each([
    ['every action', everyAction],
    ['every diff', everyDiff],
    ['stacks', stacks],
    ['drift', drifted],
    ['hostile', hostile],
    ['partial', partial],
  ])('is a well-formed page: %s', async (_, build) => {
    const document = build()
    const html = await page(document)
    const { problems, text } = readMarkup(html)
    expect(problems).toEqual([])
    expect(text).toMatch(/Plan: |No changes/)
    expect(pageProblems(html)).toEqual([])
  })

  it('lets the browser run our script alone, and load nothing', async () => {
    const html = await page(stacks())
    const script = /<script>([^]*)<\/script>/.exec(html)?.[1] ?? ''
    const hash = createHash('sha256').update(script).digest('base64')
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`)
  })

  it('shows deletes and replaces first and unfolded, the rest folded', async () => {
    const html = await page(everyAction())
    const open = [...html.matchAll(/<details class="item" id="item-\d+" data-item="\d+" open><summary>.*?(dev\/[a-z~0-9-]+)/g)].map(([, address]) => address)
    expect(open).toEqual(['dev/c-replace', 'dev/d-delete', 'dev/q~3'])
    expect(html.indexOf('Deletes and replaces')).toBeLessThan(html.indexOf('<h2>Changes'))
  })

  it('leads from each box to its entry, and from no other', async () => {
    const document = planOf([resource('dev/a', { action: 'update' }), resource('dev/same'), resource('dev/z', { action: 'delete' })])
    const html = await page(document, [])
    expect([...html.matchAll(/<a href="#item-(\d+)"><g class="node (\w+)"/g)].map(([, number, tone]) => [number, tone])).toEqual([
      ['0', 'changed'],
      ['2', 'removed'],
    ])
    expect([...html.matchAll(/<details class="item" id="item-(\d+)" data-item="\1"/g)]).toHaveLength(2)
    expect(await page(huge())).not.toContain('href=')
  })

  it('is harmless whatever the plan holds', async () => {
    await fc.assert(
      fc.asyncProperty(hostilePlan, async (document) => {
        const html = await page(document)
        expect(readMarkup(html).problems).toEqual([])
        expectHarmless(html)
        expect(html.match(/<script>/g)).toHaveLength(1)
      }),
      { numRuns: 40 },
    )
  })
})

describe('planPicture', () => {
  const document = planOf(
    [
      resource('dev/app', { action: 'update', exactness: 'conditional', waitsFor: ['dev/network'] }),
      resource('dev/gone', { action: 'delete', declaredAt: null }),
      resource('dev/network', { kind: 'TerraformStack', action: 'update' }),
      resource('dev/new', { action: 'create' }),
      resource('dev/same'),
    ],
    {
      steps: [step('dev/network'), step('dev/app', 'dev/network'), step('dev/gone', 'dev/app')],
      resource_changes: [inner('dev/network', 'x.y', ['delete', 'create']), inner('dev/network', 'x.z', ['create'])],
    },
  )

  it('colours by what happens, inside of stacks, too', () => {
    const { nodes } = planPicture(document, null)
    expect(nodes.map(({ title, subtitle, tone, dashed }) => [title, subtitle, tone, dashed])).toEqual([
      ['~ app', 'File', 'changed', true],
      ['- gone', 'File', 'removed', false],
      ['~ network', 'TerraformStack -/+1 +1', 'removed', false],
      ['+ new', 'File', 'added', false],
    ])
  })

  it('takes the arrows from the steps, or from the declarations where they are known', () => {
    expect(stepWaits(document)).toEqual([
      { from: 'dev/network', to: 'dev/app' },
      { from: 'dev/app', to: 'dev/gone' },
    ])
    const waits = [
      { from: 'dev/same', to: 'dev/network' },
      { from: 'dev/network', to: 'dev/app' },
    ]
    const picture = planPicture(document, waits)
    expect(picture.nodes.at(-1)).toMatchObject({ title: 'same', tone: 'plain' })
    expect(picture.edges.map(({ details }) => details[0])).toEqual([
      'dev/network waits for dev/same',
      'dev/app waits for dev/network',
      'dev/gone waits for dev/app',
    ])
  })

  it('draws a large plan by what happens', () => {
    expect(planPicture(huge(), null).nodes.map(({ title, subtitle }) => `${title}: ${subtitle}`)).toEqual([
      'update in place: 499 resources',
      'create: 4491 resources',
      'delete: 10 resources',
    ])
  })
})
