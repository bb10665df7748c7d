import type { StackPorts } from './stack-ports.ts'
import { parseMessage, type TerraformMessage } from './terraform/terraform-message.ts'

/**
 * How the last `terraform apply` of a step ended that an earlier engine started, with what it told. `cut-off`: it was killed, so that it
 * may have made what no state knows of. `never-started`: none ran, and none will.
 */
export type FormerApply =
  | { readonly kind: 'never-started' }
  | { readonly kind: 'ended'; readonly code: number; readonly messages: readonly TerraformMessage[] }
  | { readonly kind: 'cut-off'; readonly messages: readonly TerraformMessage[] }

const maxOutputBytes = 64 * 1024 * 1024

/** Finds it in the private folder of the step. */
export async function formerApply({ files, processes }: Pick<StackPorts, 'files' | 'processes'>, folder: string): Promise<FormerApply> {
  if ((await files.stat(folder)) === null) return { kind: 'never-started' }
  const starts = (await files.list(folder)).map(({ name }) => name).filter((name) => name.startsWith('apply-'))
  // Ids sort by time.
  const last = starts.sort().at(-1)
  if (last === undefined) return { kind: 'never-started' }
  const fate = await processes.inspect(`${folder}/${last}`)
  if (fate.kind === 'never-started') return fate
  const output = await processes.readOutput(`${folder}/${last}`, 'stdout', { maxBytes: maxOutputBytes })
  const messages = output.split('\n').flatMap((line) => parseMessage(line) ?? [])
  return fate.kind === 'exited' && fate.code <= 128 ? { kind: 'ended', code: fate.code, messages } : { kind: 'cut-off', messages }
}
