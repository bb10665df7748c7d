import { describe, expect, it } from 'vitest'
import { findReplacements } from '../../src/plan/replacement.ts'
import { TargetNames, type Selectable } from '../../src/plan/target-names.ts'

const from: Selectable = {
  environment: 'dev',
  declared: new Map([['network', []], ['app@eu', []], ['app@us', []], ['new', []], ['docs', []]]), // prettier-ignore
  recorded: new Map([['network', []], ['app@eu', []], ['app@us', []], ['app@eu~3', []], ['docs', []], ['old', []]]), // prettier-ignore
  labels: () => ({}),
  environments: ['dev', 'prod'],
}

function find(...words: readonly string[]): string {
  const selected = new Set(['network', 'app@eu', 'app@us', 'new'])
  const { replacements, diagnostics } = findReplacements(words, { ...from, names: new TargetNames(from, 'apply'), selected })
  if (diagnostics.length > 0) return diagnostics.map(({ message }) => message).join('\n')
  return [...replacements].map(([name, what]) => `${name} ${JSON.stringify(what)}`).join(' ')
}

describe('findReplacements', () => {
  it.each([
    [['network'], 'network "itself"'],
    [['dev/network'], 'network "itself"'],
    [['app'], 'app@eu "itself" app@us "itself"'],
    [['app@eu'], 'app@eu "itself"'],
    [['network:aws_vpc.main[0]'], 'network ["aws_vpc.main[0]"]'],
    [['dev/network:module.a["x,y:z"].aws_vpc.b'], 'network ["module.a[\\"x,y:z\\"].aws_vpc.b"]'],
    [['network:a.b', 'network:a.c', 'network:a.b'], 'network ["a.b","a.c"]'],
    [['network:a.b', 'network'], 'network "itself"'],
    [[], ''],
  ])('finds %j', (words, expected) => {
    expect(find(...words)).toBe(expected)
  })

  it.each([
    [['netwrk', 'docs'], 'no resource of dev is named "netwrk"\ndev/docs is to be replaced, but is not among what is planned'],
    [['new'], 'dev/new was never applied: there is nothing to replace'],
    [['old'], 'dev/old is to be replaced, but is not among what is planned'],
    [['network:'], 'nothing is named behind the colon of "network:"'],
    [['aws_vpc.main'], '"aws_vpc.main" names something inside of a stack, but not which stack'],
    [['netwrk:aws_vpc.main'], 'no resource of dev is named "netwrk"'],
    [['prod'], '"prod" is an environment, not a resource of dev'],
  ])('refuses %j', (words, expected) => {
    expect(find(...words)).toBe(expected)
  })
})
