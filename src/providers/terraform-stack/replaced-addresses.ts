import type { Diagnostic } from '../../events/diagnostic.ts'
import { closest } from '../../events/did-you-mean.ts'
import type { Replacement } from '../../plan/replacement.ts'
import type { TerraformPlan } from './run-plan.ts'
import { trouble } from './stack-trouble.ts'

/** So many addresses are listed in a hint. */
const maxListed = 10

/** `aws_vpc.main`, `module.a["x"].aws_vpc.main[0]`. */
const addressForm = /^(?:module\.[\w-]+(?:\[[^\]]+\])?\.)*[A-Za-z_][\w-]*\.[A-Za-z_][\w-]*(?:\[[^\]]+\])?$/u

/** The addresses inside of a stack that are to be replaced. Throws a {@link StackTrouble} where something else was asked for. */
export function addressesToReplace(address: string, replacement: Replacement = []): readonly string[] {
  const base = { code: 'selection-invalid', address } as const
  const hint = `write --replace ${address}:ADDRESS, as the plan shows addresses inside`
  if (replacement === 'itself') throw trouble({ ...base, message: 'a stack is replaced by what is inside of it, not as a whole', hint })
  const wrong = replacement.find((inner) => !addressForm.test(inner))
  if (wrong !== undefined) throw trouble({ ...base, message: `"${wrong}" is no address of a resource inside of a stack`, hint })
  return replacement
}

/** What was to be replaced and is not: Terraform passes over an address that is not there. */
export function notReplaced(address: string, { inner, prior }: Pick<TerraformPlan, 'inner' | 'prior'>, replace: readonly string[]): readonly Diagnostic[] {
  const isReplaced = (asked: string): boolean => inner.some((one) => one.address === asked && one.change.actions.includes('create'))
  return replace
    .filter((asked) => !isReplaced(asked))
    .map((asked) => {
      const message = `nothing inside of it is "${asked}", which is to be replaced`
      return { code: 'selection-invalid', severity: 'error', message, hint: hintFor(asked, prior.addresses), address }
    })
}

function hintFor(asked: string, addresses: readonly string[]): string {
  const instances = addresses.filter((known) => known.startsWith(`${asked}[`))
  const near = instances.length > 0 ? null : closest(asked, addresses)
  if (near !== null) return `did you mean "${near}"?`
  const known = instances.length > 0 ? instances : addresses
  if (known.length === 0) return 'nothing is inside of it so far'
  const more = known.length > maxListed ? ` and ${known.length - maxListed} more` : ''
  return `there ${known.length === 1 ? 'is' : 'are'} ${known.slice(0, maxListed).join(', ')}${more}`
}
