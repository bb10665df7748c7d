import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSelector } from '../../src/plan/parse-selector.ts'
import { contradictions, everything, type SelectionRequest } from '../../src/plan/selection-request.ts'
import { selectResources, type Selection } from '../../src/plan/select-resources.ts'
import type { Selectable } from '../../src/plan/target-names.ts'
import type { Selector } from '../../src/plan/selector.ts'

/** `network ← db ← app@eu, app@us ← dns`, `docs` alone; `old` has no document any more and was recorded to depend on `db`. */
const shop = selectable(
  { network: [], db: ['network'], 'app@eu': ['db'], 'app@us': ['db'], dns: ['app@eu', 'app@us'], docs: [] },
  { network: [], db: ['network'], 'app@eu': ['db'], 'app@eu~3': ['db'], old: ['db'] },
)

function selectable(declared: Readonly<Record<string, readonly string[]>>, recorded: Readonly<Record<string, readonly string[]>>): Selectable {
  const labels = (name: string) => ({ tier: 'prod', team: name.startsWith('app') ? 'web' : 'net', ...(name === 'docs' ? { tier: 'none' } : {}) })
  return { environment: 'dev', declared: new Map(Object.entries(declared)), recorded: new Map(Object.entries(recorded)), labels, environments: ['dev', 'prod'] }
}

function selector(text: string): Selector {
  const parsed = parseSelector(text)
  if (!parsed.ok) throw new Error(parsed.diagnostic.message)
  return parsed.selector
}

function select(request: Partial<SelectionRequest>, mode: 'apply' | 'destroy' = 'apply', from: Selectable = shop): string {
  const selected = selectResources({ ...everything, ...request }, from, mode)
  if (!selected.ok) return selected.diagnostics.map(({ message, hint }) => `${message} / ${hint ?? ''}`).join('\n')
  const { asked, broughtAlong, excluded, excludedWith } = selected.selection
  const text = (names: ReadonlySet<string>) => [...names].sort().join(' ')
  return [text(asked), ...(broughtAlong.size > 0 ? [`+ ${text(broughtAlong)}`] : []), ...(excluded.size > 0 ? [`- ${text(excluded)}`] : []), ...(excludedWith.size > 0 ? [`-- ${text(excludedWith)}`] : [])].join(' ') // prettier-ignore
}

describe('selectResources', () => {
  it.each<[string, Partial<SelectionRequest>, string]>([
    ['a target with what it waits for', { targets: ['db'] }, 'db + network'],
    ['an address', { targets: ['dev/db'] }, 'db + network'],
    ['the instances of a document, and what a replacement left', { targets: ['app'] }, 'app@eu app@eu~3 app@us + db network'],
    ['one instance', { targets: ['app@us'] }, 'app@us + db network'],
    ['what is left of a replacement alone', { targets: ['app@eu~3'] }, 'app@eu~3'],
    ['what no document declares', { targets: ['old'] }, 'old'],
    ['what has to let go of it first', { targets: ['gone'] }, 'gone + db network'],
    ['a label', { selector: selector('team=web') }, 'app@eu app@eu~3 app@us + db network'],
    ['labels of the environment below those of the resource', { selector: selector('tier=prod,team=net') }, 'db dns network + app@eu app@us'],
    ['exactly the targets', { targets: ['app', 'dns'], only: true }, 'app@eu app@eu~3 app@us dns'],
    ['with dependents, and what those wait for', { targets: ['db'], withDependents: true }, 'db + app@eu app@eu~3 app@us dns network old'],
    ['everything but one, and what needs it', { exclude: ['app@us'] }, 'app@eu app@eu~3 db docs gone network old - app@us -- dns'],
    ['everything but a document', { exclude: ['app'] }, 'db docs gone network old - app@eu app@eu~3 app@us -- dns'],
    ['what has to be let go of stays with it', { exclude: ['db'] }, 'app@eu~3 docs network old - db -- app@eu app@us dns gone'],
    ['a label without some', { selector: selector('team=web'), exclude: ['app@us'] }, 'app@eu app@eu~3 + db network - app@us'],
    ['a document without one instance', { targets: ['app'], exclude: ['app@eu'] }, 'app@us + db network - app@eu app@eu~3'],
    ['only a label without some', { selector: selector('team=net'), only: true, exclude: ['network'] }, 'db dns docs - network'],
  ])('chooses %s', (_, request, expected) => {
    const from = selectable(Object.fromEntries(shop.declared), { ...Object.fromEntries(shop.recorded), db: ['network', 'gone'], gone: [] })
    expect(select(request, 'apply', from)).toBe(expected)
  })

  it.each<[string, Partial<SelectionRequest>, string]>([
    ['a target with what depends on it', { targets: ['db'] }, 'db + app@eu app@eu~3 old'],
    ['everything but one, and what that needs', { exclude: ['db'] }, 'app@eu app@eu~3 old - db -- network'],
    ['exactly the target', { targets: ['old'], only: true }, 'old'],
  ])('chooses %s to destroy', (_, request, expected) => {
    expect(select(request, 'destroy')).toBe(expected)
  })

  it.each<[string, Partial<SelectionRequest>, string]>([
    ['unknown names, each for itself', { targets: ['dbb', 'prod'], exclude: ['netwrk'] }, 'no resource of dev is named "netwrk" / did you mean "network"?\nno resource of dev is named "dbb" / did you mean "db"?\n"prod" is an environment, not a resource of dev / several environments are written with commas: dev,prod'], // prettier-ignore
    ['an address elsewhere', { targets: ['prod/db'] }, 'no resource of dev is named "prod/db" / "genesis validate" lists what dev has'],
    ['an empty name', { targets: [''] }, 'no resource of dev is named "" / "genesis validate" lists what dev has'],
    ['labels that nothing has', { selector: selector('team=web,tier=none') }, 'nothing in dev is team=web,tier=none / its resources have team=net, team=web, tier=none, tier=prod'], // prettier-ignore
    ['a target that is excluded', { targets: ['db'], exclude: ['db'] }, '"db" is both asked for and excluded / leave one of them out'],
    ['a target that needs what is excluded', { targets: ['dns'], exclude: ['network'] }, '"dns" cannot be done without network, which is excluded / give --only instead of --exclude: "dns" alone, with what is recorded of the others'], // prettier-ignore
    ['nothing that is left', { selector: selector('team=web'), exclude: ['app'] }, 'nothing of dev is left to plan / exclude less'],
  ])('refuses %s', (_, request, expected) => {
    expect(select(request)).toBe(expected)
  })
})

