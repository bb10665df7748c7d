import { literalKey } from './constant-path.ts'
import { scopeRoots, type Reference, type ScopeRoot } from './expression.ts'
import { isHas, macroParts } from './macros.ts'
import { childrenOf, type Node, type Span } from './syntax.ts'

/** A path that an expression reads, at its place in the text. */
export interface Read extends Span {
  readonly path: Reference['path']
  readonly optional: boolean
}

/** Every path that an expression reads, each as far as it is constant, in the order of the text. */
export function collectReads(node: Node): readonly Read[] {
  const reads: Read[] = []
  visit(node, { bound: [], optional: false, reads })
  return reads.sort((a, b) => a.from - b.from)
}

interface Context {
  readonly bound: readonly string[]
  readonly optional: boolean
  readonly reads: Read[]
}

function visit(node: Node, context: Context): void {
  if (node.kind === 'name' || node.kind === 'member' || node.kind === 'index') {
    visitPath(node, context)
    return
  }
  const parts = node.kind === 'call' ? macroParts(node) : null
  const optional = node.kind === 'call' && isHas(node)
  const inside = { ...context, optional }
  for (const part of parts?.outer ?? childrenOf(node)) visit(part, inside)
  for (const part of parts?.inner ?? []) visit(part, { ...inside, bound: [...context.bound, parts?.binds ?? ''] })
}

function visitPath(node: Node, context: Context): void {
  const steps: Extract<Node, { kind: 'member' | 'index' }>[] = []
  let root = node
  let guarded = context.optional
  while (root.kind === 'member' || root.kind === 'index') {
    steps.push(root)
    guarded ||= root.optional
    root = root.of
  }
  for (const step of steps) if (step.kind === 'index' && step.index.kind !== 'literal') visit(step.index, { ...context, optional: false })
  if (root.kind !== 'name') {
    visit(root, { ...context, optional: false })
    return
  }
  if (!isRoot(root.name) || context.bound.includes(root.name)) return
  const path: [ScopeRoot, ...(string | number)[]] = [root.name]
  let { to } = root
  for (const step of steps.reverse()) {
    const key = step.kind === 'member' ? step.name : literalKey(step.index)
    if (key === null) break
    path.push(key)
    to = step.to
  }
  context.reads.push({ path: path.slice() as typeof path, from: root.from, to, optional: guarded })
}

function isRoot(name: string): name is ScopeRoot {
  return (scopeRoots as readonly string[]).includes(name)
}
