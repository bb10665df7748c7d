import { Failed } from './failed.ts'
import { macroParts } from './macros.ts'
import { childrenOf, type Index, type Node, type SyntaxProblem } from './syntax.ts'
import { Sensitive, type Value } from './value.ts'

/** Evaluates an index with what is known before planning. */
export type EvaluateStatic = (node: Node) => Value | Failed

/** Roots that are known before planning, and names that are no values. */
const knownNames = new Set(['environment', 'project', 'resource', 'each', 'git', 'cel', 'optional', 'string', 'int'])

/** Whether a name or a key is computed somewhere: `resources[environment.name]`, `resources.app[each.key]`. */
export function hasComputedNames(node: Node): boolean {
  return namesComputed(node) || keyComputed(node) || childrenOf(node).some(hasComputedNames)
}

/** Whether this index picks a resource, an environment or a secret, and not by a literal. */
function namesComputed(node: Node): boolean {
  return node.kind === 'index' && node.index.kind !== 'literal' && picksName(node.of)
}

/** Whether this index picks an instance of a resource, and not by a literal. */
function keyComputed(node: Node): boolean {
  if (node.kind !== 'index' || node.index.kind === 'literal') return false
  return (node.of.kind === 'member' || node.of.kind === 'index') && picksName(node.of.of) && !hasNoInstances(node.of.of)
}

function hasNoInstances(node: Node): boolean {
  return node.kind === 'name' && node.name !== 'resources'
}

/** `resources`, `environments`, `secrets`, and `environments[…].resources`: what is indexed by names. */
function picksName(node: Node): boolean {
  if (node.kind === 'name') return node.name === 'resources' || node.name === 'environments' || node.name === 'secrets'
  if (node.kind !== 'member' || node.name !== 'resources') return false
  return (node.of.kind === 'index' || node.of.kind === 'member') && node.of.of.kind === 'name' && node.of.of.name === 'environments'
}

/**
 * Puts the names in place of computed ones, so that references are constant. A name must be made of what is known before planning: a
 * dependency that depends on an output could not be planned. A key that picks an instance is put in where it is known; else all instances
 * are read.
 */
export function resolveNames(node: Node, evaluate: EvaluateStatic | null): { readonly node: Node; readonly problems: readonly SyntaxProblem[] } {
  const problems: SyntaxProblem[] = []
  const resolve = (at: Node): Node => {
    const mapped = mapChildren(at, resolve)
    if (mapped.kind !== 'index' || at.kind !== 'index') return mapped
    if (!namesComputed(at)) return keyComputed(at) ? withKey(mapped, at.index, evaluate) : mapped
    const name = nameOf(at.index, evaluate)
    if (typeof name === 'string') return { ...mapped, index: { kind: 'literal', value: name, from: at.index.from, to: at.index.to } }
    problems.push(name)
    return mapped
  }
  return { node: resolve(node), problems }
}

function withKey(node: Index, index: Node, evaluate: EvaluateStatic | null): Index {
  const key = nameOf(index, evaluate)
  return typeof key === 'string' ? { ...node, index: { kind: 'literal', value: key, from: index.from, to: index.to } } : node
}

function nameOf(index: Node, evaluate: EvaluateStatic | null): string | SyntaxProblem {
  const { from, to } = index
  const hint = 'it may be made of environment, project, resource and git values'
  if (evaluate === null || !freeNames(index, []).every((name) => knownNames.has(name))) {
    return { code: 'unknown-too-early', message: 'the name in brackets must be known before planning', hint, from, to }
  }
  const value = evaluate(index)
  if (value instanceof Failed) {
    return { code: codeOf(value), message: value.message, ...(value.hint === undefined ? {} : { hint: value.hint }), from: value.at.from, to: value.at.to }
  }
  if (typeof value === 'string') return value
  const message = value instanceof Sensitive ? 'a name cannot be made of a sensitive value' : 'the name in brackets is no text known before planning'
  return { code: 'unknown-too-early', message, hint, from, to }
}

function freeNames(node: Node, bound: readonly string[]): readonly string[] {
  if (node.kind === 'name') return bound.includes(node.name) ? [] : [node.name]
  const parts = node.kind === 'call' ? macroParts(node) : null
  const outer = (parts?.outer ?? childrenOf(node)).flatMap((part) => freeNames(part, bound))
  return parts === null ? outer : [...outer, ...parts.inner.flatMap((part) => freeNames(part, [...bound, parts.binds]))]
}

function codeOf(failed: Failed): SyntaxProblem['code'] {
  return failed.code === 'expression-failed' ? 'expression-type' : failed.code
}

function mapChildren(node: Node, map: (node: Node) => Node): Node {
  switch (node.kind) {
    case 'literal':
    case 'name':
      return node
    case 'member':
      return { ...node, of: map(node.of) }
    case 'index':
      return { ...node, of: map(node.of), index: map(node.index) }
    case 'call':
      return { ...node, receiver: node.receiver === null ? null : map(node.receiver), args: node.args.map(map) }
    case 'list':
      return { ...node, items: node.items.map(map) }
    case 'map':
      return { ...node, entries: node.entries.map(([key, value]) => [map(key), map(value)] as const) }
    case 'choice':
      return { ...node, condition: map(node.condition), yes: map(node.yes), no: map(node.no) }
    case 'logic':
    case 'binary':
      return { ...node, left: map(node.left), right: map(node.right) }
    case 'unary':
      return { ...node, operand: map(node.operand) }
    default:
      return node satisfies never
  }
}
