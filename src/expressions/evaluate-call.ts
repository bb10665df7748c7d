import { evaluateMacro } from './evaluate-macro.ts'
import { optionalMisused, type Bindings, type EvaluateNode, type Evaluation, type Outcome } from './evaluation.ts'
import { Failed } from './failed.ts'
import { isRawMap, HeldList, HeldMap, listItems, mapKeys, OptionalValue, typeName, type Held } from './held.ts'
import { isMacro } from './macros.ts'
import { ownFunction } from './own-functions.ts'
import type { Call } from './syntax.ts'
import { Unknown, unknown } from './value.ts'
import { withinLimits } from './within-limits.ts'

const conversions = new Set(['int', 'uint', 'double', 'bool', 'duration'])
const quotedAtMost = 60

/** Evaluates a function, a method or a macro. */
export function evaluateCall(node: Call, bindings: Bindings | null, evaluation: Evaluation, evaluate: EvaluateNode): Outcome {
  if (isMacro(node)) return evaluateMacro(node, bindings, evaluation, evaluate)
  if (node.receiver?.kind === 'name' && node.receiver.name === 'optional') return makeOptional(node, bindings, evaluation, evaluate)
  const operands: Held[] = []
  for (const part of node.receiver === null ? node.args : [node.receiver, ...node.args]) {
    const held = evaluate(part, bindings, evaluation)
    if (held instanceof Failed) return held
    if (part === node.receiver && held instanceof OptionalValue) return optionalMethod(node, held, bindings, evaluation, evaluate)
    // Whether the other value is wanted is not known: it is left alone.
    if (part === node.receiver && held instanceof Unknown && (node.name === 'orValue' || node.name === 'or')) return unknown
    operands.push(held)
  }
  return callWith(node, operands, evaluation)
}

function makeOptional(node: Call, bindings: Bindings | null, evaluation: Evaluation, evaluate: EvaluateNode): Outcome {
  const [arg] = node.args
  if (node.name === 'none' && arg === undefined) return new OptionalValue(null)
  if (node.name !== 'of' || arg === undefined) return new Failed('expression-type', node, `optional has no "${node.name}"`, 'it has of(…) and none()')
  const held = evaluate(arg, bindings, evaluation)
  return held instanceof Failed || held instanceof Unknown ? held : new OptionalValue({ held })
}

function optionalMethod(node: Call, { content }: OptionalValue, bindings: Bindings | null, evaluation: Evaluation, evaluate: EvaluateNode): Outcome {
  const [fallback] = node.args
  if (node.name === 'hasValue' && fallback === undefined) return content !== null
  if (node.name === 'value' && fallback === undefined) return content?.held ?? new Failed('expression-failed', node, 'the optional is empty', 'use .orValue(…)')
  if ((node.name !== 'orValue' && node.name !== 'or') || fallback === undefined) return optionalMisused(node)
  if (content !== null) return node.name === 'or' ? new OptionalValue(content) : content.held
  return evaluate(fallback, bindings, evaluation)
}

function callWith(node: Call, operands: readonly Held[], evaluation: Evaluation): Outcome {
  const [first = null] = operands
  if (operands.length === 1) {
    if (node.name === 'dyn' && node.receiver === null) return first
    if (node.name === 'size') {
      const size = sizeOf(first, evaluation)
      if (size !== null) return size
    }
  }
  const plain = evaluation.allPlain(operands, node)
  if (plain instanceof Failed || plain instanceof Unknown) return plain
  const own = ownFunction(node, plain, evaluation)
  if (own !== null) return own instanceof Failed ? own : withinLimits(own, node, evaluation)
  return withinLimits(describe(evaluation.cel().call(node.name, node.receiver !== null, plain, node), node, operands, evaluation), node, evaluation)
}

/** The size of a list or a map, whatever its parts are; null for what is neither. */
function sizeOf(held: Held, evaluation: Evaluation): bigint | Unknown | null {
  const opened = evaluation.open(held)
  if (opened instanceof Unknown) return unknown
  const isContainer = Array.isArray(opened) || isRawMap(opened) || opened instanceof HeldList || opened instanceof HeldMap
  if (!isContainer) return null
  return BigInt((listItems(opened) ?? mapKeys(opened) ?? []).length)
}

/** Says in our words what a function cannot take. */
function describe(outcome: Outcome, node: Call, operands: readonly Held[], evaluation: Evaluation): Outcome {
  if (!(outcome instanceof Failed)) return outcome
  const [only] = operands
  if (outcome.code === 'expression-failed' && conversions.has(node.name) && typeof only === 'string') {
    return new Failed(outcome.code, node, `${node.name}() cannot read ${JSON.stringify(only.slice(0, quotedAtMost))}`)
  }
  if (outcome.code !== 'expression-type') return outcome
  const types = operands.map((operand) => {
    const opened = evaluation.open(operand)
    return opened instanceof Unknown ? 'unknown' : typeName(opened)
  })
  const called = node.receiver === null ? `${node.name}(${types.join(', ')})` : `${types[0] ?? ''}.${node.name}(${types.slice(1).join(', ')})`
  const hint = node.name === 'join' ? 'it joins texts: .map(item, string(item)).join(…)' : undefined
  return new Failed('expression-type', node, `there is no ${called}`, hint)
}
