import type { Intent } from '../../src/plan/intent.ts'
import type { PlanDocument, Step } from '../../src/plan/plan-document.ts'
import type { RecordedResource } from '../../src/plan/recorded-resource.ts'
import type { JournalEntry, RunToken } from '../../src/ports/store.ts'
import { isJsonObject } from '../../src/events/json.ts'
import type { EngineProcess } from './engine-process.ts'
import type { Deed, Machine, Witness } from './machine.ts'
import type { Owner } from './scheduler.ts'

/** Sees everything that engines do on a machine, and says what must never be. */
export class Watch implements Witness {
  readonly violations: string[] = []
  readonly #machine: Machine
  readonly #plans = new Map<string, PlanDocument>()
  readonly #planOfRun = new Map<string, string | null>()
  /** Steps that began, and have not ended well. */
  readonly #begun = new Set<string>()
  readonly #onlooker = new Set<Owner>()
  readonly #newest = new Map<string, number>()

  constructor(machine: Machine) {
    this.#machine = machine
    machine.witness = this
  }

  /** A plan that was approved. */
  approved(plan: PlanDocument): void {
    this.#plans.set(plan.id, plan)
  }

  /** From now on it may write nothing to the store. */
  onlyLooks(engine: Owner): void {
    this.#onlooker.add(engine)
  }

  stores(owner: Owner): void {
    if (this.#onlooker.has(owner)) this.report(`${owner.name} was only to plan, and wrote to the store`)
  }

  started({ run, environment, token }: RunToken, plan: string | null): void {
    this.#newest.set(environment, token)
    this.#planOfRun.set(run, plan)
  }

  journaled({ run, environment, token }: RunToken, entry: JournalEntry): void {
    if (token !== this.#newest.get(environment)) this.report(`a run whose token is old wrote about ${entry.address}`)
    if (entry.type === 'begin') this.#begun.add(`${run} ${entry.step}`)
    else if (entry.failure === null) this.#begun.delete(`${run} ${entry.step}`)
  }

  acts({ verb, address, id, key }: Deed): void {
    if (verb === 'delete' && this.#isProtected(address, id)) this.report(`${address} is protected and was deleted`)
    const intents = [...this.#machine.store.open.values()].filter((one) => one.address.split('~')[0] === address)
    const intent = intents.find((one) => key === null || one.key === key)
    if (intents.length === 0) {
      this.report(`${verb} of ${address} before its begin was durable, or after its end`)
      return
    }
    if (intent === undefined) {
      this.report(`${verb} of ${address} with a key that no intent has`)
      return
    }
    const step = this.#plannedStep(intent)
    if (step === null) {
      this.report(`${verb} of ${address}, and no approved plan has it`)
      return
    }
    const allowed: readonly string[] = verb === 'delete' ? ['delete', 'replace'] : ['create', 'update', 'replace']
    if (!allowed.includes(step.action)) this.report(`${verb} of ${address}, and the plan says ${step.action}`)
    for (const before of step.after)
      if (this.#begun.has(`${intent.run} ${before}`)) this.report(`${verb} of ${address} before the end of ${before} was durable`)
  }

  /** What must hold whenever an engine has ended or died. */
  check(when: string): void {
    const { world, store } = this.#machine
    const records = [...store.records.values()]
    const recorded = new Set(records.map(idOf))
    const open = [...store.open.values()].map(({ address }) => address.split('~')[0])
    for (const { id, address } of world.objects) {
      if (!recorded.has(id) && !open.includes(address) && !this.#isHalfMade(address))
        this.report(`${when}: ${id} of ${address} exists, and nothing knows of it`)
    }
    for (const key of world.madeTwice) this.report(`${when}: two things were made with the key ${key}`)
    const addresses = new Set(records.map(({ address }) => address))
    for (const { address, dependencies } of records) {
      for (const other of dependencies)
        if (!addresses.has(other) && !open.includes(other)) this.report(`${when}: ${address} depends on ${other}, of which nothing is recorded`)
    }
  }

  /** What must hold when an engine came to an end by itself. */
  checkEnded(engine: EngineProcess): void {
    const { programs, locks, scheduler } = this.#machine
    const left = [...programs.running(engine), ...scheduler.waiting(engine)]
    if (left.length > 0) this.report(`${engine.name} ended and left behind: ${left.join(', ')}`)
    for (const [path, holder] of locks) if (holder === engine) this.report(`${engine.name} ended and still holds ${path}`)
  }

  /** Keeps what must never be, and was; once. */
  report(violation: string): void {
    if (!this.violations.includes(violation)) this.violations.push(violation)
  }

  /** What is recorded counts: a protection that was declared and never applied is none yet. */
  #isProtected(address: string, id: string | null): boolean {
    const records = [...this.#machine.store.records.values()]
    return records.some((record) => record.preventDestroy === true && (id === null ? record.address === address : idOf(record) === id))
  }

  #plannedStep(intent: Intent): Step | null {
    const plan = this.#plans.get(this.#planOfRun.get(intent.run) ?? '')
    return plan?.steps.find(({ id }) => id === intent.step) ?? null
  }

  /** Its program failed on the way, and the record says so: the next plan goes on with it. */
  #isHalfMade(address: string): boolean {
    return this.#machine.store.records.get(address)?.status === 'incomplete'
  }
}

function idOf({ outputs }: RecordedResource): unknown {
  return isJsonObject(outputs) ? outputs['id'] : null
}
