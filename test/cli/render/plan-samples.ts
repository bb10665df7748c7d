import { Sensitive, unknown } from '../../../src/expressions/value.ts'
import type { PlanDocument } from '../../../src/plan/plan-document.ts'
import { inner, partialOf, planOf, resource } from '../../rig/plan-builder.ts'

const text = (...lines: readonly string[]) => lines.join('\n') + '\n'

/** Every action and every symbol once. */
export function everyAction(): PlanDocument {
  return planOf([
    resource('dev/a-create', { action: 'create', after: { path: 'out/a', content: 'hello', json: '{"a":[1]}' }, reasons: [{ kind: 'not-recorded' }] }),
    resource('dev/b-update', {
      action: 'update',
      before: { content: 'old', mode: '0640' },
      after: { content: 'new', mode: '0640' },
      reasons: [{ kind: 'desired-changed', paths: ['/content'] }],
    }),
    resource('dev/c-replace', {
      action: 'replace',
      before: { path: 'out/c', content: 'x' },
      after: { path: 'out/d', content: 'x' },
      replacePaths: [['path']],
      reasons: [{ kind: 'desired-changed', paths: ['/path'] }],
      reversibility: 'recreate-lossy',
    }),
    resource('dev/d-delete', {
      action: 'delete',
      before: { path: 'out/d' },
      reasons: [{ kind: 'document-removed' }],
      declaredAt: null,
      reversibility: 'irreversible',
    }),
    resource('dev/e-read', { kind: 'Command', action: 'read', before: { inputs: {} }, after: { inputs: {} }, reasons: [{ kind: 'dependencies-changed' }] }),
    resource('dev/f-move', { action: 'move', before: { path: 'out/f' }, after: { path: 'out/f' }, reasons: [{ kind: 'moved', from: 'dev/f-was' }] }),
    resource('dev/g-adopt', { kind: 'TerraformStack', action: 'adopt', reasons: [{ kind: 'adopted' }] }),
    resource('dev/h-forget', { action: 'forget', before: { path: 'out/h' }, reasons: [{ kind: 'document-removed' }], declaredAt: null }),
    resource('dev/i-protect', { action: 'protect', reasons: [{ kind: 'protection-changed', to: 'protect' }] }),
    resource('dev/j-unprotect', { action: 'unprotect', reasons: [{ kind: 'protection-changed', to: 'unprotect' }] }),
    resource('dev/k-deferred', {
      kind: 'Command',
      action: 'create',
      exactness: 'deferred',
      after: { inputs: { id: unknown, size: 1 } },
      waitsFor: ['dev/a-create', 'dev/b-update'],
      reasons: [{ kind: 'upstream-changes', upstream: ['dev/a-create', 'dev/b-update'] }],
    }),
    resource('dev/l-conditional', {
      action: 'update',
      exactness: 'conditional',
      before: { content: 'a' },
      after: { content: 'b' },
      waitsFor: ['dev/a-create'],
      reasons: [
        { kind: 'upstream-changes', upstream: ['dev/a-create'] },
        { kind: 'desired-changed', paths: ['/content'] },
      ],
    }),
    resource('dev/m-undecided', { action: 'no-op', exactness: 'conditional', waitsFor: ['dev/a-create'] }),
    resource('dev/n-incomplete', { action: 'create', after: { path: 'n' }, reasons: [{ kind: 'incomplete' }] }),
    resource('dev/o-same'),
    resource('dev/p-same'),
    resource('dev/q~3', { action: 'delete', before: { path: 'q' }, reasons: [{ kind: 'deposed' }], declaredAt: null }),
  ])
}

