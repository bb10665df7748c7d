import type { Value } from '../../expressions/value.ts'
import type { FieldDrift } from '../../plan/provider.ts'
import type { InnerChange } from '../../plan/inner-change.ts'
import { emptyState, parseStateFile, type TerraformState } from './planned/terraform-state.ts'
import { parsePlanJson, type PlanJson } from './planned/plan-json.ts'
import { stateInPlan } from './keep-state-copy.ts'
import { stackSecrets } from './stack-secrets.ts'
import type { LocatedStack } from './stack-work.ts'
import { StackTrouble, trouble } from './stack-trouble.ts'
import { knownTrouble } from './terraform/known-troubles.ts'
import { notEnded } from './terraform/not-ended.ts'
import { isVarFile } from './terraform/is-var-file.ts'
import { distinct, toDiagnostics } from './terraform/report-diagnostics.ts'
import { runTerraform, type TerraformEnd } from './terraform/run-terraform.ts'
import type { TerraformDiagnostic } from './terraform/terraform-message.ts'
import type { Workshop } from './open-workshop.ts'
import { withVariables } from './with-variables.ts'

/** What `terraform plan` found. */
export interface TerraformPlan {
  /** The plan file; absolute. */
  readonly path: string
  readonly hasChanges: boolean
  readonly inner: readonly InnerChange[]
  /** After the apply, as far as they are known. */
  readonly outputs: Readonly<Record<string, Value>>
  readonly drift: readonly FieldDrift[]
  /** The state it started from. */
  readonly prior: TerraformState
  readonly terraformVersion: string | null
  /** Whether the plan holds the name of the folder it was made in. */
  readonly namesFolder: boolean
}

/** Plan files and plan JSON above this are refused. */
const maxPlanBytes = 1024 * 1024 * 1024
const graceMs = 30_000

/** What a plan is to do beside what the module says. */
export interface PlanOptions {
  readonly destroy: boolean
  /** Addresses of what is to be replaced. */
  readonly replace: readonly string[]
}

/** Runs `init` where it is needed, then `plan`, and reads the result. Throws a {@link StackTrouble} with Terraform's diagnostics when it fails. */
export async function runPlan(stack: LocatedStack, workshop: Workshop, options: PlanOptions & { readonly brief: boolean }): Promise<TerraformPlan> {
  const { files } = stack.house.ports
  await files.makeDirectory(stack.context.folder, { mode: 0o700 })
  const path = `${stack.context.folder}/tfplan`
  const didInit = await workshop.init()
  let end = await planOnce(stack, workshop, path, options)
  if (!didInit && isFailure(end) && diagnosticsOf(end).some((one) => knownTrouble(one).needsInit === true)) {
    await workshop.init(true)
    end = await planOnce(stack, workshop, path, options)
  }
  checkEnd(stack, workshop, end)
  if ((await files.stat(path)) === null) throw trouble(noTerraform(stack, 'terraform plan ended well, but left no plan', end))
  await files.setMode(path, 0o600)
  const version = end.messages.find((message) => message.type === 'version')
  const hasChanges = end.exit.kind === 'exited' && end.exit.code === 2
  const said = options.brief ? end.messages.flatMap((message) => (message.type === 'planned-change' ? [message.change] : [])) : null
  return { path, hasChanges, terraformVersion: version?.version ?? null, ...(await readPlan(stack, workshop, { path, hasChanges, said })) }
}

async function planOnce(stack: LocatedStack, { site, folder }: Workshop, path: string, { destroy, replace }: PlanOptions): Promise<TerraformEnd> {
  const ways = [...(destroy ? ['-destroy'] : []), ...replace.map((address) => `-replace=${address}`)]
  return withVariables(stack, folder, async (varFiles) => {
    const end = await runTerraform(site, {
      argv: ['plan', '-input=false', '-lock=false', '-json', '-detailed-exitcode', `-out=${path}`, ...varFiles, ...ways],
      graceMs,
    })
    // A complaint about a value quotes its line, which must not stay in the output that is kept.
    if (diagnosticsOf(end).some(({ range }) => range !== null && isVarFile(range.filename))) await stack.house.ports.files.remove(`${end.folder}/stdout`)
    return end
  })
}

/** Every diagnostic of a command: those that came as messages, and those in what it wrote for people. */
export function diagnosticsOf(end: TerraformEnd): readonly TerraformDiagnostic[] {
  return end.messages.flatMap((message) => (message.type === 'diagnostic' ? [message.diagnostic] : []))
}

