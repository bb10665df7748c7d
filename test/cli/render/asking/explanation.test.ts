import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explanationDocument } from '../../../../src/cli/render/explain/explanation-document.ts'
import { explanationText } from '../../../../src/cli/render/explain/explanation-text.ts'
import { jsonText } from '../../../../src/cli/render/json-text.ts'
import type { ChangeReason } from '../../../../src/plan/plan-document.ts'
import type {
  ExplainedReference,
  Explanation,
  Origin,
  OutputExplanation,
  ResourceExplanation,
  ShownValue,
  ValueExplanation,
} from '../../../../src/plan/explanation.ts'
import { resource } from '../../../rig/plan-builder.ts'
import { edge, place, reads, shop } from './graph-samples.ts'
import { expectHarmless } from '../../../rig/harmless.ts'
import { hostileText } from './hostile.ts'

const now = Date.UTC(2026, 4, 3, 12)
const style = { columns: null, color: false, unicode: true }
const show = (explanation: Explanation) => explanationText(explanation, { style, now })

const known = (value: ShownValue['value']): ShownValue => ({ value, unknown: false, sensitive: false })
const record = { revision: 3, status: 'ready', run: '01abc', updatedAt: Date.UTC(2026, 4, 1, 12) } as const
const read = (origin: Origin, value: ShownValue | null, ...path: readonly (string | number)[]): ExplainedReference => ({
  reads: path,
  at: place('system/app.yaml', 12),
  origin,
  value,
})

const environmentLayers = [
  { kind: 'environment-defaults', environment: 'prod-base', value: 1, at: place('environments/base.yaml', 5) },
  { kind: 'document', environment: 'prod', value: '${1 + 1}', at: place('environments/prod.yaml', 7) },
] as const

const failure = { reason: 'program-failed', message: 'it said\nno', hint: 'ask again', transient: false, indeterminate: true } as const

const values: ValueExplanation = {
  kind: 'value',
  address: 'prod/app@eu',
  path: ['variables'],
  left: 7,
  values: [
    {
      path: ['variables', 'size'],
      at: place('system/app.yaml', 30, 9),
      layers: [
        { kind: 'project-defaults', environment: null, value: 1, at: place('genesis.yaml', 9) },
        { kind: 'environment-defaults', environment: 'prod', value: { a: 1 }, at: place('environments/prod.yaml', 9) },
        { kind: 'document', environment: null, value: '${environment.variables.size}', at: place('system/app.yaml', 12) },
        { kind: 'override', environment: 'prod', value: 9, at: place('system/app.yaml', 30, 9) },
      ],
      written: null,
      value: known(9),
      ignored: { pointer: '/spec/variables', isRecorded: true, inForce: { value: 2, unknown: false, sensitive: false } },
      failures: [],
      references: [],
    },
    {
      path: ['variables', 'a b'],
      at: place('system/app.yaml', 12, 14),
      layers: [{ kind: 'document', environment: null, value: '…', at: place('system/app.yaml', 12, 14) }],
      written: 'first ${project.name}\nsecond ${git.commit}\n',
      value: known('first shop\nsecond 1a2b\n'),
      ignored: { pointer: '/spec/variables/url', isRecorded: false, inForce: null },
      failures: [],
      references: [
        read({ kind: 'project' }, known('shop'), 'project', 'name'),
        read({ kind: 'git' }, known('1a2b'), 'git', 'commit'),
        read({ kind: 'other' }, known('eu'), 'each', 'key'),
        read(
          { kind: 'declared', at: place('environments/prod.yaml', 7), written: '${1 + 1}', layers: environmentLayers },
          known(2),
          'environment',
          'variables',
          'size',
        ),
        read(
          { kind: 'declared', at: place('environments/prod.yaml', 7), written: null, layers: environmentLayers.slice(0, 1) },
          null,
          'environment',
          'variables',
          'siez',
        ),
        read(
          { kind: 'output', address: 'prod/network', declaredAt: place('system/network.yaml', 3), record },
          known({ ids: [1, 2], x: {} }),
          'resources',
          'network',
          'outputs',
        ),
        read(
          { kind: 'output', address: 'global/dns', declaredAt: null, record: null },
          { value: null, unknown: true, sensitive: false },
          'environments',
          'global',
          'resources',
          'dns-a',
          'outputs',
          'z',
        ),
      ],
    },
    {
      path: ['variables', 'password'],
      at: place('system/app.yaml', 13),
      layers: [],
      written: '${resources.db.outputs.password}',
      value: { value: null, unknown: false, sensitive: true },
      ignored: { pointer: '/spec/content', isRecorded: true, inForce: null },
      failures: ['no such thing'],
      references: [],
    },
  ],
}

const reasons: readonly ChangeReason[] = [
  { kind: 'not-recorded' },
  { kind: 'desired-changed', paths: ['/variables/size', ''] },
  { kind: 'drifted', paths: ['/mode'] },
  { kind: 'document-removed' },
  { kind: 'destroy' },
  { kind: 'incomplete' },
  { kind: 'upstream-changes', upstream: ['dev/network', 'dev/database'] },
  { kind: 'inner-changes', count: 2 },
  { kind: 'moved', from: 'dev/application' },
  { kind: 'adopted' },
  { kind: 'protection-changed', to: 'unprotect' },
  { kind: 'dependencies-changed' },
  { kind: 'removal-changed' },
  { kind: 'deposed' },
]

