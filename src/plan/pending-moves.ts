import type { ResourceDeclaration } from '../manifest/manifest.ts'
import { bothRecorded, kindChanged, mergedWithoutWord, otherKind, severalRecorded, splitWithoutWord, type MoveProblem } from './move-problems.ts'
import type { RecordedResource } from './recorded-resource.ts'
import type { ResolvedEnvironment } from './resolved-environment.ts'

/** What is recorded under names that documents have given up. */
export interface PendingMoves {
  /** The old address of each resource that is recorded under one, by its address now. */
  readonly moves: ReadonlyMap<string, string>
  /** What cannot be told or cannot be; a plan of any of `names` is not to be made while it is an error. */
  readonly problems: readonly MoveProblem[]
}

/** No resource has another name than before. */
export const noMoves: PendingMoves = { moves: new Map(), problems: [] }

/**
 * Finds the records of an environment that documents claim under a new name: by `movedFrom`, and where a single resource became the only
 * instance of its document, or the other way round. Pure. A resource that is recorded under its own name claims nothing.
 */
export function pendingMoves({ resources, groups }: Pick<ResolvedEnvironment, 'resources' | 'groups'>, own: readonly RecordedResource[]): PendingMoves {
  const free = new Map<string, RecordedResource>()
  const problems: MoveProblem[] = []
  for (const record of own) {
    const declaration = resources.get(record.name)?.declaration
    // The old half of a replacement has no name of its own.
    if (declaration === undefined && !record.name.includes('~')) free.set(record.name, record)
    if (declaration !== undefined && declaration.kind !== record.kind) problems.push(kindChanged(declaration, record))
  }
  if (free.size === 0) return problems.length === 0 ? noMoves : { ...noMoves, problems }
  const recorded = new Set(own.map(({ name }) => name))
  const search = new MoveSearch({ free, groups, problems })
  const fresh: ResourceDeclaration[] = []
  for (const { declaration } of resources.values()) {
    if (recorded.has(declaration.name)) search.refuse(declaration)
    else fresh.push(declaration)
  }
  const documents = new Set([...resources.values()].map(({ declaration }) => declaration.base))
  const rest = fresh.filter((declaration) => !search.byName(declaration))
  for (const group of Map.groupBy(rest, ({ base }) => base).values()) search.byDocument(group, documents)
  return search
}

interface SearchOptions {
  readonly free: ReadonlyMap<string, RecordedResource>
  readonly groups: ResolvedEnvironment['groups']
  readonly problems: readonly MoveProblem[]
}

class MoveSearch implements PendingMoves {
  readonly moves = new Map<string, string>()
  readonly problems: MoveProblem[]
  /** Records that no document declares and nothing has claimed yet, by name. */
  readonly #free: Map<string, RecordedResource>
  /** Instances among them at first, by the name of their document. */
  readonly #instances: ReadonlyMap<string, readonly RecordedResource[]>
  readonly #groups: ResolvedEnvironment['groups']

  constructor({ free, groups, problems }: SearchOptions) {
    this.problems = [...problems]
    this.#free = new Map(free)
    const instances = [...free.values()].filter(({ name }) => name.includes('@'))
    this.#instances = Map.groupBy(instances, ({ name }) => name.slice(0, name.indexOf('@')))
    this.#groups = groups
  }

  /** A resource that has a record keeps it; the one under its old name is left to the rule for what no document declares. */
  refuse(declaration: ResourceDeclaration): void {
    for (const old of declaration.movedFrom) {
      const record = this.#free.get(old)
      if (record !== undefined) this.problems.push(bothRecorded(declaration, record))
    }
  }

  /** Whether a record has one of the names that the resource says it had. */
  byName(declaration: ResourceDeclaration): boolean {
    const records = declaration.movedFrom.flatMap((old) => this.#free.get(old) ?? [])
    const [record] = records
    if (record === undefined) return false
    if (records.length > 1) this.problems.push(severalRecorded(declaration, records))
    else this.#claim(declaration, record)
    records.forEach(({ name }) => this.#free.delete(name))
    return true
  }

  /** Looks for what the document was when it had a `forEach` and has none now, or the other way round. `group` holds those of one document. */
  byDocument(group: readonly ResourceDeclaration[], documents: ReadonlySet<string>): void {
    const [first] = group
    if (first === undefined) return
    const records = this.#formerParts(first, documents)
    const [record] = records
    if (record === undefined) return
    const all = this.#groups.get(first.base) ?? [first.name]
    if (first.each !== null && (all.length > 1 || records.length > 1)) this.problems.push(splitWithoutWord(group, records))
    else if (records.length > 1) this.problems.push(mergedWithoutWord(first, records))
    else this.#claim(first, record)
    records.forEach(({ name }) => this.#free.delete(name))
  }

  #formerParts({ base, each, formerDocuments }: ResourceDeclaration, documents: ReadonlySet<string>): readonly RecordedResource[] {
    const former = formerDocuments.filter((name) => name === base || !documents.has(name))
    if (each !== null) return former.flatMap((name) => this.#free.get(name) ?? [])
    return former.flatMap((name) => this.#instances.get(name) ?? []).filter(({ name }) => this.#free.has(name))
  }

  #claim(declaration: ResourceDeclaration, record: RecordedResource): void {
    if (record.kind === declaration.kind) this.moves.set(declaration.address, record.address)
    else this.problems.push(otherKind(declaration, record))
  }
}
