import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { LabFields, LabObject } from './lab-object.ts'
import { LedgerBook } from './ledger-book.ts'
import type { CallOutcome, CallRecord, LedgerAnswer, LedgerCall, LedgerDoor } from './ledger-call.ts'
import { LedgerFile } from './ledger-file.ts'
import type { LedgerLine } from './ledger-line.ts'
import type { Behaviour, Rule } from './rule.ts'
import { RuleBook } from './rule-book.ts'
import { Waits } from './waits.ts'

/** A call on its way. */
interface Course {
  readonly sequence: number
  readonly behaviour: Behaviour | null
}

/** Which calls {@link Ledger.called} waits for; what is left out fits every call. */
export type CallMatch = Partial<Pick<CallRecord, 'operation' | 'name' | 'caller' | 'hangs' | 'hadEffect' | 'outcome'>>

/**
 * The world outside of Terraform: a store of objects that writes down, durably and before it answers, every call that comes and everything
 * that becomes of an object. Rules say what goes wrong. It can be opened again in its folder; rules and what hung are then forgotten.
 */
export class Ledger implements LedgerDoor {
  readonly #file: LedgerFile
  readonly #book: LedgerBook
  readonly #rules = new RuleBook()
  readonly #waits = new Waits()
  readonly #watchers = new Set<() => void>()

  private constructor(file: LedgerFile, book: LedgerBook) {
    this.#file = file
    this.#book = book
  }

