import type { LocatedStack } from './stack-work.ts'
import type { PlanMemory } from './plan-memory.ts'
import type { Workshop } from './open-workshop.ts'
import { noteOwnLock } from './own-lock.ts'
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
const lockTimeoutMs = 60_000

/** Applies a plan file, and tells how far it is. Waits for a state that somebody else has locked, so long. */
export async function runApply(
  stack: LocatedStack,
  workshop: Workshop,
  { path, memory }: { readonly path: string; readonly memory: PlanMemory },
): Promise<ApplyResult> {
  const completed: string[] = []
  let noting: Promise<void> | null = null
  const onMessage = (message: TerraformMessage): void => {
    // From here on it is known to hold the lock.
    if (message.type === 'apply-start') noting ??= noteOwnLock(stack, workshop)
    if (message.type === 'apply-complete') completed.push(message.address)
    if (message.type !== 'apply-start' && message.type !== 'apply-complete') return
    stack.context.progress(message.text, { done: Math.min(completed.length, memory.changes), total: memory.changes })
  }
  const wait = `-lock-timeout=${Math.ceil((stack.context.lockTimeoutMs ?? lockTimeoutMs) / 1000)}s`
  const end = await runTerraform(workshop.site, { argv: ['apply', '-input=false', '-json', wait, path], graceMs, onMessage })
  await (noting as Promise<void> | null)
  const outputs = end.messages.findLast((message) => message.type === 'outputs')?.outputs ?? {}
  const started = end.messages.some((message) => message.type === 'apply-start')
  return { ok: end.exit.kind === 'exited' && end.exit.code === 0, end, started, completed, outputs }
}