/** Nested maps and lists, texts, secrets, unknown values, wide characters, long strings, replacement deep inside. */
export function everyDiff(): PlanDocument {
  const before = {
    text: text('one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'),
    becameText: 'short',
    list: ['a', 'b', 'c', 'd', 'e'],
    items: [
      { name: 'x', size: 1 },
      { name: 'y', size: 2 },
    ],
    nested: { deep: { deeper: { kept: true, size: 1 } }, gone: { a: [1, 2] } },
    secret: new Sensitive('old'),
    sameSecret: new Sensitive('same'),
    noLongerSecret: new Sensitive('x'),
    scalarToMap: 'x',
    mapToScalar: { a: 1 },
    mapToUnknown: { a: 1 },
    listToMap: [1],
    number: 1,
    policy: '{"Version":"2012","Statement":[{"Action":"a","Effect":"Allow"}]}',
    spelling: '{"a": 1}',
    flag: true,
    city: '東京',
    'odd key': 1,
    名前: 'a',
    long: 'x'.repeat(3000) + 'a' + 'y'.repeat(3000),
    empty: {},
    untouched: 1,
    untouchedToo: [1],
  }
  const after = {
    text: text('one', 'two', 'three', 'four', 'FIVE', 'six', 'seven', 'eight').trimEnd(),
    becameText: 'short\nlonger',
    list: ['a', 'b', 'd', 'e', 'f'],
    items: [
      { name: 'x', size: 1 },
      { name: 'y', size: 3 },
    ],
    nested: { deep: { deeper: { kept: true, size: 2 } }, added: { b: null, c: [] } },
    secret: new Sensitive('new'),
    sameSecret: new Sensitive('same'),
    noLongerSecret: 'x',
    scalarToMap: { a: 1 },
    mapToScalar: 'x',
    mapToUnknown: unknown,
    listToMap: { a: 1 },
    number: '1',
    policy: '{"Version":"2012","Statement":[{"Action":"b","Effect":"Allow"}]}',
    spelling: '{"a":1}',
    flag: false,
    city: '大阪',
    'odd key': 2,
    名前: 'b',
    long: 'x'.repeat(3000) + 'b' + 'y'.repeat(3000),
    empty: { now: unknown },
    untouched: 1,
    untouchedToo: [1],
  }
  return planOf([
    resource('dev/app', {
      action: 'replace',
      before,
      after,
      replacePaths: [
        ['nested', 'deep', 'deeper', 'size'],
        ['items', 1, 'size'],
      ],
      reasons: [{ kind: 'desired-changed', paths: ['/text', '/secret', '/list', '/items', '/nested/deep/deeper/size'] }],
    }),
  ])
}

/** Stacks: changes inside, one that only deletes inside, one that only changes secrets, imports, moves, data sources. */
export function stacks(): PlanDocument {
  const network = 'dev/network'
  const database = 'dev/database'
  return planOf(
    [
      resource('dev/app', {
        kind: 'TerraformStack',
        action: 'create',
        exactness: 'deferred',
        after: { source: 'stacks/app', variables: { vpc_id: unknown } },
        waitsFor: [network],
        reasons: [{ kind: 'upstream-changes', upstream: [network] }],
      }),
      resource(database, { kind: 'TerraformStack', action: 'update', reasons: [{ kind: 'inner-changes', count: 3 }] }),
      resource(network, {
        kind: 'TerraformStack',
        action: 'update',
        before: { source: 'stacks/network', variables: { size: 2, token: new Sensitive('a') } },
        after: { source: 'stacks/network', variables: { size: 3, token: new Sensitive('a') } },
        reasons: [
          { kind: 'desired-changed', paths: ['/variables/size'] },
          { kind: 'inner-changes', count: 4 },
        ],
      }),
      resource('dev/same', { kind: 'TerraformStack' }),
    ],
    {
      resource_changes: [
        inner(database, 'aws_db_instance.main', ['update'], {
          before: { id: 'db-1', name: 'main', password: new Sensitive('a'), size: 1 },
          after: { id: 'db-1', name: 'main', password: new Sensitive('b'), size: 1 },
        }),
        inner(database, 'aws_kms_key.old["a"]', ['delete'], { before: { id: 'k-1', tags: { team: 'web' } }, action_reason: 'delete_because_each_key' }),
        inner(database, 'data.aws_ami.newest', ['read'], {
          mode: 'data',
          after: { id: unknown, owners: ['self'] },
          action_reason: 'read_because_config_unknown',
        }),
        inner(network, 'module.a.terraform_data.x', ['create'], { after: { id: unknown, input: { cidr: '10.0.0.0/16' }, nothing: null } }),
        inner(network, 'terraform_data.beside', ['create', 'delete'], {
          before: { id: '1' },
          after: { id: unknown },
          action_reason: 'replace_because_tainted',
        }),
        inner(network, 'terraform_data.moved', ['no-op'], { previous_address: 'terraform_data.original', before: { id: '2' }, after: { id: '2' } }),
        inner(network, 'terraform_data.y', ['delete', 'create'], {
          before: { id: '1', triggers_replace: 'a', tags: null },
          after: { id: unknown, triggers_replace: 'b', tags: null },
          replacePaths: [['triggers_replace']],
        }),
      ],
    },
  )
}