const full: ResourceExplanation = {
  kind: 'resource',
  address: 'dev/app',
  resourceKind: 'TerraformStack',
  declaration: {
    at: place('system/app.yaml', 3, 19),
    labels: { team: 'web', tier: 'front' },
    preventDestroy: true,
    owns: ['the Terraform state kept for dev/app', 'the file out/a'],
    ignoreChanges: ['/spec/variables/build'],
  },
  inProtected: true,
  inObserved: false,
  waitsFor: shop.edges.slice(0, 2),
  neededBy: [edge('dev/app', 'dev/config', [reads(['content'], 'resources', 'app', 'outputs', 'url')]), edge('dev/app', 'prod/edge', [], true)],
  record: { ...record, status: 'incomplete' },
  recordedAs: 'dev/application',
  removal: null,
  lastRun: { run: '01abd', mode: 'apply', startedAt: record.updatedAt, end: { kind: 'failed', failure } },
  plan: resource('dev/app', { kind: 'TerraformStack', action: 'update', exactness: 'conditional', waitsFor: ['dev/network'], reasons }),
  blocked: [
    { code: 'run-interrupted', severity: 'warning', message: 'run 1 did not end\n  dev/app', hint: 'look at it\nthen unlock' },
    { code: 'protected', address: 'dev/network', severity: 'error', message: 'preventDestroy is set', at: place('system/app.yaml', 5) },
  ],
}

const gone: ResourceExplanation = {
  ...full,
  declaration: null,
  inProtected: false,
  waitsFor: [edge('dev/a', 'dev/app', [])],
  neededBy: [],
  recordedAs: null,
  removal: { rule: 'destroy', said: null },
  lastRun: {
    run: '01abd',
    mode: 'apply',
    startedAt: record.updatedAt,
    end: { kind: 'skipped', because: 'it waits for dev/a, which failed', cause: { address: 'dev/a', failure } },
  },
  plan: resource('dev/app', { action: 'create', exactness: 'deferred', waitsFor: ['dev/a'], reasons: [] }),
  blocked: [],
}

const output: OutputExplanation = {
  kind: 'output',
  address: 'dev/network',
  path: ['outputs', 'ids', 0],
  declaredAt: place('system/network.yaml', 3),
  record,
  recorded: known('a'),
  planned: known('b'),
  readBy: [edge('dev/network', 'dev/app', [reads(['content'], 'resources', 'network', 'outputs', 'ids')]), edge('dev/network', 'prod/edge', [], true)],
}
const removed = (rule: 'destroy' | 'forget' | 'refuse', said: 'destroy' | 'forget' | 'refuse' | null): ResourceExplanation => ({
  ...gone,
  waitsFor: [],
  removal: { rule, said },
})

describe('an explanation', () => {
  it.each([
    ['value', values],
    ['resource', full],
    ['resource-gone', gone],
    ['resource-patterns', { ...full, declaration: { ...full.declaration!, preventDestroy: ['aws_db_instance.*', 'module.a.*'] } }],
    ['resource-blocked', { ...full, plan: null }],
    ['output', output],
    ['output-new', { ...output, record: null, recorded: null, planned: { value: null, unknown: true, sensitive: false }, readBy: [] }],
    ['output-same', { ...output, planned: known('a'), readBy: [] }],
    ['output-secret', { ...output, recorded: { value: null, unknown: false, sensitive: true }, planned: null, declaredAt: null, readBy: [] }],
    ['removal-forget', removed('forget', 'forget')],
    ['removal-refuse', { ...removed('refuse', null), lastRun: { ...gone.lastRun!, end: { kind: 'cut-off' } as const } }],
    ['removal-refuse-said', { ...removed('refuse', 'refuse'), lastRun: { ...gone.lastRun!, end: { kind: 'succeeded' } as const } }],
    ['resource-unplanned', { ...gone, plan: null, record: null }],
  ])('of %s is text', async (name, explanation) => {
    await expect(show(explanation)).toMatchFileSnapshot(`golden/explain-${name}.txt`)
  })

  it.each([
    ['value', values],
    ['resource', full],
    ['output', output],
  ])('of %s is JSON', async (name, explanation) => {
    await expect(jsonText(explanationDocument(explanation))).toMatchFileSnapshot(`golden/explain-${name}.json.txt`)
  })

  it('is harmless whatever it holds', () => {
    const hostile = fc.tuple(hostileText, hostileText).map(([a, b]): readonly Explanation[] => [
      {
        ...values,
        address: a,
        path: [b],
        values: values.values.map((value) => ({ ...value, path: [a, 0, b], written: `${a}\n${b}`, value: known({ [a]: b }), failures: [a] })),
      },
      { ...output, address: a, path: ['outputs', b], recorded: known(a), planned: known({ [b]: a }) },
      {
        ...full,
        lastRun: { ...full.lastRun!, run: a, end: { kind: 'skipped', because: b, cause: { address: a, failure: { ...failure, message: b, hint: a } } } },
        address: a,
        resourceKind: b,
        waitsFor: [edge(a, b, [reads([a], 'resources', b)])],
        blocked: [{ code: 'usage', severity: 'error', message: `${a}\n${b}`, hint: `${b}\n${a}` }],
      },
    ])
    fc.assert(
      fc.property(hostile, (explanations) => {
        for (const explanation of explanations) {
          expectHarmless(show(explanation))
          expect(JSON.parse(jsonText(explanationDocument(explanation)))).toMatchObject({ address: explanation.address })
        }
      }),
    )
  })
})
