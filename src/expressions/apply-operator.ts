import { optionalMisused, type Evaluation, type Outcome } from './evaluation.ts'
import { Failed } from './failed.ts'
import { operatorHint } from './habit-hints.ts'
import { HeldList, HeldMap, isRawMap, listItems, OptionalValue, typeName, type Held } from './held.ts'
import { mapKey } from './read-member.ts'
import type { Node } from './syntax.ts'
import { Sensitive, Unknown, unknown } from './value.ts'
import { withinLimits } from './within-limits.ts'

/** An operator whose operands are all evaluated. */
export type OperatorNode = Extract<Node, { kind: 'unary' | 'binary' }>

type BinaryNode = Extract<Node, { kind: 'binary' }>

/** Computes an operator over its evaluated operands. It opens no more of them than it needs. */
export function applyOperator(node: OperatorNode, operands: readonly Held[], evaluation: Evaluation): Outcome {
  const [left = null, right = null] = operands
  const shallow = node.kind === 'binary' ? shallowOperator(node, left, right, evaluation) : null
  if (shallow !== null) return shallow.outcome
  const plain = evaluation.allPlain(operands, node)
  if (plain instanceof Failed || plain instanceof Unknown) return plain
  return withinLimits(describe(evaluation.cel().operate(node.operator, plain, node), node, operands, evaluation), node, evaluation)
}

/** Operators that need less than all parts of their operands; null where all are needed. */
function shallowOperator(node: BinaryNode, left: Held, right: Held, evaluation: Evaluation): { readonly outcome: Outcome } | null {
  switch (node.operator) {
    case '==':
    case '!=':
      return left === null || right === null ? { outcome: isNull(node, left ?? right, evaluation) } : null
    case 'in':
      return membership(node, left, right, evaluation)
    case '+':
      return concatenation(node, left, right, evaluation)
    default:
      return null
  }
}

function isNull(node: BinaryNode, held: Held, evaluation: Evaluation): Outcome {
  const opened = evaluation.open(held)
  if (opened instanceof Unknown) return unknown
  if (opened instanceof OptionalValue) return optionalMisused(node)
  return (opened === null) === (node.operator === '==')
}

function concatenation(node: BinaryNode, left: Held, right: Held, evaluation: Evaluation): { readonly outcome: Outcome } | null {
  const first = itemsUnopened(left)
  const second = itemsUnopened(right)
  if (first === null || second === null) return null
  const tired = evaluation.spend((first.length + second.length) / 16, node)
  return { outcome: tired ?? withinLimits(new HeldList([...first, ...second]), node, evaluation) }
}

function itemsUnopened(side: Held): readonly Held[] | null {
  return side instanceof Unknown || side instanceof Sensitive ? null : listItems(side)
}

function membership(node: BinaryNode, left: Held, right: Held, evaluation: Evaluation): { readonly outcome: Outcome } | null {
  const map = evaluation.open(right)
  if (map instanceof Unknown) return null
  if (!isRawMap(map) && !(map instanceof HeldMap)) return null
  const key = evaluation.open(left)
  if (key instanceof Unknown) return { outcome: unknown }
  if (key instanceof OptionalValue) return { outcome: optionalMisused(node) }
  if (isRawMap(map)) return { outcome: typeof key === 'string' && Object.hasOwn(map, key) }
  const known = mapKey(key)
  return { outcome: known !== null && map.entries.has(known) }
}

/** Says in our words which types an operator cannot take. */
function describe(outcome: Outcome, node: OperatorNode, operands: readonly Held[], evaluation: Evaluation): Outcome {
  if (!(outcome instanceof Failed) || outcome.code !== 'expression-type') return outcome
  const types = operands.map((operand) => {
    const opened = evaluation.open(operand)
    return opened instanceof Unknown ? 'unknown' : typeName(opened)
  })
  const [left = '', right = ''] = types
  if (node.kind === 'unary') return new Failed('expression-type', node, `"${node.operator}" cannot take ${left}`)
  return new Failed('expression-type', node, `"${node.operator}" cannot take ${left} and ${right}`, operatorHint(node.operator, left, right))
}
