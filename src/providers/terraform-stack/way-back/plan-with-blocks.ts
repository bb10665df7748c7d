import type { Workshop } from '../open-workshop.ts'
import { stateInPlan } from '../keep-state-copy.ts'
import type { TerraformPlan } from '../run-plan.ts'
import { StackTrouble } from '../stack-trouble.ts'
import type { LocatedStack } from '../stack-work.ts'
import { blamedBlocks, foundElsewhere, wayBackFile, wayBackText, type WayBackBlock } from './way-back-blocks.ts'

/**
 * Plans with blocks that lead things back beside what the module says; the saved plan holds them, so that the file is needed no more. Blocks
 * that Terraform does not take are left out, and said: the plan then tells what becomes of those things without them.
 */
export async function planWithBlocks(
  stack: LocatedStack,
  workshop: Workshop,
  { blocks, plan }: { readonly blocks: readonly WayBackBlock[]; readonly plan: () => Promise<TerraformPlan> },
): Promise<TerraformPlan> {
  let rest = blocks
  const turned = new Set<string>()
  for (;;) {
    await writeBlocks(stack, workshop, rest)
    try {
      const found = await plan()
      const better = await withMoves(stack, { plan: found, blocks: rest, turned })
      if (better === null) return found
      rest = better
    } catch (error) {
      if (!(error instanceof StackTrouble) || stack.context.signal.aborted || rest.length === 0) throw error
      const less = without(rest, error)
      warnOf(stack, { left: rest.filter((block) => !less.includes(block)), error })
      rest = less
    }
  }
}

async function writeBlocks({ house }: LocatedStack, { site }: Workshop, blocks: readonly WayBackBlock[]): Promise<void> {
  const path = `${site.workingDirectory}/${wayBackFile}`
  if (blocks.length === 0) await house.ports.files.remove(path)
  else await house.ports.files.write(path, wayBackText(blocks), { mode: 0o600, durable: false })
}

interface Planned {
  readonly plan: TerraformPlan
  readonly blocks: readonly WayBackBlock[]
  /** What has got a move already; a second one would go round in circles. */
  readonly turned: Set<string>
}

/** Null where the plan is good as it is. */
async function withMoves(stack: LocatedStack, { plan, blocks, turned }: Planned): Promise<readonly WayBackBlock[] | null> {
  if (!blocks.some(({ kind }) => kind === 'import')) return null
  const better = foundElsewhere(blocks, (await stateInPlan(stack, plan.path)) ?? '')
  const fresh = better.filter((block, index) => block !== blocks[index] && !turned.has(block.to))
  if (fresh.length === 0) return null
  for (const { to } of fresh) turned.add(to)
  return better
}

/** Without what Terraform names; where it names nothing of ours, first without the moves, and then without any. */
function without(blocks: readonly WayBackBlock[], { said }: StackTrouble): readonly WayBackBlock[] {
  const blamed = blamedBlocks(blocks, said)
  if (blamed.size > 0) return blocks.filter((block) => !blamed.has(block))
  const imports = blocks.filter(({ kind }) => kind === 'import')
  return imports.length < blocks.length ? imports : []
}

function warnOf({ context }: LocatedStack, { left, error }: { readonly left: readonly WayBackBlock[]; readonly error: StackTrouble }): void {
  const [first] = error.diagnostics
  const list = left.map((block) => (block.kind === 'moved' ? `${block.from} back to ${block.to}` : `${block.to} by its id ${block.id}`)).join(', ')
  context.warn(`${list}: Terraform does not take it back: ${first?.message.split('\n')[0] ?? 'it does not say why'}`)
}