function isFailure({ exit }: TerraformEnd): boolean {
  return exit.kind !== 'exited' || (exit.code !== 0 && exit.code !== 2)
}

function checkEnd(stack: LocatedStack, workshop: Workshop, end: TerraformEnd): void {
  const { address, declaration, context } = stack
  const found = diagnosticsOf(end)
  const problem = notEnded(end, 'plan', address)
  if (problem !== null) throw new StackTrouble([problem])
  if (isFailure(end)) {
    const diagnostics = toDiagnostics(found, { places: workshop.places, address, declaration })
    if (diagnostics.length > 0) throw new StackTrouble(diagnostics, found)
    if (!end.messages.some((message) => message.type === 'version')) throw trouble(noTerraform(stack, 'terraform plan failed', end))
    throw trouble({ code: 'tool-failed', message: `terraform plan failed:\n${end.lines.slice(-20).join('\n')}`, address })
  }
  for (const { severity, summary, detail } of distinct(found).filter((one) => !isSaidElsewhere(one))) {
    if (severity === 'warning') context.warn(detail === '' ? summary : `${summary}: ${detail}`)
  }
}

/**
 * A file of variables may be for many modules: what is likely to be a mistake was said when the stack was examined. What was to be
 * replaced and is not there is said as a mistake.
 */
function isSaidElsewhere({ severity, summary }: TerraformDiagnostic): boolean {
  return severity === 'warning' && /^(?:Values? for undeclared variables?|Incompletely-matched force-replace resource instance)$/u.test(summary)
}

/** Every Terraform of these years begins its messages with its version. */
function noTerraform({ address, settings }: LocatedStack, what: string, { lines }: TerraformEnd): Parameters<typeof trouble>[0] {
  return {
    code: 'tool-version',
    message: lines.length === 0 ? what : `${what}:\n${lines.slice(-20).join('\n')}`,
    hint: `is "${settings.binary}" Terraform or OpenTofu, 1.6 or newer? Genesis needs their plans as JSON`,
    address,
  }
}

async function readPlan(
  stack: LocatedStack,
  workshop: Workshop,
  { path, hasChanges, said }: { path: string; hasChanges: boolean; said: readonly InnerChange[] | null },
): Promise<Pick<TerraformPlan, 'inner' | 'outputs' | 'drift' | 'prior' | 'namesFolder'>> {
  const prior = await priorState(stack, path)
  if (!hasChanges && prior !== null) return { inner: [], outputs: prior.outputs, drift: [], prior, namesFolder: false }
  // What is applied at once needs no values, and the stream says everything else: one process less.
  if (said !== null && prior !== null) return { inner: said, outputs: {}, drift: [], prior, namesFolder: false }
  const { plan, text } = await showPlan(stack, workshop, path)
  const state = prior ?? { ...emptyState, outputs: plan.priorOutputs }
  return { inner: plan.inner, outputs: plan.outputs, drift: plan.drift, prior: state, namesFolder: text.includes(workshop.folder.tree) }
}

/** What the state inside the plan file says; null when the file cannot be read. */
export async function priorState(stack: Pick<LocatedStack, 'house'>, path: string): Promise<TerraformState | null> {
  const text = await stateInPlan(stack, path)
  return text === null ? null : parseStateFile(text)
}

async function showPlan(stack: LocatedStack, { site }: Workshop, path: string): Promise<{ readonly plan: PlanJson; readonly text: string }> {
  const { files } = stack.house.ports
  const end = await runTerraform(site, { argv: ['show', '-json', path], graceMs, output: 'private' })
  try {
    const problem = notEnded(end, 'show', stack.address)
    if (problem !== null) throw new StackTrouble([problem])
    const text = await files.readText(`${end.folder}/stdout`, { maxBytes: maxPlanBytes })
    const plan = parsePlanJson(text, stackSecrets(stack))
    if (plan !== null) return { plan, text }
    const said = await stack.house.ports.processes.readOutput(end.folder, 'stderr', { maxBytes: 16 * 1024 })
    throw trouble({
      code: 'tool-failed',
      message: `terraform show gave no plan that can be read${said === '' ? '' : `:\n${said.trim()}`}`,
      address: stack.address,
    })
  } finally {
    // Terraform writes sensitive values in clear there.
    await files.remove(end.folder)
  }
}
