import { applyOperator, type OperatorNode } from './apply-operator.ts'
import { evaluateCall } from './evaluate-call.ts'
import type { Bindings, Evaluation, Outcome } from './evaluation.ts'
import { optionalMisused } from './evaluation.ts'
import { scopeRoots, type ScopeRoot } from './expression.ts'
import { Failed } from './failed.ts'
import { enter, HeldList, HeldMap, OptionalValue, typeName, type Held, type HeldKey } from './held.ts'
import { missingMember, readsAsNull } from './missing-member.ts'
import { absent, isNull, lookUp, mapKey } from './read-member.ts'
import type { Index, Member, Name, Node } from './syntax.ts'
import type { Sensitive } from './value.ts'
import { Unknown, unknown } from './value.ts'

/**
 * Evaluates an expression's tree. Paths, lists, maps and choices pass values on unopened, marks included. Whatever computes opens its
 * operands: then an unknown one makes it unknown and a sensitive one the whole result sensitive. `&&`, `||` and macros absorb what they
 * may; the branch not taken is never looked at. The library only ever sees values that are known.
 */
export function evaluateNode(node: Node, bindings: Bindings | null, evaluation: Evaluation): Outcome {
  const tired = evaluation.spend(1, node)
  if (tired !== null) return tired
  switch (node.kind) {
    case 'literal':
      return node.value
    case 'name':
      return nameValue(node, bindings, evaluation)
    case 'member':
    case 'index':
      return memberValue(node, bindings, evaluation)
    case 'call':
      return evaluateCall(node, bindings, evaluation, evaluateNode)
    case 'list':
      return listValue(node, bindings, evaluation)
    case 'map':
      return mapValue(node, bindings, evaluation)
    case 'choice':
      return choiceValue(node, bindings, evaluation)
    case 'logic':
      return logicValue(node, bindings, evaluation)
    case 'unary':
    case 'binary':
      return operatorValue(node, bindings, evaluation)
    default:
      return node satisfies never
  }
}

function nameValue(node: Name, bindings: Bindings | null, evaluation: Evaluation): Outcome {
  for (let at = bindings; at !== null; at = at.outer) if (at.name === node.name) return at.held
  const { scope } = evaluation
  if (isRoot(node.name)) {
    const value = scope[node.name]
    if (value !== undefined) return enter(value)
    const roots = scopeRoots.filter((root) => scope[root] !== undefined)
    const hint = node.name === 'each' ? '"each" is there in spec and lifecycle of a resource with forEach' : `what can be read here: ${roots.join(', ')}`
    return new Failed('unknown-reference', node, `"${node.name}" does not exist here`, hint)
  }
  return evaluation.cel().typeNamed(node.name) ?? new Failed('unknown-reference', node, `nothing is named "${node.name}"`)
}

function isRoot(name: string): name is ScopeRoot {
  return (scopeRoots as readonly string[]).includes(name)
}

function memberValue(node: Member | Index, bindings: Bindings | null, evaluation: Evaluation): Outcome {
  const base = evaluateNode(node.of, bindings, evaluation)
  if (base instanceof Failed) return base
  const key = node.kind === 'member' ? node.name : evaluateNode(node.index, bindings, evaluation)
  if (key instanceof Failed) return key
  const chained = base instanceof OptionalValue
  const found = node.optional && isNull(base) ? absent : lookUp(base, key, node, evaluation)
  if (found instanceof Failed) return found
  if (node.optional || chained) {
    if (found === absent) return new OptionalValue(null)
    return found instanceof Unknown ? found : new OptionalValue({ held: found })
  }
  if (found !== absent) return found
  return readsAsNull(node) ? null : missingMember(node, base, key)
}

function listValue(node: Extract<Node, { kind: 'list' }>, bindings: Bindings | null, evaluation: Evaluation): Outcome {
  const items: Held[] = []
  for (const item of node.items) {
    const held = evaluateNode(item, bindings, evaluation)
    if (held instanceof Failed) return held
    items.push(held)
  }
  return new HeldList(items)
}

function mapValue(node: Extract<Node, { kind: 'map' }>, bindings: Bindings | null, evaluation: Evaluation): Outcome {
  const entries = new Map<HeldKey, Held>()
  let keysKnown = true
  for (const [keyNode, valueNode] of node.entries) {
    const key = evaluateNode(keyNode, bindings, evaluation)
    if (key instanceof Failed) return key
    const value = evaluateNode(valueNode, bindings, evaluation)
    if (value instanceof Failed) return value
    const opened = evaluation.open(key)
    if (opened instanceof Unknown) {
      keysKnown = false
      continue
    }
    const known = typeof opened === 'number' ? null : mapKey(opened)
    if (known === null) return new Failed('expression-type', keyNode, `a map's key cannot be ${typeName(opened)}`)
    if (entries.has(known)) return new Failed('expression-failed', keyNode, `the key ${JSON.stringify(String(known))} stands twice in a map`)
    entries.set(known, value)
  }
  return keysKnown ? new HeldMap(entries) : unknown
}

function choiceValue(node: Extract<Node, { kind: 'choice' }>, bindings: Bindings | null, evaluation: Evaluation): Outcome {
  const condition = evaluateNode(node.condition, bindings, evaluation)
  if (condition instanceof Failed) return condition
  const opened = evaluation.open(condition)
  if (opened instanceof Unknown) return unknown
  if (typeof opened !== 'boolean') return notBool(opened, node.condition, 'the condition of "?:"')
  return evaluateNode(opened ? node.yes : node.no, bindings, evaluation)
}

function logicValue(node: Extract<Node, { kind: 'logic' }>, bindings: Bindings | null, evaluation: Evaluation): Outcome {
  const decisive = node.operator === '||'
  const left = logicOperand(node.left, node.operator, bindings, evaluation)
  if (left === decisive) return left
  const right = logicOperand(node.right, node.operator, bindings, evaluation)
  const tired = evaluation.exhausted(node)
  if (tired !== null) return tired
  if (right === decisive) return right
  // What is unknown may yet decide it; a failure cannot any more.
  if (left instanceof Unknown || right instanceof Unknown) return unknown
  return left instanceof Failed ? left : right
}

function logicOperand(node: Node, operator: string, bindings: Bindings | null, evaluation: Evaluation): boolean | Unknown | Failed {
  const held = evaluateNode(node, bindings, evaluation)
  if (held instanceof Failed) return held
  const opened = evaluation.open(held)
  return opened instanceof Unknown || typeof opened === 'boolean' ? opened : notBool(opened, node, `each side of "${operator}"`)
}

function notBool(opened: Exclude<Held, Unknown | Sensitive>, node: Node, what: string): Failed {
  if (opened instanceof OptionalValue) return optionalMisused(node)
  return new Failed(
    'expression-type',
    node,
    `${what} must be true or false, this is ${typeName(opened)}`,
    opened === null ? 'compare it: … == true' : undefined,
  )
}

function operatorValue(node: OperatorNode, bindings: Bindings | null, evaluation: Evaluation): Outcome {
  const operands: Held[] = []
  for (const operand of node.kind === 'unary' ? [node.operand] : [node.left, node.right]) {
    const held = evaluateNode(operand, bindings, evaluation)
    if (held instanceof Failed) return held
    operands.push(held)
  }
  return applyOperator(node, operands, evaluation)
}
