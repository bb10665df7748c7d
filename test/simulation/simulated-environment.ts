import type { PreparedPlan } from '../../src/apply/prepared-plan.ts'
import { answered, type Result } from '../../src/coordinator/result.ts'
import type { ApplyCommand, PlanCommand } from '../../src/coordinator/plan-request.ts'
import type { PlanDocument } from '../../src/plan/plan-document.ts'
import { everything, type SelectionRequest } from '../../src/plan/selection-request.ts'
import { recordedId } from '../rig/fake-provider/fake-record.ts'
import { checkInTheEnd } from './check-in-the-end.ts'
import { EngineProcess } from './engine-process.ts'
import { Machine, type MachineOptions } from './machine.ts'
import { secret, writeProject, type SimulatedSystem, type WritingStyle } from './system.ts'
import { Watch } from './watch.ts'

/** A command of an engine: it goes on until it has ended, or its engine has died. */
export interface Work {
  readonly engine: EngineProcess
  /** `plan` is there once it was made. */
  readonly state: { readonly ended: boolean; readonly outcome: string; readonly plan: PlanDocument | null }
}

/** What is planned. */
export interface PlanSettings {
  readonly mode: 'apply' | 'destroy'
  readonly selection: Partial<SelectionRequest>
}

/** How an apply goes. */
export interface ApplySettings extends PlanSettings {
  readonly concurrency: number
  readonly onFailure: 'halt' | null
  /** Whether it stands in line for who holds the environment. */
  readonly waits: boolean
}

type Keep = (plan: PlanDocument) => void

interface Carried {
  readonly planned: Promise<Result<PreparedPlan>>
  readonly command: ApplyCommand
  readonly keep: Keep
}

/** Whoever applies here has read the plan, and knows of every hold. */
const bold = { confirmed: null, allowDestroy: false, saved: false, holds: 'release' } as const
const whole: PlanSettings = { mode: 'apply', selection: {} }
const usual: ApplySettings = { ...whole, concurrency: 4, onFailure: null, waits: false }
const nothingToDo = 'nothing to do, 0 blocked'
const mostAttempts = 12
/** Longer than any program takes. */
const waitMs = 60_000

/** The environment `dev` of a project on a machine of its own, and the people who work on it. */
export class SimulatedEnvironment {
  readonly machine: Machine
  readonly watch: Watch
  readonly engines: EngineProcess[] = []
  system: SimulatedSystem = {}

  constructor(options: MachineOptions) {
    this.machine = new Machine(options)
    this.watch = new Watch(this.machine)
  }

  /** Writes other documents. */
  async declare(system: SimulatedSystem, writing?: WritingStyle): Promise<void> {
    this.system = system
    await writeProject(this.machine.files, system, writing)
  }

