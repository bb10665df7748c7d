import { describe, expect, it } from 'vitest'
import { hasTerraform, withTerraform } from '../../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../../rig/cli.ts'
import { project, writeFile } from '../../rig/project.ts'
import { SeededRandom } from '../../rig/seeded-random.ts'
import { expression, labModule } from '../../rig/terraform-provider/lab-module.ts'
import { Lab } from '../../rig/terraform-provider/lab.ts'
import type { LabObject } from '../../rig/terraform-provider/ledger/lab-object.ts'

/** How many generated systems are taken back; `npm run proof:rollback:terraform` takes back a hundred. */
const count = Number(process.env['ROLLBACKS'] ?? 2)

const objectNames = ['a', 'b', 'c'] as const

interface Entry {
  readonly stack: string | null
  readonly address: string
  readonly fate: string
}

function write(folder: string, stack: string, random: SeededRandom): void {
  const chosen = objectNames.filter(() => random.fraction() < 0.7)
  const objects = chosen.map((name) => {
    const forced = random.fraction() < 0.2 ? { force_new: `forced ${random.below(2)}` } : {}
    return [name, { name: `${stack}-${name}`, value: `value ${random.below(3)}`, ...forced }] as const
  })
  const outputs = { known: `known ${random.below(2)}`, ...(chosen[0] === undefined ? {} : { first: expression(`lab_object.${chosen[0]}.id`) }) }
  writeFile(folder, `stacks/${stack}/main.tf`, labModule({ variables: stack === 'two' ? ['known'] : [], objects: Object.fromEntries(objects), outputs }))
}

function declared(lab: Lab): string {
  const environment = { apiVersion: 'genesis/v1', kind: 'Environment', metadata: { name: 'dev' }, spec: { env: lab.environment } }
  const stack = (name: string, variables: string): string =>
    `apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: ${name} }\nspec:\n  source: ../stacks/${name}\n  backend: genesis\n  variables: ${variables}\n`
  return project({
    'environments/dev.yaml': JSON.stringify(environment),
    'system/one.yaml': stack('one', '{}'),
    'system/two.yaml': stack('two', '{ known: "${resources.one.outputs.known}" }'),
  })
}

/** What there is, by name: all that a configuration can say of it, and its id. */
function there(lab: Lab): ReadonlyMap<string, { readonly said: string; readonly id: string }> {
  const said = (object: LabObject): string => JSON.stringify({ ...object, id: '', revision: 0, token: '' })
  return new Map(lab.ledger.objects().map((object) => [object.name, { said: said(object), id: object.id }]))
}

/** What became of an object: the same one, another one that is as it was, or neither. */
function fateOf(was: { readonly said: string; readonly id: string } | undefined, is: typeof was): string {
  if (was?.said !== is?.said) return 'lost'
  return was?.id === is?.id ? 'restored' : 'recreated'
}

describe.skipIf(!hasTerraform)(withTerraform('generated stacks, changed and taken back'), { timeout: 300_000 }, () => {
  it.each(Array.from({ length: count }, (_, index) => index + 1))('come back as announced, with seed %i', async (seed) => {
    const random = new SeededRandom(seed)
    const lab = await Lab.open()
    const folder = declared(lab)
    const run = async (...words: readonly string[]): Promise<string> => {
      const { code, out, err } = await genesis(words, { folder })
      expect(code, `${words.join(' ')}\n${out}${err}`).toBe(0)
      return out
    }
    for (const stack of ['one', 'two']) write(folder, stack, random)
    await run('apply', 'dev', '--yes')
    const checkpoint = JSON.parse(await run('checkpoint', 'list', 'dev', '-o', 'json')) as { readonly checkpoints: readonly { readonly number: number }[] }
    const then = there(lab)
    for (const stack of ['one', 'two']) write(folder, stack, random)
    await run('apply', 'dev', '--yes')
    const to = String(Math.max(...checkpoint.checkpoints.map(({ number }) => number)))
    const before = there(lab)
    const planned = JSON.parse(await run('rollback', 'dev', '--to', to, '--dry-run', '-o', 'json')) as {
      readonly rollback?: { readonly coverage: { readonly entries: readonly Entry[] } }
    }
    await run('rollback', 'dev', '--to', to, '--yes')
    const after = there(lab)
    const entries = planned.rollback?.coverage.entries ?? []
    const announced = new Map(entries.map(({ stack, address, fate }) => [`${stack?.slice(4) ?? ''}-${address.slice('lab_object.'.length)}`, fate]))
    for (const name of new Set([...then.keys(), ...before.keys(), ...after.keys()])) {
      const fate = fateOf(then.get(name), after.get(name))
      expect(fate, `${name} is not what it was`).not.toBe('lost')
      const stayed = fate === 'restored' && before.get(name)?.said === after.get(name)?.said
      expect(announced.get(name) ?? 'restored', name).toBe(fate)
      if (announced.get(name) === undefined) expect(stayed, `${name} was not announced`).toBe(true)
    }
    expect(lab.ledger.duplicates()).toEqual([])
    expect(await run('rollback', 'dev', '--to', to, '--dry-run')).toContain('Nothing to roll back.')
  })
})
