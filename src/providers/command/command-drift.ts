import type { FieldDrift } from '../../plan/provider.ts'
import { diffThreeWay, toFieldDrift } from '../../plan/three-way-diff.ts'
import type { CommandRecord } from './command-record.ts'
import type { ObservedCommand } from './observe-command.ts'

/** How the outputs that were read differ from those recorded; all of it where the thing is gone. Outputs that only the read program has do not count. */
export function commandDrift({ inputs, outputs }: CommandRecord, observed: Exclude<ObservedCommand, { kind: 'failed' }>): readonly FieldDrift[] {
  if (observed.kind === 'opaque') return []
  const recorded = observed.kind === 'gone' ? { inputs, outputs } : { outputs }
  const seen = observed.kind === 'gone' ? null : { outputs: observed.outputs }
  return diffThreeWay({ recorded, observed: seen, desired: recorded }).map(toFieldDrift)
}
