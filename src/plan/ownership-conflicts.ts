import type { Diagnostic, SourceRange } from '../events/diagnostic.ts'
import type { Ownership } from './ownership.ts'

/** Somebody who says that a thing is his: a declaration, or, without a place, a record that no document declares any more. */
export interface Claim {
  readonly address: string
  readonly owns: Ownership
  readonly at: SourceRange | null
}

/** Things that are claimed twice, in one environment or in two. One diagnostic for each thing, at the second claim. */
export function ownershipConflicts(claims: Iterable<Claim>): readonly Diagnostic[] {
  const first = new Map<string, Claim>()
  const conflicts: Diagnostic[] = []
  for (const claim of claims) {
    const other = first.get(claim.owns.key)
    if (other === undefined) first.set(claim.owns.key, claim)
    else if (other.address !== claim.address) conflicts.push(conflict(other, claim))
  }
  return conflicts
}

function conflict(one: Claim, two: Claim): Diagnostic {
  const [recorded, declared] = one.at === null ? [one, two] : [two, one]
  if (recorded.at === null) {
    return {
      code: 'ownership-conflict',
      severity: 'error',
      message: `${declared.owns.description} belongs to ${recorded.address}, which no document declares any more; ${declared.address} claims it, too`,
      hint: renameHint(recorded.address, declared.address),
      address: declared.address,
      ...(declared.at === null ? {} : { at: declared.at }),
    }
  }
  return {
    code: 'ownership-conflict',
    severity: 'error',
    message: `${two.owns.description} is claimed by ${one.address} and by ${two.address}`,
    hint: 'one real thing can have one owner only; give one of them another',
    address: two.address,
    ...(two.at === null ? {} : { at: two.at }),
    ...(one.at === null ? {} : { related: [{ message: 'claimed here first', at: one.at }] }),
  }
}

function renameHint(recorded: string, declared: string): string {
  const [[one = '', old = ''], [two]] = [recorded.split('/'), declared.split('/')]
  if (one !== two) return `if it is to belong to ${declared}, run "genesis state rm ${recorded}" first: the real thing stays, and is adopted there`
  return `if ${recorded} was renamed to ${declared}, say so under its metadata: movedFrom: [${old.includes('@') ? `"${old}"` : old}]`
}
