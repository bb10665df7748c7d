import type { LocatedStack } from './stack-work.ts'
import type { PlanMemory } from './plan-memory.ts'
import type { Workshop } from './open-workshop.ts'
import { runTerraform, type TerraformEnd } from './terraform/run-terraform.ts'
import type { StreamedOutput, TerraformMessage } from './terraform/terraform-message.ts'

/** How `terraform apply` ended. */
export interface ApplyResult {
  readonly ok: boolean
  readonly end: TerraformEnd
  /** Whether any resource was begun: from then on nobody may say that nothing happened. */
  readonly started: boolean
  /** Inner addresses reported as complete. */
  readonly completed: readonly string[]
  readonly outputs: Readonly<Record<string, StreamedOutput>>
}

/** Terraform may have to wait for what a provider is doing before it can write its state. */
const graceMs = 120_000
const lockTimeout = '60s'

/** Applies a plan file, and tells how far it is. */
export async function runApply(
  stack: LocatedStack,
  { site }: Workshop,
  { path, memory }: { readonly path: string; readonly memory: PlanMemory },
): Promise<ApplyResult> {
  const completed: string[] = []
  const onMessage = (message: TerraformMessage): void => {
    if (message.type === 'apply-complete') completed.push(message.address)
    if (message.type !== 'apply-start' && message.type !== 'apply-complete') return
    stack.context.progress(message.text, { done: Math.min(completed.length, memory.changes), total: memory.changes })
  }
  const end = await runTerraform(site, { argv: ['apply', '-input=false', '-json', `-lock-timeout=${lockTimeout}`, path], graceMs, onMessage })
  const outputs = end.messages.findLast((message) => message.type === 'outputs')?.outputs ?? {}
  const started = end.messages.some((message) => message.type === 'apply-start')
  return { ok: end.exit.kind === 'exited' && end.exit.code === 0, end, started, completed, outputs }
}
