import type { Diagnostic } from '../events/diagnostic.ts'
import type { EnvironmentDeclaration } from '../manifest/manifest.ts'

/** Refuses to change anything of an environment that is only observed; empty for one that is managed, or that no document declares any more. */
export function observedOnly(environment: EnvironmentDeclaration | undefined): readonly Diagnostic[] {
  if (environment?.mode !== 'observe') return []
  const { name, locate } = environment
  const message = `${name} is only observed: it can be planned, but nothing of it is changed or recorded`
  const hint = `to let Genesis change it, say "mode: manage" in the Environment ${name}`
  return [{ code: 'observed-only', severity: 'error', message, hint, at: locate(['spec', 'mode']) }]
}