describe('contradictions', () => {
  it.each<[Partial<SelectionRequest>, 'apply' | 'destroy', string]>([
    [{ targets: ['a'], selector: selector('b') }, 'apply', 'both a and --selector b are given'],
    [{ targets: ['a'], only: true, withDependents: true }, 'apply', '--only and --with-dependents contradict each other'],
    [{ only: true }, 'apply', '--only says nothing without targets'],
    [{ withDependents: true }, 'apply', '--with-dependents says nothing without targets'],
    [{ targets: ['a'], withDependents: true }, 'destroy', '--with-dependents says nothing here: what depends on a target is destroyed before it'],
    [{ targets: ['a'], only: true, exclude: ['b'] }, 'destroy', ''],
    [{}, 'apply', ''],
  ])('of %j to %s', (request, mode, expected) => {
    expect(contradictions({ ...everything, ...request }, mode).map(({ message }) => message).join('\n')).toBe(expected) // prettier-ignore
  })
})

describe('a selection', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  /** A resource waits only for those before it in the alphabet, so that there are no circles. */
  const graph = fc
    .array(fc.subarray(names), { minLength: names.length, maxLength: names.length })
    .map((waits) => Object.fromEntries(names.map((name, index) => [name, (waits[index] ?? []).filter((other) => other < name)] as const)))
  const part = (whole: Readonly<Record<string, readonly string[]>>, kept: readonly string[]) => Object.fromEntries(Object.entries(whole).filter(([name]) => kept.includes(name)).map(([name, waits]) => [name, waits.filter((other) => kept.includes(other))])) // prettier-ignore
  const system = fc.record({ declared: graph, recorded: graph, kept: fc.subarray(names), there: fc.subarray(names) })
  const request = fc.record({ targets: fc.subarray(names), exclude: fc.subarray(names), only: fc.boolean(), withDependents: fc.boolean() })
  const mode = fc.constantFrom('apply' as const, 'destroy' as const)

  function each(check: (selection: Selection, given: { request: SelectionRequest; from: Selectable; mode: 'apply' | 'destroy' }) => void): void {
    fc.assert(
      fc.property(system, request, mode, ({ declared, recorded, kept, there }, asked, way) => {
        const from = selectable(part(declared, kept), part(recorded, there))
        const given = { request: { ...everything, ...asked }, from, mode: way }
        const selected = selectResources(given.request, from, way)
        if (selected.ok) check(selected.selection, given)
        else expect(selected.diagnostics.length).toBeGreaterThan(0)
      }),
      { numRuns: 400 },
    )
  }

  it('is never empty, never has an excluded one, and names only what there is', () => {
    each(({ asked, broughtAlong, excluded, excludedWith }, { from }) => {
      expect(asked.size).toBeGreaterThan(0)
      const all = asked.union(broughtAlong)
      expect(all.isDisjointFrom(excluded.union(excludedWith))).toBe(true)
      expect([...all].filter((name) => !from.declared.has(name) && !from.recorded.has(name))).toEqual([])
    })
  })

  it('has everything that it needs, unless it is asked for alone', () => {
    each(({ asked, broughtAlong, graph: { needs } }, { request: { only }, from, mode: way }) => {
      const all = asked.union(broughtAlong)
      if (only) expect(broughtAlong.size).toBe(0)
      else for (const name of all) expect(needs(name).filter((other) => !all.has(other) && (way === 'apply' || from.recorded.has(other)))).toEqual([])
    })
  })

  it('leaves nothing behind that needs what is left out', () => {
    each(({ asked, broughtAlong, excluded, excludedWith, graph: { needs } }, { request: { only } }) => {
      if (only) return
      const left = excluded.union(excludedWith)
      for (const name of asked.union(broughtAlong)) expect(needs(name).filter((other) => left.has(other))).toEqual([])
      // What was left out with the excluded ones leads to one of them.
      for (const name of excludedWith) expect(needs(name).length).toBeGreaterThan(0)
    })
  })
})