/** Drift, with a conflict, a secret, a structure, on an unchanged resource, too. */
export function drifted(): PlanDocument {
  const field = { conflict: false, sensitive: false }
  return planOf([
    resource('dev/config', {
      action: 'update',
      before: { content: 'b', mode: '0600', password: new Sensitive('x') },
      after: { content: 'c', mode: '0640', password: new Sensitive('y') },
      reasons: [{ kind: 'drifted', paths: ['/content', '/mode', '/password'] }],
      drift: [
        { ...field, path: ['mode'], recorded: '0640', observed: '0600' },
        { ...field, path: ['content'], recorded: 'a', observed: 'b', conflict: true },
        { path: ['password'], recorded: null, observed: null, sensitive: true, conflict: false },
      ],
    }),
    resource('dev/other', { drift: [{ ...field, path: ['tags', 'a b', 0], recorded: null, observed: { x: [1] } }] }),
  ])
}

const attack = '\u001b[2J\u001b]0;title\u0007\u009b31m\u202egnp.exe\u200b\u2028\rok\u0000\ud800\u00a0\ufeff'

/** Text that wants to be more than text, in every place that others write. */
export function hostile(): PlanDocument {
  return planOf(
    [
      resource(`dev/${attack}`, {
        kind: attack,
        action: 'update',
        exactness: 'conditional',
        before: { [attack]: attack, text: `a\n${attack}\nb`, list: [attack] },
        after: { [attack]: `${attack}!`, text: `a\n${attack}!\nb`, list: [`${attack}!`] },
        waitsFor: [attack],
        reasons: [{ kind: 'desired-changed', paths: [`/${attack}`] }],
        drift: [{ path: [attack], recorded: attack, observed: { a: attack }, sensitive: false, conflict: false }],
      }),
    ],
    {
      environment: attack,
      partial: partialOf({
        asked: [attack],
        broughtAlong: [attack],
        excluded: [attack],
        excludedWith: [attack],
        selector: attack,
        recorded: [{ address: attack, behind: 'changed' }],
      }),
      resource_changes: [
        inner(`dev/${attack}`, attack, ['update'], { before: { a: attack }, after: { a: 1 }, previous_address: attack, action_reason: attack }),
      ],
    },
  )
}

/** 5,000 resources: mostly created, some updated, a few deleted at the end of the alphabet. */
export function huge(): PlanDocument {
  const number = (index: number) => String(index).padStart(4, '0')
  return planOf(
    Array.from({ length: 5000 }, (_, index) => {
      if (index >= 4990) return resource(`dev/r-${number(index)}`, { action: 'delete', before: { path: number(index) } })
      if (index % 10 === 0) return resource(`dev/r-${number(index)}`, { action: 'update', before: { size: 1 }, after: { size: 2 } })
      return resource(`dev/r-${number(index)}`, { action: 'create', after: { path: number(index) } })
    }),
  )
}

/** Only a part, in a protected environment. */
export function partial(): PlanDocument {
  return planOf([resource('prod/app', { action: 'create', after: { path: 'x' } }), resource('prod/network')], {
    environment: 'prod',
    protected: true,
    partial: partialOf({ asked: ['prod/app'], broughtAlong: ['prod/network'], total: 60 }),
  })
}
