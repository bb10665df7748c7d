import type { Diagnostic } from '../events/diagnostic.ts'
import type { ResourceDeclaration } from '../manifest/manifest.ts'
import type { RecordedResource } from './recorded-resource.ts'

/** A diagnostic with the names, declared and recorded ones, that it is about. */
export interface MoveProblem {
  readonly names: readonly string[]
  readonly diagnostic: Diagnostic
}

type Records = readonly RecordedResource[]

/** The resource is recorded under its name and under an old one. */
export function bothRecorded(declaration: ResourceDeclaration, record: RecordedResource): MoveProblem {
  const message = `${declaration.address} does not take over what is recorded as ${record.address}: something is recorded as ${declaration.address} itself`
  const hint = `take "${record.name}" out of movedFrom; what is recorded under that name goes as if its document had just been taken away`
  return problem([declaration], [record], { severity: 'warning', message, hint })
}

/** Several of the names that the resource had are recorded. */
export function severalRecorded(declaration: ResourceDeclaration, records: Records): MoveProblem {
  const message = `${declaration.address} can have been only one of what is recorded as ${addresses(records)}, and movedFrom names them all`
  const hint = 'leave that one in movedFrom; the others go as if their documents had just been taken away'
  return problem([declaration], records, { severity: 'error', message, hint })
}

/** A single resource got a `forEach` with several keys. */
export function splitWithoutWord(group: readonly ResourceDeclaration[], records: Records): MoveProblem {
  const [first] = group
  const message = `${addresses(records)} is recorded without a key, and the document has a forEach now: it is not said which instance it became`
  const said = `movedFrom: { ${first?.each?.key ?? 'KEY'}: [${records[0]?.name ?? ''}] }`
  const hint = `say it by key under metadata: ${said}; with movedFrom: {} it became none, and goes as if its document had just been taken away`
  return problem(group, records, { severity: 'error', message, hint })
}

/** A document lost its `forEach` while several instances are recorded. */
export function mergedWithoutWord(declaration: ResourceDeclaration, records: Records): MoveProblem {
  const message = `${declaration.address} has no forEach any more, and ${addresses(records)} are recorded: it is not said which of them it was`
  const said = `movedFrom: ["${records[0]?.name ?? ''}"]`
  const hint = `say it under metadata: ${said}; with movedFrom: [] it was none. The others go as if their keys had just been taken away`
  return problem([declaration], records, { severity: 'error', message, hint })
}

/** A document of another kind has the name of a recorded resource: it would be overwritten in the records, and the real thing left alone. */
export function kindChanged(declaration: ResourceDeclaration, record: RecordedResource): MoveProblem {
  const message = `${declaration.address} is a ${declaration.kind} now, but what is recorded under that name is a ${record.kind}`
  const hint = `give the document another name, and the ${record.kind} goes as if its document had just been taken away; or forget it with "genesis state rm ${record.address}"`
  return problem([declaration], [record], { severity: 'error', message, hint })
}

/** A rename cannot make another kind of thing. */
export function otherKind(declaration: ResourceDeclaration, record: RecordedResource): MoveProblem {
  const message = `${declaration.address} is a ${declaration.kind}, but what is recorded as ${record.address} is a ${record.kind}: a rename keeps the kind`
  const said = declaration.movedFrom.includes(record.name) ? `take "${record.name}" out of movedFrom` : 'write movedFrom: [] under metadata'
  return problem([declaration], [record], { severity: 'error', message, hint: `${said}: then the one goes, and the other is made anew` })
}

function problem(declarations: readonly ResourceDeclaration[], records: Records, words: Pick<Diagnostic, 'severity' | 'message' | 'hint'>): MoveProblem {
  const [first] = declarations
  return {
    names: [...declarations, ...records].map(({ name }) => name),
    diagnostic: { code: 'unclear-move', ...words, ...(first === undefined ? {} : { address: first.address, at: first.at }) },
  }
}

function addresses(records: Records): string {
  return records.map(({ address }) => address).join(' and ')
}
