import type { LabObject } from './lab-object.ts'
import type { CallRecord } from './ledger-call.ts'
import type { LedgerLine } from './ledger-line.ts'

/** What the lines of a ledger amount to: the objects that are there and the calls that came. */
export class LedgerBook {
  readonly objects = new Map<string, LabObject>()
  readonly calls: CallRecord[] = []
  #made = 0

  constructor(lines: readonly LedgerLine[]) {
    for (const line of lines) this.take(line)
  }

  get nextSequence(): number {
    return this.calls.length + 1
  }

  /** An id that no object ever had. */
  nextId(): string {
    return `obj-${++this.#made}`
  }

  take(line: LedgerLine): void {
    switch (line.line) {
      case 'begun': {
        const { sequence, operation, name, id, caller, session, pid, at } = line
        this.calls.push({ sequence, operation, name, id, caller, session, pid, startedAt: at, endedAt: null, outcome: null, hangs: false, hadEffect: false })
        break
      }
      case 'effect':
        this.#made = Math.max(this.#made, Number(line.id.slice('obj-'.length)))
        if (line.object === null) this.objects.delete(line.id)
        else this.objects.set(line.id, line.object)
        this.#change(line.call, { id: line.id, hadEffect: true })
        break
      case 'ended':
        this.#change(line.call, { id: line.id, endedAt: line.at, outcome: line.outcome })
        break
      default:
        line satisfies never
    }
  }

  /** Says more of a call, for as long as this book lasts. */
  note(sequence: number, change: Pick<CallRecord, 'hangs'>): void {
    this.#change(sequence, change)
  }

  #change(sequence: number | null, change: Partial<CallRecord>): void {
    const record = sequence === null ? undefined : this.calls[sequence - 1]
    if (sequence !== null && record !== undefined) this.calls[sequence - 1] = { ...record, ...change }
  }
}