  /** Plans and applies, as `genesis apply dev --yes` does. */
  apply(settings: Partial<ApplySettings> = {}): Work {
    const { concurrency, onFailure, waits, ...asked } = { ...usual, ...settings }
    const command = { ...bold, concurrency, onFailure }
    return this.#work(
      (engine, keep) => this.#carryOut(engine, { planned: engine.coordinator.plan({ ...commandFor(asked), toApply: true }), command, keep }),
      waits,
    )
  }

  /** Plans the way back to a checkpoint and applies it, as `genesis rollback dev --to NUMBER --yes --allow-destroy` does. */
  rollback(to: number, { concurrency }: Pick<ApplySettings, 'concurrency'> = usual): Work {
    const asked = { environment: 'dev', to: String(to), allowDestroy: true, toApply: true }
    const command = { ...bold, concurrency, onFailure: null }
    return this.#work((engine, keep) => this.#carryOut(engine, { planned: engine.coordinator.planRollback(asked), command, keep }))
  }

  async #carryOut({ coordinator }: EngineProcess, { planned: planning, command, keep }: Carried): Promise<string> {
    const planned = await planning
    if (!planned.ok) return refusal(planned)
    const { document } = planned.value
    keep(document)
    this.watch.approved(document)
    const nothing = answered({ outcome: `nothing to do, ${document.blocked.length} blocked` })
    const applied = document.steps.length === 0 ? nothing : await coordinator.apply(planned.value, command)
    await coordinator.release(planned.value)
    return applied.ok ? applied.value.outcome : refusal(applied)
  }

  /** Plans and does nothing else: whatever it writes to the store is a violation. */
  plan(settings: Partial<PlanSettings> = {}): Work {
    const work = this.#work(async ({ coordinator }, keep) => {
      const planned = await coordinator.plan(commandFor({ ...whole, ...settings }))
      if (!planned.ok) return refusal(planned)
      keep(planned.value.document)
      await coordinator.release(planned.value)
      return `planned ${planned.value.document.steps.length}`
    })
    this.watch.onlyLooks(work.engine)
    return work
  }

  /** Lets commands go on until all of them have ended or died. */
  async happen(...works: readonly Work[]): Promise<void> {
    const isOver = ({ engine, state }: Work): boolean => engine.isDead || state.ended
    const allOver = await this.machine.scheduler.run(() => works.every(isOver))
    const left = works.filter((work) => !isOver(work)).map(({ engine }) => engine.name)
    if (!allOver) this.watch.report(`nothing happens any more, and these have not ended: ${left.join(', ')}`)
    for (const { engine, state } of works) if (state.ended) this.watch.checkEnded(engine)
    this.watch.check(`after ${works.map(({ engine }) => engine.name).join(' and ')}`)
  }

  /** From now on nothing goes wrong any more, and whatever is left must converge. */
  async settleDown(): Promise<void> {
    this.machine.isCalm = true
    this.machine.programs.behave()
    let before = ''
    for (let attempt = 0; attempt < mostAttempts && before !== nothingToDo; attempt++) {
      const work = this.apply()
      await this.happen(work)
      const { outcome } = work.state
      if (before === 'succeeded' && outcome !== nothingToDo) this.watch.report(`in the end an apply succeeded, and the next one says: ${outcome}`)
      before = outcome
      const unknown = [...this.machine.store.open.values()].filter(({ state }) => state.kind === 'indeterminate')
      for (const { address } of unknown) await this.#resolve(address)
    }
    const plan = this.plan()
    await this.happen(plan)
    if (plan.state.outcome !== 'planned 0') this.watch.report(`in the end the plan is not empty: ${plan.state.outcome}`)
    await checkInTheEnd(this)
  }

  /** A person who can look says what is true. */
  async #resolve(address: string): Promise<void> {
    const { store, world } = this.machine
    const intent = store.open.get(address)
    if (intent === undefined) return
    const recorded = recordedId(store.records.get(address) ?? null)
    const isGone = recorded === null ? world.of(address).length === 0 : world.find(recorded) === null
    const tookEffect = intent.action === 'delete' ? isGone : world.objects.some(({ touchedWith }) => touchedWith === intent.key)
    const verdict = { kind: tookEffect ? 'applied' : 'not-applied' } as const
    await this.happen(
      this.#work(async ({ coordinator }) => {
        const result = await coordinator.resolve(address, verdict)
        return result.ok ? `${address} is ${verdict.kind}` : refusal(result)
      }),
    )
  }

  #work(command: (engine: EngineProcess, keep: Keep) => Promise<string>, waits = false): Work {
    const variables = { [secret.variable]: secret.value }
    const engine = new EngineProcess(this.machine, { name: `e${this.engines.length + 1}`, variables, lockTimeoutMs: waits ? waitMs : null })
    this.engines.push(engine)
    const state = { ended: false, outcome: '', plan: null as PlanDocument | null }
    const end = (outcome: string): void => {
      state.ended = true
      this.machine.living.delete(engine.name)
      state.outcome = outcome
      this.machine.scheduler.trace.push(`${engine.name} ${outcome}`)
    }
    command(engine, (plan) => (state.plan = plan)).then(end, (error: unknown) => {
      end('threw')
      this.watch.report(`${engine.name} threw ${String(error)}`)
    })
    return { engine, state }
  }
}

function commandFor({ mode, selection }: PlanSettings): PlanCommand {
  return { environment: 'dev', mode, selection: { ...everything, ...selection }, allowEmpty: true }
}

function refusal({ diagnostics }: Result<unknown>): string {
  return `refused: ${diagnostics.map(({ code, message }) => `${code} ${message.split('\n')[0] ?? ''}`).join('; ')}`
}