  static async open(folder: string): Promise<Ledger> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const { file, lines } = await LedgerFile.open(join(folder, 'ledger.jsonl'))
    return new Ledger(file, new LedgerBook(lines))
  }

  /** What exists, the oldest first. */
  objects(): readonly LabObject[] {
    return [...this.#book.objects.values()]
  }

  /** Every call that ever came, in the order in which they came. */
  calls(match: CallMatch = {}): readonly CallRecord[] {
    return this.#book.calls.filter((call) => isMatch(call, match))
  }

  /** The one object of a name. Throws where there is none, or several. */
  find(name: string): LabObject {
    const found = this.objects().filter((one) => one.name === name)
    const [object] = found
    if (object === undefined || found.length > 1) throw new Error(`${found.length} objects are named ${name}`)
    return object
  }

  /** The names that more than one object has: what was made twice. */
  duplicates(): readonly string[] {
    const names = this.objects().map(({ name }) => name)
    return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
  }

  /** The first call that fits, as soon as there is one. */
  called(match: CallMatch): Promise<CallRecord> {
    return new Promise((resolve) => {
      const look = (): void => {
        const [found] = this.calls(match)
        if (found === undefined) return
        this.#watchers.delete(look)
        resolve(found)
      }
      this.#watchers.add(look)
      look()
    })
  }

  script(...rules: readonly Rule[]): void {
    this.#rules.add(rules)
  }

  /** Forgets all rules; what hangs goes on hanging. */
  unscript(): void {
    this.#rules.clear()
  }

  /** Lets go every call that hangs. */
  release(): void {
    this.#waits.release()
  }

  /** Changes an object behind Terraform's back. */
  async drift(id: string, patch: Partial<LabFields>): Promise<LabObject> {
    const object = this.#book.objects.get(id)
    if (object === undefined) throw new Error(`there is no object ${id}`)
    return this.#effect(null, { ...object, ...patch, revision: object.revision + 1 })
  }

  /** Takes an object away behind Terraform's back. */
  async deleteOutside(id: string): Promise<void> {
    if (!this.#book.objects.has(id)) throw new Error(`there is no object ${id}`)
    await this.#removal(null, id)
  }

  /** Makes an object behind Terraform's back. */
  addOutside(fields: LabFields): Promise<LabObject> {
    return this.#effect(null, this.#made(fields))
  }

  async call(call: LedgerCall): Promise<LedgerAnswer> {
    const sequence = this.#book.nextSequence
    const { operation, name, id, caller, session, pid } = call
    void this.#write({ line: 'begun', sequence, at: Date.now(), operation, name, id, caller, session, pid })
    const { outcome, answer } = await this.#carryOut(call, sequence)
    const found = answer.kind === 'done' ? (answer.object?.id ?? null) : null
    void this.#write({ line: 'ended', call: sequence, at: Date.now(), outcome, id: found ?? this.#book.calls[sequence - 1]?.id ?? null })
    return answer
  }

  stop(session: string): Promise<void> {
    this.#waits.stop(session)
    return Promise.resolve()
  }

  async close(): Promise<void> {
    this.#waits.close()
    this.#watchers.clear()
    await this.#file.close()
  }

  async #carryOut(call: LedgerCall, sequence: number): Promise<{ readonly outcome: CallOutcome; readonly answer: LedgerAnswer }> {
    const { delayMs, behaviour } = this.#rules.take(call)
    await this.#waits.sleep(delayMs + ownDelayMs(call))
    const refusal = await this.#before(call, { sequence, behaviour })
    if (refusal !== null) return refusal
    const answer = await this.#act(behaviour?.kind === 'differ' ? { ...call, fields: differing(call, behaviour.fields) } : call, sequence)
    const told = answer.kind === 'done' ? await this.#after(call, { sequence, behaviour }, answer) : answer
    return { outcome: told.kind, answer: told }
  }

  /** What keeps a call from being carried out. */
  async #before({ session }: LedgerCall, { sequence, behaviour }: Course): Promise<{ readonly outcome: CallOutcome; readonly answer: LedgerAnswer } | null> {
    if (behaviour?.kind === 'fail' && behaviour.done !== true) return { outcome: 'failed', answer: { kind: 'failed', error: behaviour.message } }
    if (behaviour?.kind === 'crash' && behaviour.when === 'before') return { outcome: 'crash', answer: { kind: 'crash' } }
    if (behaviour?.kind !== 'hang' || behaviour.when !== 'before') return null
    const how = await this.#hold(session, sequence, behaviour.stoppable === true)
    return how === 'released' ? null : { outcome: 'stopped', answer: { kind: 'failed', error: 'stopped before anything was done' } }
  }

  /** What the provider learns of a call that was carried out. */
  async #after({ session }: LedgerCall, { sequence, behaviour }: Course, answer: Extract<LedgerAnswer, { kind: 'done' }>): Promise<LedgerAnswer> {
    switch (behaviour?.kind) {
      case 'fail':
        return { ...answer, error: behaviour.message }
      case 'lose-answer':
        return { kind: 'lost', error: 'connection reset by peer while the answer was read' }
      case 'crash':
        return { kind: 'crash' }
      case 'hang':
        if (behaviour.when === 'before') return answer
        return (await this.#hold(session, sequence, behaviour.stoppable === true)) === 'released'
          ? answer
          : { kind: 'lost', error: 'stopped before the answer came' }
      case undefined:
      case 'delay':
      case 'differ':
        return answer
      default:
        return behaviour satisfies never
    }
  }

  async #act({ operation, name, id, fields }: LedgerCall, sequence: number): Promise<LedgerAnswer> {
    const existing = id === null ? undefined : this.#book.objects.get(id)
    switch (operation) {
      case 'create':
        if (fields === null) return { kind: 'failed', error: 'a create says nothing of its object' }
        return done(await this.#effect(sequence, this.#made(fields)))
      case 'update':
        if (existing === undefined || fields === null) return { kind: 'failed', error: `there is no object ${id ?? name}` }
        return done(await this.#effect(sequence, { ...existing, ...stored(fields), revision: existing.revision + 1 }))
      case 'delete':
        if (existing !== undefined) await this.#removal(sequence, existing.id)
        return done(null)
      case 'read':
        return done(existing ?? null)
      case 'find':
        return done(this.objects().findLast((one) => one.name === name || one.id === name) ?? null)
      case 'plan':
      case 'configure':
        return done(null)
      default:
        return operation satisfies never
    }
  }

  async #hold(session: string, sequence: number, isStoppable: boolean): Promise<'released' | 'stopped'> {
    const held = this.#waits.hold(session, isStoppable)
    this.#book.note(sequence, { hangs: true })
    this.#look()
    const how = await held
    this.#book.note(sequence, { hangs: false })
    return how
  }

  #made(fields: LabFields): LabObject {
    const id = this.#book.nextId()
    return { ...stored(fields), id, revision: 1, token: `secret-token-of-${id}` }
  }

  async #effect(call: number | null, object: LabObject): Promise<LabObject> {
    await this.#write({ line: 'effect', call, at: Date.now(), id: object.id, object })
    return object
  }

  #removal(call: number | null, id: string): Promise<void> {
    return this.#write({ line: 'effect', call, at: Date.now(), id, object: null })
  }

  #write(line: LedgerLine): Promise<void> {
    this.#book.take(line)
    const written = this.#file.append(line)
    this.#look()
    return written
  }

  #look(): void {
    for (const look of [...this.#watchers]) look()
  }
}

function done(object: LabObject | null): LedgerAnswer {
  return { kind: 'done', object, error: null }
}

function stored(fields: LabFields): LabFields {
  return { ...fields, zone: fields.zone ?? 'home' }
}

function differing({ fields }: LedgerCall, others: Partial<LabFields>): LabFields | null {
  return fields === null ? null : { ...fields, ...others }
}

function ownDelayMs({ operation, fields }: LedgerCall): number {
  return operation === 'create' || operation === 'update' || operation === 'delete' ? (fields?.delay_ms ?? 0) : 0
}

function isMatch(call: CallRecord, match: CallMatch): boolean {
  return Object.entries(match).every(([key, value]) => call[key as keyof CallRecord] === value)
}
