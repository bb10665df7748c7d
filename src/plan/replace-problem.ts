import type { Diagnostic } from '../events/diagnostic.ts'
import type { ResourceDeclaration } from '../manifest/manifest.ts'
import type { Assessment } from './exactness.ts'
import type { PlannedChange } from './provider.ts'
import type { Replacement } from './replacement.ts'

/** Why somebody does not get the replacement that was asked for; null where it is planned. What is gone is made again in any case. */
export function replaceProblem(
  replacement: Replacement,
  { declaration, change, exactness, waitsFor }: Assessment & { readonly declaration: ResourceDeclaration; readonly change: PlannedChange },
): Diagnostic | null {
  const { address, kind, at } = declaration
  const base = { code: 'selection-invalid', severity: 'error', address, at } as const
  if (exactness === 'deferred') {
    const message = `it is to be replaced, but waits for values of ${waitsFor.join(', ')}: what else happens to it is not known yet`
    return { ...base, message, hint: `apply ${waitsFor.join(', ')} first, then replace it` }
  }
  if (replacement === 'itself') {
    // A gate is asked again.
    if (change.action === 'replace' || change.action === 'create' || change.action === 'read') return null
    return { ...base, message: `a ${kind} cannot be replaced by asking for it`, hint: 'destroy it and apply again' }
  }
  const missing = replacement.filter((inner) => !change.inner.some((one) => one.address === inner && one.change.actions.includes('create')))
  if (missing.length === 0) return null
  return {
    ...base,
    message: `a ${kind} has nothing inside of it at ${missing.join(', ')}`,
    hint: `write --replace ${address} for the whole of it`,
  }
}
